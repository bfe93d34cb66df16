// The code that evaluates one expression of a debugger, and the registers it leaves the values in.
import type { Display, Fragment, Instruction, Program, RegisterId } from '@racewalk/simulator';
import { eachRegister } from '@racewalk/simulator';
import type { Query, QueryLeaf } from '../analysis.ts';
import { type Type, typeName } from '../check/types.ts';
import type { Expression } from '../syntax/tree.ts';
import { lowerExpression, scalar } from './expression.ts';
import type { Linker } from './linker.ts';
import { lowerPlace } from './place.ts';
import type { RecordedCall } from './recorder.ts';
import { type Leaf, leavesOf } from './shape.ts';
import { lowerThreadLocals } from './thread-locals.ts';
import { Unit } from './unit.ts';
import type { Lvalue } from './value.ts';
import { constant, zero } from './value.ts';
import { leafDisplay, referenceName } from './variables.ts';

export type Looked = Pick<
  Query,
  'fragment' | 'display' | 'reads' | 'reference' | 'leaves' | 'leavesOmitted'
>;

/** What an expression sees of a thread. */
export interface Given {
  readonly unit: Unit | undefined;
  readonly call: RecordedCall | undefined;
  /** The program before: its registers are those of threads, and its slots those of states. */
  readonly program: Program;
}

/** Leaves of one aggregate. Reason: nobody reads more of them at a time. */
const leavesMax = 256;

const plain: Display = { kind: 'number' };
const nullDisplay: Display = { kind: 'enum', names: new Map([[0, 'NULL']]) };

export function lowerLook(
  expression: Expression,
  type: Type,
  file: string,
  linker: Linker,
  given: Given,
): Looked {
  const unit = unitFor(expression, file, linker, given);
  const { builder } = linker;
  builder.reachable = true;
  const start = builder.code.length;
  const { results, leaves, display, reference } = evaluation(expression, type, unit, given);
  builder.place(unit.activation.exit);
  builder.reachable = true;
  unit.local({ op: 'end' }, { start: expression.end, end: expression.end });
  linker.undefinedSets.push(...unit.undefinedSets);
  const reads = readsOf(builder.finishedCode(start), given.program);
  const behindLocals = lowerThreadLocals(unit, start, expression, given.unit?.threadLocals);
  const entry = lowerNewSlots(unit, behindLocals, expression, given.program);
  const fragmentFor = (result: RegisterId | undefined): Fragment => ({ entry, result });
  return {
    fragment: fragmentFor(leaves === undefined ? results[0] : undefined),
    display,
    reads,
    reference,
    leaves: leaves?.map(
      ({ leaf, own }, index): QueryLeaf => ({
        suffix: leaf.suffix,
        type: typeName(leaf.type),
        display: leafDisplay(leaf.type, linker),
        fragment: fragmentFor(results[index]),
        reads: own === undefined ? reads : [own],
      }),
    ),
    leavesOmitted:
      leaves === undefined ? 0 : leavesOf(pointedTo(type, reference)).length - leaves.length,
  };
}

function unitFor(expression: Expression, file: string, linker: Linker, given: Given): Unit {
  const thread = given.unit?.thread ?? 0;
  const unit = new Unit(linker, { mode: 'fragment', thread, name: file, span: expression, file });
  const bindings = given.call?.activation.bindings ?? [];
  for (const [symbol, bound] of bindings) unit.activation.bindings.set(symbol, bound);
  for (const [symbol, bound] of given.unit?.threadLocals ?? []) {
    unit.threadLocals.set(symbol, bound);
  }
  return unit;
}

interface Evaluation {
  /** One register for each leaf, or one for a plain value. */
  readonly results: readonly RegisterId[];
  /** `own`: the thread's register that the leaf is, where it depends on nothing else. */
  readonly leaves:
    | readonly { readonly leaf: Leaf; readonly own: RegisterId | undefined }[]
    | undefined;
  readonly display: Display;
  readonly reference: string | undefined;
}

function evaluation(expression: Expression, type: Type, unit: Unit, given: Given): Evaluation {
  if (type.kind === 'struct' || type.kind === 'word' || type.kind === 'array') {
    return {
      ...spread(lowerPlace(expression, unit), type, expression, unit, given),
      display: plain,
      reference: undefined,
    };
  }
  const value = lowerExpression(expression, unit);
  const { reference } = value;
  if (reference !== undefined) {
    const name = referenceName(reference, unit.linker);
    return {
      ...spread(reference, reference.type, expression, unit, given),
      display: plain,
      reference: name,
    };
  }
  const to = unit.builder.registers.add(undefined, value.type.kind === 'null' ? type : value.type);
  unit.local({ op: 'set', to, value: scalar(value, expression, unit) }, expression);
  const display = type.kind === 'null' ? nullDisplay : unit.linker.displayOf(expression);
  return { results: [to], leaves: undefined, display, reference: undefined };
}

/** The parts of an aggregate, each in a register. */
function spread(
  place: Lvalue,
  type: Type,
  expression: Expression,
  unit: Unit,
  { program }: Given,
): Pick<Evaluation, 'results' | 'leaves'> {
  const parts = leavesOf(type).slice(0, leavesMax);
  const results = parts.map((leaf) => unit.builder.registers.add(undefined, leaf.type));
  if (place.kind === 'memory') {
    const operation = {
      op: 'load',
      to: results,
      from: place.place,
      text: unit.text(expression),
    } as const;
    if (results.length > 0) unit.access(operation, expression);
    return { results, leaves: parts.map((leaf) => ({ leaf, own: undefined })) };
  }
  const leaves = parts.map((leaf, index) => {
    const register = place.kind === 'registers' ? place.registers[index] : undefined;
    const value =
      place.kind === 'value'
        ? (place.value.parts[index] ?? zero)
        : ({ op: 'register', register: register ?? 0 } as const);
    const to = results[index];
    if (to !== undefined) unit.local({ op: 'set', to, value }, expression);
    const isOwn = register !== undefined && register < program.registers.length;
    return { leaf, own: isOwn ? register : undefined };
  });
  return { results, leaves };
}

function pointedTo(type: Type, reference: string | undefined): Type {
  return reference !== undefined && type.kind === 'pointer' ? type.to : type;
}

/** The registers of threads that the code reads. */
function readsOf(code: readonly Instruction[], { registers }: Program): readonly RegisterId[] {
  const reads = new Set<RegisterId>();
  const read = (register: RegisterId): void => {
    if (register < registers.length) reads.add(register);
  };
  for (const instruction of code) eachRegister(instruction, read, () => {});
  return [...reads].sort((a, b) => a - b);
}

/**
 * A global that the program does not use has slots only now, and states are silent about them: it
 * has its initial value, which is written first. What a fragment writes only it sees.
 */
function lowerNewSlots(
  unit: Unit,
  start: number,
  expression: Expression,
  program: Program,
): number {
  const { builder } = unit;
  const first = program.slots.length;
  const values = builder.initial.slice(first);
  if (values.every((value) => value === 0)) return start;
  const entry = builder.code.length;
  builder.reachable = true;
  const to = { base: first, pointer: undefined, offset: 0, indices: [] };
  unit.local({ op: 'store', to, values: values.map(constant), text: '' }, expression);
  unit.local({ op: 'jump', to: { pc: start, uses: 0 } }, expression);
  return entry;
}
