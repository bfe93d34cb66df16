// Generated functions that take a state and leave a record of each of its steps.
import { builtinIndex } from '../machine/machine.ts';
import { result } from '../stepper.ts';
import type { Choices } from './choices.ts';
import type { Callee, Code, Global } from './code.ts';
import { flowFrom } from './flow.ts';
import type { Module } from './module.ts';
import { opcode, type } from './opcodes.ts';
import { type RecordShape, recordKind, recordsMax } from './record.ts';
import type { Unit } from './routine.ts';
import { emitSelected, type Selection } from './selection.ts';
import { emitStep } from './step.ts';

export interface Expansion {
  /** (address of a state, its number): leaves records of all its steps. */
  readonly expand: Callee;
}

export interface ExpansionParts {
  readonly unit: Unit;
  readonly shape: RecordShape;
  readonly choices: Choices;
  readonly choicesMax: number;
  readonly allOver: Callee;
  /** Where the next record goes, and from where on records are worked off inside of a state. */
  readonly out: Global;
  readonly outEnd: Global;
  /** () works the records off. */
  readonly flush: Callee;
  /** Set by every step that leads to a state. */
  readonly moved: Global;
  /** Chooses the threads that are moved in a state; undefined: all of them, always. */
  readonly selection: Selection | undefined;
}

export function declareExpansion(module: Module, parts: ExpansionParts): Expansion {
  const finish = module.declare([type.i32, type.i32, type.i32, type.i32], []);
  module.define(finish, (code) => emitFinish(code, parts));
  const threads = parts.unit.program.threads.map((_, thread) => {
    const callee = module.declare([type.i32, type.i32], [type.i32]);
    declareThread(module, parts, { thread, callee, finish });
    return callee;
  });
  const expand = module.declare([type.i32, type.i32], []);
  module.define(expand, (code) => emitExpand(code, parts, threads));
  return { expand };
}

/** (result, state, thread, choice): completes the record that a step has written. */
function emitFinish(code: Code, { unit, shape, out, outEnd, flush, moved }: ExpansionParts): void {
  const [outcome, state, thread, choice] = [0, 1, 2, 3];
  const record = code.local();
  code.getGlobal(out).set(record);
  code.get(record).get(outcome).store(shape.kind);
  code.get(record).get(state).store(shape.parent);
  code.get(record).get(thread).store(shape.thread);
  code.get(record).get(choice).store(shape.choice);
  code.get(record).getGlobal(unit.globals.events).store(shape.events, opcode.i64Store);
  code.get(outcome).op(opcode.i32Eqz).getGlobal(moved).op(opcode.i32Or).setGlobal(moved);
  code.get(outcome).constant(result.cut).op(opcode.i32Eq);
  code.when(() => code.get(record).getGlobal(unit.globals.pool).store(shape.key));
  code.get(record).constant(shape.size).op(opcode.i32Add).tee(record).setGlobal(out);
  code
    .get(record)
    .getGlobal(outEnd)
    .op(opcode.i32GeU)
    .when(() => code.call(flush));
}

interface ThreadParts {
  readonly thread: number;
  readonly callee: Callee;
  readonly finish: Callee;
}

/** (address of the state, its number) -> whether the thread can move. */
function declareThread(
  module: Module,
  parts: ExpansionParts,
  { thread, callee, finish }: ThreadParts,
): void {
  const { unit } = parts;
  const rests = unit.layout.restsOf(thread);
  const steps = rests.map(({ over, pc }, number) => {
    if (over) return undefined;
    const step = module.declare([type.i32, type.i32], [type.i32]);
    module.define(step, (code) => emitStep(unit, code, thread, number));
    return { step, hasChoices: hasChoices(unit, pc) };
  });
  module.define(callee, (code) => {
    const state = 0;
    const labels = rests.map(() => code.open()).reverse();
    const { word, shift, mask } = unit.layout.pcFieldOf(thread);
    code
      .get(state)
      .load(word * 4)
      .constant(shift)
      .op(opcode.i32ShrU);
    code.constant(mask).op(opcode.i32And).branchTable(labels);
    for (const entry of steps) {
      code.end();
      if (entry === undefined) code.constant(0);
      else if (entry.hasChoices) emitCombinations(code, parts, { ...entry, thread, finish });
      else emitOnly(code, parts, { ...entry, thread, finish });
      code.op(opcode.return);
    }
    code.op(opcode.unreachable);
  });
}

function hasChoices({ program }: Unit, entry: number): boolean {
  return flowFrom(program.code, entry).blocks.some(({ pcs }) =>
    pcs.some((pc) => ['choose', 'any', 'allocate'].includes(program.code[pc]!.op)),
  );
}

interface StepParts {
  readonly step: Callee;
  readonly thread: number;
  readonly finish: Callee;
}

/** Takes a step without choices; pushes whether it is possible. */
function emitOnly(code: Code, { out }: ExpansionParts, { step, thread, finish }: StepParts): void {
  const [state, number] = [0, 1];
  const outcome = code.local();
  code.get(state).getGlobal(out).call(step).tee(outcome);
  code
    .constant(result.disabled)
    .op(opcode.i32Ne)
    .when(() => {
      code.get(outcome).get(number).constant(thread).constant(0).call(finish);
      code.constant(1).op(opcode.return);
    });
  code.constant(0);
}

/** Takes all combinations of a step; pushes whether one is possible, or one is left out. */
function emitCombinations(code: Code, parts: ExpansionParts, step: StepParts): void {
  const [state, number] = [0, 1];
  const { choices, choicesMax, out } = parts;
  const choice = code.local();
  const outcome = code.local();
  const canMove = code.local();
  code.constant(0).setGlobal(choices.fixed);
  code.loop((again) => {
    code.constant(0).setGlobal(choices.met);
    code.get(state).getGlobal(out).call(step.step).tee(outcome);
    code
      .constant(result.disabled)
      .op(opcode.i32Ne)
      .when(() => {
        code.constant(1).set(canMove);
        code.get(outcome).get(number).constant(step.thread).get(choice).call(step.finish);
      });
    code.call(choices.turn).when(() => {
      code.get(choice).constant(1).op(opcode.i32Add).tee(choice).constant(choicesMax);
      code.op(opcode.i32LtU).branchIf(again);
      code.constant(1).set(canMove);
      code.constant64(0).setGlobal(parts.unit.globals.events);
      code.constant(recordKind.truncated).get(number).constant(step.thread).constant(0);
      code.call(step.finish);
    });
  });
  code.get(canMove);
}

function emitExpand(code: Code, parts: ExpansionParts, threads: readonly Callee[]): void {
  const [state, number] = [0, 1];
  const { unit, out, outEnd, flush, shape, allOver } = parts;
  const canMove = code.local();
  const take = (thread: number): void => {
    code.get(state).get(number).call(threads[thread]!).get(canMove).op(opcode.i32Or).set(canMove);
  };
  // As many records for every state, so that what is left out does not depend on the states before.
  code
    .getGlobal(out)
    .constant(recordsMax * shape.size)
    .op(opcode.i32Add)
    .setGlobal(outEnd);
  if (parts.selection !== undefined) emitSelected(code, parts.selection, take);
  else for (let thread = 0; thread < threads.length; thread++) take(thread);
  code
    .get(canMove)
    .op(opcode.i32Eqz)
    .when(() => {
      code
        .get(state)
        .call(allOver)
        .op(opcode.i32Eqz)
        .when(() => {
          const deadlock = builtinIndex(unit.program, 'deadlock');
          const isWatched = unit.program.properties[deadlock]!.watched;
          const record = code.local();
          code.getGlobal(out).tee(record).constant(recordKind.standstill).store(shape.kind);
          code.get(record).get(number).store(shape.parent);
          code.get(record).constant(-1).store(shape.thread);
          code.get(record).constant(0).store(shape.choice);
          code.get(record).constant64(isWatched ? 1n << BigInt(deadlock) : 0n);
          code.store(shape.events, opcode.i64Store);
          code.get(record).constant(shape.size).op(opcode.i32Add).tee(record).setGlobal(out);
          code
            .get(record)
            .getGlobal(outEnd)
            .op(opcode.i32GeU)
            .when(() => code.call(flush));
        });
    });
}
