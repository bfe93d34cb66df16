// Who holds which lock in a state. Who owns a lock stands in its slot; who shares one, or has set a
// bit, is known only from the run, so it is kept beside the state, under a number.
//
// A thread that lets go of a share that it has not taken ends somebody's share, and nobody knows
// whose: from then on nobody is taken to hold one.
import type { Effect } from '../effects.ts';
import type { Program, SlotId } from '../program.ts';
import type { CoverageLock, Held } from './coverage.ts';

export class Holdings {
  readonly locks: readonly CoverageLock[];
  private readonly threads: number;
  /** For each lock, where its entries begin in a vector of what is kept beside states; or -1. */
  private readonly places: readonly number[];
  private readonly vectors: Int32Array[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly bySlot = new Map<SlotId, number[]>();
  /** Now; and in the state that this stands on. */
  private readonly owners: Int32Array;
  private readonly beside: Int32Array;
  private readonly stateOwners: Int32Array;
  private readonly stateBeside: Int32Array;

  constructor(program: Program, locks: readonly CoverageLock[]) {
    this.locks = locks;
    this.threads = program.threads.length;
    let length = 0;
    this.places = locks.map((lock) => {
      const place = length;
      if (lock.kind === 'bits') length += 1;
      else if (lock.readers === undefined) return -1;
      else length += this.threads;
      return place;
    });
    for (const [index, lock] of locks.entries()) {
      const slots = lock.kind === 'bits' ? [lock.slot] : [lock.owner, lock.readers ?? lock.owner];
      for (const slot of new Set(slots))
        this.bySlot.set(slot, [...(this.bySlot.get(slot) ?? []), index]);
    }
    this.owners = new Int32Array(locks.length);
    this.beside = new Int32Array(length);
    this.stateOwners = this.owners.slice();
    this.stateBeside = this.beside.slice();
    this.keep();
  }

  /** Stands on a state: its memory, and the number of what is known beside it. */
  enter(cells: Int32Array, number: number): void {
    this.locks.forEach((lock, index) => {
      if (lock.kind === 'owner') this.stateOwners[index] = cells[lock.owner]!;
    });
    this.stateBeside.set(this.vectors[number]!);
  }

  /** A step begins in that state. */
  begin(): void {
    this.owners.set(this.stateOwners);
    this.beside.set(this.stateBeside);
  }

  /** A thread writes: the locks that it takes by that. */
  write(thread: number, effect: Extract<Effect, { kind: 'write' }>): readonly Held[] {
    const taken: Held[] = [];
    effect.values.forEach((is, at) => {
      const slot = effect.slot + at;
      const was = effect.before[at] ?? 0;
      for (const index of this.bySlot.get(slot) ?? []) {
        const shared = this.change(index, slot, { was, is, thread });
        if (shared !== undefined) taken.push({ lock: index, shared });
      }
    });
    return taken;
  }

  /** Whether the slot is a lock and nothing else. */
  isOfLock(slot: SlotId): boolean {
    return (this.bySlot.get(slot) ?? []).some((index) => this.locks[index]!.kind === 'owner');
  }

  /** Whether these two values of the slot differ in a bit that is a lock. */
  changesBit(slot: SlotId, was: number, is: number): boolean {
    return (this.bySlot.get(slot) ?? []).some((index) => {
      const lock = this.locks[index]!;
      return lock.kind === 'bits' && ((was ^ is) & lock.mask) !== 0;
    });
  }

  /** What a thread holds, in the order of the locks. */
  heldBy(thread: number): readonly Held[] {
    return this.locks.flatMap((lock, index): Held[] => {
      const place = this.places[index]!;
      if (lock.kind === 'bits') {
        return this.beside[place] === thread + 1 ? [{ lock: index, shared: false }] : [];
      }
      if (this.owners[index] === thread + 1) return [{ lock: index, shared: false }];
      const shares = place < 0 ? 0 : this.beside[place + thread]!;
      return shares > 0 ? [{ lock: index, shared: true }] : [];
    });
  }

  /** The number of what is known beside the state now. */
  keep(): number {
    const key = this.beside.join();
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.vectors.push(this.beside.slice()) - 1;
      this.numbers.set(key, number);
    }
    return number;
  }

  /** Whether the lock was taken, and how; undefined: it was not. */
  private change(
    index: number,
    slot: SlotId,
    { was, is, thread }: { was: number; is: number; thread: number },
  ): boolean | undefined {
    const lock = this.locks[index]!;
    const place = this.places[index]!;
    if (lock.kind === 'bits') {
      const [before, after] = [(was & lock.mask) !== 0, (is & lock.mask) !== 0];
      if (before !== after) this.beside[place] = after ? thread + 1 : 0;
      return !before && after ? false : undefined;
    }
    if (slot === lock.owner) {
      this.owners[index] = is;
      return is !== was && is === thread + 1 ? false : undefined;
    }
    if (is > was) this.beside[place + thread]! += is - was;
    else if (is < was) this.letGo(place, thread, was - is);
    return is > was ? true : undefined;
  }

  private letGo(place: number, thread: number, shares: number): void {
    const left = this.beside[place + thread]! - shares;
    if (left >= 0) this.beside[place + thread] = left;
    else this.beside.fill(0, place, place + this.threads);
  }
}
