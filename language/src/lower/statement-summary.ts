// What a statement does to the registers around it, without what it does inside: which it needs, how it may be left,
// and which it has set by then. That is all that the rest of a program can tell of a statement that is never begun.
import { eachRegister, type Instruction, type RegisterId } from '@racewalk/simulator';
import type { Draft, Label } from './draft.ts';
import type { RecordedPart, RecordedStatement } from './recorded-statements.ts';

export type Way = 'through' | 'return' | 'break' | 'continue';

export interface StatementSummary {
  /** Registers that it may read before it sets them. */
  readonly needs: readonly RegisterId[];
  /** How it may be left, each with the registers that are set on every path there. Never empty. */
  readonly ways: readonly (readonly [Way, readonly RegisterId[]])[];
}

/** More registers of others than this are not followed: they are bits of a number. */
const registersMax = 30;
const unmet = -1;

/** Undefined where it can be left by other ways, or is too large to follow. */
export function statementSummary(
  recorded: RecordedStatement,
  { program: { code }, drafts }: RecordedPart,
): StatementSummary | undefined {
  const { from, to } = recorded;
  const outer = outerRegisters(code.slice(from, to), recorded.ownRegisters);
  if (outer.size > registersMax) return undefined;
  /** Registers set on every path to an instruction. */
  const before = new Int32Array(to - from).fill(unmet);
  before[0] = 0;
  const left = new Map<Way, number>();
  let needed = 0;
  const open = [from];
  for (let pc = open.pop(); pc !== undefined; pc = open.pop()) {
    const draft = drafts[pc];
    const instruction = code[pc];
    if (draft === undefined || instruction === undefined) return undefined;
    const next = nextOf(draft, pc, recorded);
    if (next === undefined) return undefined;
    const { reads, writes } = bitsOf(instruction, outer);
    const set = before[pc - from] ?? 0;
    needed |= reads & ~set;
    const after = set | writes;
    for (const way of next.ways) left.set(way, (left.get(way) ?? after) & after);
    for (const inside of next.inside) {
      const known = before[inside - from] ?? unmet;
      const joined = known === unmet ? after : known & after;
      if (joined === known) continue;
      before[inside - from] = joined;
      open.push(inside);
    }
  }
  if (left.size === 0) return undefined;
  const named = (bits: number) => [...outer].flatMap(([id, at]) => ((bits >> at) & 1 ? [id] : []));
  return {
    needs: named(needed),
    ways: [...left].map(([way, bits]) => [way, named(bits)] as const),
  };
}

/** Each has a place among the bits. */
function outerRegisters(
  code: readonly Instruction[],
  own: number,
): ReadonlyMap<RegisterId, number> {
  const places = new Map<RegisterId, number>();
  const meet = (register: RegisterId): void => {
    if (register < own && !places.has(register)) places.set(register, places.size);
  };
  for (const instruction of code) eachRegister(instruction, meet, meet);
  return places;
}

function bitsOf(
  instruction: Instruction,
  outer: ReadonlyMap<RegisterId, number>,
): { readonly reads: number; readonly writes: number } {
  let reads = 0;
  let writes = 0;
  const bit = (register: RegisterId): number => {
    const place = outer.get(register);
    return place === undefined ? 0 : 1 << place;
  };
  const read = (register: RegisterId): void => {
    reads |= bit(register);
  };
  const write = (register: RegisterId): void => {
    writes |= bit(register);
  };
  eachRegister(instruction, read, write);
  return { reads, writes };
}

interface Next {
  readonly inside: readonly number[];
  readonly ways: readonly Way[];
}

/** Where it goes on; undefined where that is nowhere, or out by a way without a name. */
function nextOf(draft: Draft, pc: number, recorded: RecordedStatement): Next | undefined {
  if (draft.op === 'end') return undefined;
  const inside: number[] = [];
  const ways: Way[] = [];
  const goes = (to: number): boolean => {
    if (to < recorded.from || to > recorded.to) return false;
    if (to === recorded.to) ways.push('through');
    else inside.push(to);
    return true;
  };
  for (const label of labelsOf(draft)) {
    const way = wayOf(label, recorded);
    if (way !== undefined) ways.push(way);
    else if (!goes(label.pc)) return undefined;
  }
  if (draft.op !== 'jump' && draft.op !== 'choose') goes(pc + 1);
  return { inside, ways };
}

function labelsOf(draft: Draft): readonly Label[] {
  if (draft.op === 'jump') return [draft.to];
  if (draft.op === 'branch') return [draft.otherwise];
  return draft.op === 'choose' ? draft.targets : [];
}

function wayOf(
  label: Label,
  { activation, breaks, continues }: RecordedStatement,
): Way | undefined {
  if (label === activation.exit) return 'return';
  if (label === breaks) return 'break';
  return label === continues ? 'continue' : undefined;
}
