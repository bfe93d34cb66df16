// Who holds which lock from which step to which: read from the values that the steps leave.
import type { Program, ReplayStep, SlotId, State } from '@racewalk/simulator';
import type { Lock, Locks } from './locks.ts';
import { writtenBy } from './reads-from.ts';

export interface Hold {
  readonly lock: Lock;
  readonly thread: number;
  readonly shared: boolean;
  /** Index of the row that takes it; -1: it is held before the first step. */
  readonly from: number;
  /** Index of the row that gives it back; undefined: not yet, or never. */
  to: number | undefined;
}

/** What a row does to the locks. */
export interface LockChange {
  readonly taken: readonly Hold[];
  readonly released: readonly Hold[];
  /** All that are held when the row begins. */
  readonly held: readonly Hold[];
}

export interface Holdings {
  /** In the order of `from`. */
  readonly holds: readonly Hold[];
  /** One entry per row. */
  readonly changes: readonly LockChange[];
  /** What is held behind the last row. */
  readonly atEnd: readonly Hold[];
}

export function holdingsOf(
  program: Program,
  locks: Locks,
  { initial, steps }: { readonly initial: State; readonly steps: readonly ReplayStep[] },
): Holdings {
  const book = new Book(locks, initial);
  const changes = steps.map((step, row) => book.next(row, program, step));
  return { holds: book.holds, changes, atEnd: book.held };
}

class Book {
  readonly holds: Hold[] = [];
  held: readonly Hold[] = [];
  private readonly locks: Locks;
  private taken: Hold[] = [];
  private released: Hold[] = [];

  constructor(locks: Locks, initial: State) {
    this.locks = locks;
    for (const lock of locks.all()) {
      const owner = initial.slots[lock.slot] ?? 0;
      // Who has set a bit, or counts as a reader, before the first step is not known.
      if (lock.kind === 'owner' && owner > 0)
        this.take(lock, owner - 1, { row: -1, shared: false });
    }
    this.held = this.taken;
  }

  next(row: number, program: Program, step: ReplayStep): LockChange {
    const { held } = this;
    this.taken = [];
    this.released = [];
    const written = new Set(step.effects.flatMap((effect) => writtenBy(program, effect)));
    for (const slot of written) this.change(row, slot, step);
    if (this.taken.length + this.released.length > 0) {
      const { taken, released } = this;
      this.held = [...held, ...taken].filter((hold) => !released.includes(hold));
    }
    return { taken: this.taken, released: this.released, held };
  }

  private change(row: number, slot: SlotId, { before, after, action }: ReplayStep): void {
    const [was, is] = [before.slots[slot] ?? 0, after.slots[slot] ?? 0];
    if (was === is) return;
    for (const lock of this.locks.at(slot)) {
      if (lock.kind === 'bits') this.changeBits(row, lock, { was, is, thread: action.thread });
      else if (slot === lock.readers) {
        for (let count = was; count < is; count++) {
          this.take(lock, action.thread, { row, shared: true });
        }
        for (let count = is; count < was; count++) {
          this.release(row, lock, { shared: true, thread: action.thread });
        }
      } else {
        if (was > 0) this.release(row, lock, { shared: false, thread: was - 1 });
        if (is > 0) this.take(lock, is - 1, { row, shared: false });
      }
    }
  }

  private changeBits(
    row: number,
    lock: Extract<Lock, { readonly kind: 'bits' }>,
    { was, is, thread }: { was: number; is: number; thread: number },
  ): void {
    const [before, after] = [(was & lock.mask) !== 0, (is & lock.mask) !== 0];
    if (before && !after) this.release(row, lock, { shared: false, thread });
    if (!before && after) this.take(lock, thread, { row, shared: false });
  }

  private take(lock: Lock, thread: number, how: { row: number; shared: boolean }): void {
    const hold = { lock, thread, shared: how.shared, from: how.row, to: undefined };
    this.holds.push(hold);
    this.taken.push(hold);
  }

  /** Ends the thread's own hold, or else, where a stranger gives it back, the oldest one. */
  private release(row: number, lock: Lock, whose: { shared: boolean; thread: number }): void {
    const open = [...this.held, ...this.taken].filter(
      (hold) => hold.lock === lock && hold.shared === whose.shared && hold.to === undefined,
    );
    const hold = open.findLast(({ thread }) => thread === whose.thread) ?? open[0];
    if (hold === undefined) return;
    hold.to = row;
    this.released.push(hold);
  }
}
