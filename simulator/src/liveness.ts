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
 * For each place and register, whether code from there may read the register before it sets it.
 * Only the registers that are asked about are looked at.
 */
export function mayBeRead(
  code: readonly Instruction[],
  asked: readonly AskedRegister[],
): readonly boolean[] {
  const entries = asked.map(({ pc }) => pc);
  const wanted = new Set(entries);
  const registers = new Set(asked.map(({ register }) => register));
  const live = solve(code, entries, (pc) => wanted.has(pc), none, registers);
  return asked.map(({ pc, register }) => live[pc]?.includes(register) === true);
}

/** Code that `withLiveness` has made, with what it could reach. */
const filledIn = new WeakMap<readonly Instruction[], Uint8Array>();

/** Whether `live` is known to have all that code from there may read before it sets it. */
export function hasLiveness(code: readonly Instruction[], pcs: readonly Pc[]): boolean {
  const reached = filledIn.get(code);
  return reached !== undefined && pcs.every((pc) => reached[pc] === 1);
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
  return filledWith(code, entries, analyseLiveness(code, entries), alwaysLive);
}

/** A place, and a register that code from there may read before it sets it, or not. */
export interface AskedRegister {
  readonly pc: Pc;
  readonly register: RegisterId;
}

/** `withLiveness()` and `mayBeRead()` at once, which costs as much as one of them. */
export function livenessAnd(
  code: readonly Instruction[],
  entries: readonly Pc[],
  asked: readonly AskedRegister[],
): { readonly code: readonly Instruction[]; readonly mayBeRead: readonly boolean[] } {
  const places = new Set(asked.map(({ pc }) => pc));
  const live = solve(code, [...entries, ...places], (pc) => {
    const instruction = code[pc];
    return places.has(pc) || (instruction !== undefined && isResting(instruction));
  });
  return {
    code: filledWith(code, entries, live, new Set()),
    mayBeRead: asked.map(({ pc, register }) => live[pc]?.includes(register) === true),
  };
}

function filledWith(
  code: readonly Instruction[],
  entries: readonly Pc[],
  live: readonly (readonly RegisterId[])[],
  alwaysLive: ReadonlySet<RegisterId>,
): readonly Instruction[] {
  const kept = alwaysLive.size === 0 ? undefined : keptRegisters(code, entries, alwaysLive);
  const filled = code.map((instruction, pc) => {
    const isRest = isResting(instruction);
    const needed = (isRest ? live[pc] : undefined) ?? none;
    const more = isRest ? kept?.[pc] : undefined;
    if (more === undefined) {
      // Most instructions are no place to rest, and say so already.
      if (needed.length === 0 && instruction.live.length === 0) return instruction;
      return { ...instruction, live: needed };
    }
    return { ...instruction, live: [...new Set([...needed, ...more])].sort((a, b) => a - b) };
  });
  filledIn.set(filled, reachable(code, entries));
  return filled;
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
  readonly reads: Chains;
  readonly writes: Chains;
  /** The only predecessor; -1: none, -2: `joins` has them. */
  readonly before: Int32Array;
  readonly joins: ReadonlyMap<Pc, readonly Pc[]>;
}

const noPredecessor = -1;
const severalPredecessors = -2;

/** Lists of instructions, one a register, linked in flat arrays: there are thousands of them. */
class Chains {
  /** Per register, its newest link; -1 or nothing at all: none. */
  readonly first: number[] = [];
  /** Pairs of the link before and an instruction. */
  links = new Int32Array(2048);
  private length = 0;

  add(register: RegisterId, pc: Pc): void {
    const { first, length } = this;
    while (first.length <= register) first.push(-1);
    if (length === this.links.length) {
      const links = new Int32Array(length * 2);
      links.set(this.links);
      this.links = links;
    }
    this.links[length] = first[register]!;
    this.links[length + 1] = pc;
    first[register] = length;
    this.length = length + 2;
  }
}

function solve(
  code: readonly Instruction[],
  entries: readonly Pc[],
  wanted: (pc: Pc) => boolean,
  results: readonly RegisterId[] = none,
  only?: ReadonlySet<RegisterId>,
): readonly (readonly RegisterId[])[] {
  const reached = reachable(code, entries);
  const { reads, writes, before, joins } = flowOf(code, reached, results, only);
  const answers = code.map((_, pc): RegisterId[] | undefined => (wanted(pc) ? [] : undefined));
  // Stamps hold the register (counted from 1) that was marked last, so that nothing is ever
  // cleared.
  const stamps = { marked: new Int32Array(code.length), written: new Int32Array(code.length) };
  const walk = { before, answers, ...stamps };
  const work: Pc[] = [];
  for (let register = 0; register < reads.first.length; register++) {
    const stamp = register + 1;
    for (let link = reads.first[register]!; link >= 0; link = reads.links[link]!) {
      work.push(reads.links[link + 1]!);
    }
    for (let link = writes.first[register] ?? -1; link >= 0; link = writes.links[link]!) {
      stamps.written[writes.links[link + 1]!] = stamp;
    }
    for (let pc = work.pop(); pc !== undefined; pc = work.pop()) {
      const join = walkBack(pc, register, walk);
      if (join < 0) continue;
      for (const from of joins.get(join) ?? none) {
        if (stamps.written[from] !== stamp) work.push(from);
      }
    }
  }
  return answers.map((answer) => (answer === undefined || answer.length === 0 ? none : answer));
}

interface Walk {
  readonly before: Int32Array;
  readonly answers: readonly (RegisterId[] | undefined)[];
  readonly marked: Int32Array;
  readonly written: Int32Array;
}

/**
 * Marks the register as needed at `pc` and back along straight code, to where it is written or
 * known to be needed. Gives the join that it came to, or -1.
 */
function walkBack(from: Pc, register: RegisterId, walk: Walk): Pc {
  const { before, answers, marked, written } = walk;
  const stamp = register + 1;
  let pc = from;
  while (marked[pc] !== stamp) {
    marked[pc] = stamp;
    answers[pc]?.push(register);
    const previous = before[pc]!;
    if (previous === severalPredecessors) return pc;
    if (previous === noPredecessor || written[previous] === stamp) return -1;
    pc = previous;
  }
  return -1;
}

function flowOf(
  code: readonly Instruction[],
  reached: Uint8Array,
  results: readonly RegisterId[],
  only: ReadonlySet<RegisterId> | undefined,
): Flow {
  const reads = new Chains();
  const writes = new Chains();
  const before = new Int32Array(code.length).fill(noPredecessor);
  const joins = new Map<Pc, Pc[]>();
  let pc = 0;
  const read = (register: RegisterId): void => {
    if (only === undefined || only.has(register)) reads.add(register, pc);
  };
  const write = (register: RegisterId): void => {
    if (only === undefined || only.has(register)) writes.add(register, pc);
  };
  const follow = (to: Pc): void => {
    const known = before[to];
    if (known === noPredecessor) before[to] = pc;
    else if (known === severalPredecessors) joins.get(to)?.push(pc);
    else if (known !== undefined) {
      before[to] = severalPredecessors;
      joins.set(to, [known, pc]);
    }
  };
  for (; pc < code.length; pc++) {
    if (reached[pc] === 0) continue;
    const instruction = code[pc]!;
    eachRegister(instruction, read, write);
    if (instruction.op === 'end') results.forEach(read);
    eachSuccessor(instruction, pc, follow);
  }
  return { reads, writes, before, joins };
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
