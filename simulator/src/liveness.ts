// Which registers are still needed where: backward dataflow, one register at a time. The work is
// the size of the answer (every visit marks one more instruction where the register is needed), so
// long straight code with many short-lived temporaries costs next to nothing.
import type { Expression, Instruction, Pc, Place, RegisterId } from './program.ts';
import { eachSuccessor, isResting, reachable } from './reach.ts';

const none: readonly RegisterId[] = [];

/**
 * For each instruction where a thread can rest, the registers that code reachable from `entries`
 * reads later before it overwrites them, in ascending order; empty everywhere else.
 */
export function analyseLiveness(
  code: readonly Instruction[],
  entries: readonly Pc[],
): readonly (readonly RegisterId[])[] {
  return solve(code, entries, (pc) => {
    const instruction = code[pc];
    return instruction !== undefined && isResting(instruction);
  });
}

/**
 * For each entry, the registers that may be read before they are set. `results` are registers that
 * the ends of the code read: the result of a fragment.
 */
export function liveOnEntry(
  code: readonly Instruction[],
  entries: readonly Pc[],
  results: readonly RegisterId[],
): readonly (readonly RegisterId[])[] {
  const wanted = new Set(entries);
  const live = solve(code, entries, (pc) => wanted.has(pc), results);
  return entries.map((entry) => live[entry] ?? none);
}

/**
 * The same code with `live` filled in on steps and ends. Registers in `alwaysLive` stay at every
 * place to rest of the threads whose code names them, so that a person can see them.
 */
export function withLiveness(
  code: readonly Instruction[],
  entries: readonly Pc[],
  alwaysLive: ReadonlySet<RegisterId>,
): readonly Instruction[] {
  const live = analyseLiveness(code, entries);
  const kept = alwaysLive.size === 0 ? undefined : keptRegisters(code, entries, alwaysLive);
  return code.map((instruction, pc) => {
    const needed = live[pc] ?? none;
    const more = isResting(instruction) ? kept?.[pc] : undefined;
    if (more === undefined) return { ...instruction, live: needed };
    return { ...instruction, live: [...new Set([...needed, ...more])].sort((a, b) => a - b) };
  });
}

/** Calls `read` for each register that the instruction reads, and `write` for each that it sets. */
export function eachRegister(
  instruction: Instruction,
  read: (register: RegisterId) => void,
  write: (register: RegisterId) => void,
): void {
  switch (instruction.op) {
    case 'load':
      eachInPlace(instruction.from, read);
      instruction.to.forEach(write);
      break;
    case 'store':
      eachInPlace(instruction.to, read);
      for (const value of instruction.values) eachInExpression(value, read);
      break;
    case 'set':
      eachInExpression(instruction.value, read);
      write(instruction.to);
      break;
    case 'branch':
    case 'await':
    case 'check':
      eachInExpression(instruction.condition, read);
      break;
    case 'any':
      eachInExpression(instruction.low, read);
      eachInExpression(instruction.high, read);
      write(instruction.to);
      break;
    case 'allocate':
      write(instruction.to);
      break;
    case 'free':
      eachInExpression(instruction.value, read);
      break;
    default:
      break;
  }
}

function eachInPlace(place: Place, read: (register: RegisterId) => void): void {
  if (place.pointer !== undefined) eachInExpression(place.pointer.value, read);
  for (const { value } of place.indices) eachInExpression(value, read);
}

function eachInExpression(expression: Expression, read: (register: RegisterId) => void): void {
  switch (expression.op) {
    case 'constant':
      break;
    case 'register':
      read(expression.register);
      break;
    case 'binary':
      eachInExpression(expression.left, read);
      eachInExpression(expression.right, read);
      break;
    case 'advance':
      eachInExpression(expression.pointer, read);
      eachInExpression(expression.by, read);
      break;
    case 'address':
      eachInPlace(expression.place, read);
      break;
    default:
      eachInExpression(expression.value, read);
  }
}

/** Instructions per register, and what comes before each instruction. */
interface Flow {
  readonly reads: readonly (readonly Pc[] | undefined)[];
  readonly writes: readonly (readonly Pc[] | undefined)[];
  /** The only predecessor; -1: none, -2: `joins` has them. */
  readonly before: Int32Array;
  readonly joins: ReadonlyMap<Pc, readonly Pc[]>;
}

const noPredecessor = -1;
const severalPredecessors = -2;

function solve(
  code: readonly Instruction[],
  entries: readonly Pc[],
  wanted: (pc: Pc) => boolean,
  results: readonly RegisterId[] = none,
): readonly (readonly RegisterId[])[] {
  const flow = flowOf(code, reachable(code, entries), results);
  const answers = code.map((_, pc): RegisterId[] | undefined => (wanted(pc) ? [] : undefined));
  // Stamps hold the register (counted from 1) that was marked last, so that nothing is ever
  // cleared.
  const stamps = { marked: new Int32Array(code.length), written: new Int32Array(code.length) };
  flow.reads.forEach((reads, register) => {
    if (reads === undefined) return;
    for (const pc of flow.writes[register] ?? none) stamps.written[pc] = register + 1;
    const work = [...reads];
    for (let pc = work.pop(); pc !== undefined; pc = work.pop()) {
      const join = walkBack(pc, register, { flow, answers, stamps });
      for (const before of flow.joins.get(join) ?? none) {
        if (stamps.written[before] !== register + 1) work.push(before);
      }
    }
  });
  return answers.map((answer) => (answer === undefined || answer.length === 0 ? none : answer));
}

interface Walk {
  readonly flow: Flow;
  readonly answers: readonly (RegisterId[] | undefined)[];
  readonly stamps: { readonly marked: Int32Array; readonly written: Int32Array };
}

/**
 * Marks the register as needed at `pc` and back along straight code, to where it is written or
 * known to be needed. Gives the join that it came to, or -1.
 */
function walkBack(from: Pc, register: RegisterId, { flow, answers, stamps }: Walk): Pc {
  const { marked, written } = stamps;
  const stamp = register + 1;
  let pc = from;
  while (marked[pc] !== stamp) {
    marked[pc] = stamp;
    answers[pc]?.push(register);
    const before = flow.before[pc]!;
    if (before === severalPredecessors) return pc;
    if (before === noPredecessor || written[before] === stamp) return -1;
    pc = before;
  }
  return -1;
}

function flowOf(
  code: readonly Instruction[],
  reached: Uint8Array,
  results: readonly RegisterId[],
): Flow {
  const reads: (Pc[] | undefined)[] = [];
  const writes: (Pc[] | undefined)[] = [];
  const before = new Int32Array(code.length).fill(noPredecessor);
  const joins = new Map<Pc, Pc[]>();
  code.forEach((instruction, pc) => {
    if (reached[pc] === 0) return;
    const read = (register: RegisterId): void => addTo(reads, register, pc);
    eachRegister(instruction, read, (register) => addTo(writes, register, pc));
    if (instruction.op === 'end') results.forEach(read);
    eachSuccessor(instruction, pc, (to) => {
      const known = before[to];
      if (known === noPredecessor) before[to] = pc;
      else if (known === severalPredecessors) joins.get(to)?.push(pc);
      else if (known !== undefined) {
        before[to] = severalPredecessors;
        joins.set(to, [known, pc]);
      }
    });
  });
  return { reads, writes, before, joins };
}

function addTo(lists: (Pc[] | undefined)[], register: RegisterId, pc: Pc): void {
  const list = lists[register];
  if (list === undefined) lists[register] = [pc];
  else list.push(pc);
}

function keptRegisters(
  code: readonly Instruction[],
  entries: readonly Pc[],
  alwaysLive: ReadonlySet<RegisterId>,
): readonly (readonly RegisterId[])[] {
  const kept: RegisterId[][] = code.map(() => []);
  for (const entry of new Set(entries)) {
    const reached = reachable(code, [entry]);
    const named = new Set<RegisterId>();
    const name = (register: RegisterId): void => {
      if (alwaysLive.has(register)) named.add(register);
    };
    code.forEach((instruction, pc) => {
      if (reached[pc] === 1) eachRegister(instruction, name, name);
    });
    for (let pc = 0; pc < code.length; pc++) if (reached[pc] === 1) kept[pc]?.push(...named);
  }
  return kept;
}
