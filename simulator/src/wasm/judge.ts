// Generated functions that judge a state that is new: properties, witnesses, `finally`, outcomes.
import { fragmentsOf, livenessFragments } from '../fragments.ts';
import type { Fragment } from '../program.ts';
import { result } from '../stepper.ts';
import type { Callee, Code } from './code.ts';
import { emitFragment, fragmentSignature } from './fragment.ts';
import type { Module } from './module.ts';
import { opcode, type } from './opcodes.ts';
import type { Unit } from './routine.ts';

/** What the host is told; finding = (state or -1, record). */
export interface JudgeHost {
  /** (property, finding) */
  readonly found: Callee;
  /** (witness, finding) */
  readonly witnessed: Callee;
  /** (finding): the values stand at `values`. */
  readonly ended: Callee;
  /** () a fragment never came to its end. */
  readonly endless: Callee;
}

export interface Judge {
  /** (address of a state) -> whether all threads have ended. */
  readonly allOver: Callee;
  /** (address of a state, number or -1, record); undefined where there is nothing to judge. */
  readonly judge: Callee | undefined;
  /** (events, number or -1, record) tells the host of the first event of each property. */
  readonly note: Callee;
  /** Where the values of the observations are. */
  readonly values: number;
}

export function declareJudge(module: Module, unit: Unit, host: JudgeHost): Judge {
  const { program, image } = unit;
  const allOver = module.declare([type.i32], [type.i32]);
  module.define(allOver, (code) => emitAllOver(unit, code));
  const note = module.declare([type.i64, type.i32, type.i32], []);
  const found = module.global(type.i64);
  module.define(note, (code) => emitNote(code, found, host.found));
  const functions = new Map<Fragment, Callee>();
  const watched = program.properties.filter(({ watched }) => watched);
  const wanted = new Set([
    ...watched.flatMap(({ state }) => state ?? []),
    ...watched.flatMap(livenessFragments),
    ...fragmentsOf({ ...program, properties: [] }),
  ]);
  for (const fragment of wanted) {
    const { parameters, results } = fragmentSignature;
    const callee = module.declare(parameters, results);
    module.define(callee, (code) => emitFragment(unit, code, fragment));
    functions.set(fragment, callee);
  }
  const values = image.reserve(Math.max(1, program.observations.length) * 4);
  const parts: Judge = { allOver, judge: undefined, note, values };
  if (functions.size === 0) return parts;
  const judge = module.declare([type.i32, type.i32, type.i32], []);
  module.define(judge, (code) => emitJudge(unit, code, { functions, host, parts, module }));
  return { ...parts, judge };
}

function emitAllOver({ layout, program, image }: Unit, code: Code): void {
  program.threads.forEach((_, thread) => {
    const { word, shift, mask } = layout.pcFieldOf(thread);
    const over = image.table(layout.restsOf(thread).map((rest) => (rest.over ? 1 : 0)));
    code
      .get(0)
      .load(word * 4)
      .constant(shift)
      .op(opcode.i32ShrU);
    code.constant(mask).op(opcode.i32And).constant(2).op(opcode.i32Shl).load(over);
    code.op(opcode.i32Eqz).when(() => code.constant(0).op(opcode.return));
  });
  code.constant(1);
}

function emitNote(code: Code, found: { readonly index: number }, tell: Callee): void {
  const [events, number, record] = [0, 1, 2];
  code.getGlobal(found).constant64(-1).op(opcode.i64Xor).get(events).op(opcode.i64And).set(events);
  code.getGlobal(found).get(events).op(opcode.i64Or).setGlobal(found);
  code.block((done) => {
    code.loop((again) => {
      code.get(events).op(opcode.i64Eqz).branchIf(done);
      code.get(events).op(opcode.i64Ctz, opcode.i32WrapI64).get(number).get(record).call(tell);
      code.get(events).get(events).constant64(1).op(opcode.i64Sub, opcode.i64And).set(events);
      code.branch(again);
    });
  });
}

interface JudgeParts {
  readonly functions: ReadonlyMap<Fragment, Callee>;
  readonly host: JudgeHost;
  readonly parts: Judge;
  readonly module: Module;
}

function emitJudge(unit: Unit, code: Code, { functions, host, parts, module }: JudgeParts): void {
  const [state, number, record] = [0, 1, 2];
  const { program, globals } = unit;
  const events = code.local(type.i64);
  const outcome = code.local();
  const evaluate = (fragment: Fragment): void => {
    code.get(state).call(functions.get(fragment)!).set(outcome);
    code.get(events).getGlobal(globals.events).op(opcode.i64Or).set(events);
    code
      .get(outcome)
      .constant(result.endless)
      .op(opcode.i32Eq)
      .when(() => code.call(host.endless));
  };
  const pushHolds = (): void => {
    code.get(outcome).op(opcode.i32Eqz);
    code.getGlobal(globals.value).constant(0).op(opcode.i32Ne, opcode.i32And);
  };
  program.properties.forEach((property, index) => {
    if (property.state === undefined || !property.watched) return;
    evaluate(property.state);
    code.get(outcome).getGlobal(globals.value).op(opcode.i32Or, opcode.i32Eqz);
    code.when(() => {
      code
        .get(events)
        .constant64(1n << BigInt(index))
        .op(opcode.i64Or)
        .set(events);
    });
  });
  // Their values are for another search; a fault in one of them is an event of the state.
  for (const property of program.properties) {
    if (property.watched) livenessFragments(property).forEach(evaluate);
  }
  program.witnesses.forEach(({ condition }, index) => {
    const seen = module.global(type.i32);
    evaluate(condition);
    pushHolds();
    code
      .getGlobal(seen)
      .op(opcode.i32Eqz, opcode.i32And)
      .when(() => {
        code.constant(1).setGlobal(seen);
        code.constant(index).get(number).get(record).call(host.witnessed);
      });
  });
  if (program.finally.length + program.observations.length > 0) {
    code
      .get(state)
      .call(parts.allOver)
      .when(() => {
        for (const fragment of program.finally) evaluate(fragment);
        emitObservations(unit, code, { evaluate, outcome, values: parts.values }, () => {
          code.get(number).get(record).call(host.ended);
        });
      });
  }
  code.get(events).get(number).get(record).call(parts.note);
}

interface Observing {
  readonly evaluate: (fragment: Fragment) => void;
  readonly outcome: number;
  readonly values: number;
}

function emitObservations(
  { program, globals }: Unit,
  code: Code,
  { evaluate, outcome, values }: Observing,
  tell: () => void,
): void {
  if (program.observations.length === 0) return;
  const missed = code.local();
  code.constant(0).set(missed);
  program.observations.forEach(({ value }, index) => {
    evaluate(value);
    code.get(missed).get(outcome).op(opcode.i32Or).set(missed);
    code
      .constant(values + index * 4)
      .getGlobal(globals.value)
      .store(0);
  });
  code.get(missed).op(opcode.i32Eqz).when(tell);
}
