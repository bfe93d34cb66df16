// Which threads can't move behind each row of a run, and what each of them waits for.
import {
  type BlockedThread,
  type Pc,
  type Program,
  type Replayer,
  type ReplayStep,
  type SlotId,
  type State,
  successors,
} from '@racewalk/simulator';
import type { Lock, Locks } from './locks.ts';

export type Cause =
  | { readonly kind: 'lock'; readonly lock: Lock }
  /** A named bit, or a truth value, that is not set. */
  | { readonly kind: 'unset'; readonly name: string }
  /** Something else: `text` says what. */
  | { readonly kind: 'condition'; readonly text: string };

export interface Waiting {
  readonly thread: number;
  readonly cause: Cause;
}

/** The threads that wait, before the first row and behind each row: one entry more than rows. */
export function waitingIn(
  replayer: Replayer,
  locks: Locks,
  { initial, steps }: { readonly initial: State; readonly steps: readonly ReplayStep[] },
): readonly (readonly Waiting[])[] {
  const watch = new Watch(replayer, locks);
  const found = [watch.at(initial, undefined)];
  for (const step of steps) {
    locks.learn(replayer, step);
    found.push(watch.at(step.after, step.action.thread));
  }
  return found;
}

interface Known extends Waiting {
  readonly reads: readonly SlotId[];
  readonly values: readonly number[];
}

class Watch {
  private readonly replayer: Replayer;
  private readonly locks: Locks;
  private readonly waitsAt = new Map<Pc, boolean>();
  private known = new Map<number, Known>();

  constructor(replayer: Replayer, locks: Locks) {
    this.replayer = replayer;
    this.locks = locks;
  }

  at(state: State, moved: number | undefined): readonly Waiting[] {
    if (moved !== undefined) this.known.delete(moved);
    if (state.ended) return [];
    const unsure = state.threads.flatMap(({ pc, over }, thread) =>
      over || !this.mayWait(pc) || this.isAsBefore(thread, state) ? [] : [thread],
    );
    for (const thread of unsure) this.known.delete(thread);
    for (const blocked of this.replayer.blocked(state, unsure)) {
      const cause = this.causeOf(state, blocked);
      const { thread, reads } = blocked;
      const values = reads.map((slot) => state.slots[slot] ?? 0);
      this.known.set(thread, { thread, cause, reads, values });
    }
    return [...this.known.values()].sort((a, b) => a.thread - b.thread);
  }

  private isAsBefore(thread: number, { slots }: State): boolean {
    const known = this.known.get(thread);
    return known?.reads.every((slot, at) => slots[slot] === known.values[at]) ?? false;
  }

  private causeOf(state: State, { thread, pc, reads }: BlockedThread): Cause {
    for (const slot of reads) {
      const lock = this.locks.blocking(this.replayer, state, thread, slot);
      if (lock !== undefined) return { kind: 'lock', lock };
    }
    for (const slot of reads) {
      const name = unsetIn(this.replayer, { state, thread, slot });
      if (name !== undefined) return { kind: 'unset', name };
    }
    const instruction = this.replayer.program.code[pc];
    const text = instruction !== undefined && 'text' in instruction ? instruction.text : '';
    return { kind: 'condition', text: text === '' ? 'a condition' : text };
  }

  /** Whether the step that begins here can be impossible at all. */
  private mayWait(pc: Pc): boolean {
    const known = this.waitsAt.get(pc);
    if (known !== undefined) return known;
    const found = stepMayWait(this.replayer.program, pc);
    this.waitsAt.set(pc, found);
    return found;
  }
}

function stepMayWait({ code }: Program, from: Pc): boolean {
  const seen = new Set<Pc>();
  const work = [from];
  for (let pc = work.pop(); pc !== undefined; pc = work.pop()) {
    const instruction = code[pc];
    if (instruction === undefined || seen.has(pc) || (instruction.step && pc !== from)) continue;
    if (instruction.op === 'await' || instruction.op === 'any') return true;
    seen.add(pc);
    work.push(...successors(instruction, pc));
  }
  return false;
}

/** The one bit that would let a thread move if it were set: `PG_mte_tagged in pages[0].flags`. */
function unsetIn(
  replayer: Replayer,
  { state, thread, slot }: { state: State; thread: number; slot: SlotId },
): string | undefined {
  const { name, display } = replayer.program.slots[slot] ?? { name: '', display: undefined };
  const value = state.slots[slot] ?? 0;
  if (display?.kind === 'bool') {
    return value === 0 && replayer.couldMove(state, thread, slot, 1) ? name : undefined;
  }
  if (display?.kind !== 'bits') return undefined;
  const bit = display.bits.find(
    ({ mask }) =>
      (value & mask) === 0 && replayer.couldMove(state, thread, slot, (value | mask) >>> 0),
  );
  return bit === undefined ? undefined : `${bit.name} in ${name}`;
}
