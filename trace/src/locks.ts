// What is a lock in a run, told by what steps do and not by names of functions.
//
// A slot `owner` that holds a thread is one: nobody, or who holds it; a number `readers` beside it
// counts those who share it. Else a value is a lock if a step that waits makes it so that the same
// step would have to wait: `wait_until(lock == 0); lock = 1`. A named bit, or a truth value, is
// one, too, if some thread waits for nothing but that it is cleared.
import type { Program, Replayer, ReplayStep, Slot, SlotId, State } from '@racewalk/simulator';
import { shortName } from './differences.ts';
import { writtenBy } from './reads-from.ts';

export type Lock =
  | {
      readonly kind: 'owner';
      readonly name: string;
      readonly slot: SlotId;
      readonly readers: SlotId | undefined;
    }
  /** Held while one of the bits is set. */
  | { readonly kind: 'bits'; readonly name: string; readonly slot: SlotId; readonly mask: number };

/** The element of an array of objects that a slot is in: `mms[0]`. */
export function objectOf(program: Program, slot: SlotId): string | undefined {
  return /^[^.]*\](?=\.)/u.exec(program.slots[slot]?.name ?? '')?.[0];
}

/** What such objects are called: `mm_struct`, or else `element of mms`. */
export function objectType(program: Program, object: string): string {
  const domain = program.domains.find(({ targets }) => targets.some(({ name }) => name === object));
  if (domain === undefined) return `element of ${object.replace(/\[.*$/su, '')}`;
  return domain.type.replace(/^struct /u, '');
}

/** The locks met so far in a run; each is the same object whenever it is asked for. */
export class Locks {
  private readonly program: Program;
  private readonly owners: ReadonlyMap<SlotId, Lock>;
  private readonly bits = new Map<SlotId, Lock[]>();

  constructor(program: Program, owners: ReadonlyMap<SlotId, Lock>) {
    this.program = program;
    this.owners = owners;
  }

  /** All of them, in the order of the program. */
  all(): readonly Lock[] {
    const owners = new Set(this.owners.values());
    const maskOf = (lock: Lock) => (lock.kind === 'bits' ? lock.mask : 0);
    return [...owners, ...[...this.bits.values()].flat()].sort(
      (a, b) => a.slot - b.slot || maskOf(a) - maskOf(b),
    );
  }

  /** Those that a slot has a part in. */
  at(slot: SlotId): readonly Lock[] {
    const owner = this.owners.get(slot);
    return owner === undefined ? (this.bits.get(slot) ?? []) : [owner];
  }

  /** The lock that these bits of a slot are. */
  bit(slot: SlotId, mask: number): Lock {
    const known = this.bits.get(slot) ?? [];
    const found = known.find((lock) => lock.kind === 'bits' && lock.mask === mask);
    if (found !== undefined) return found;
    const lock: Lock = { kind: 'bits', name: bitName(this.program.slots[slot], mask), slot, mask };
    this.bits.set(slot, [...known, lock]);
    return lock;
  }

  /** Finds the values that a step takes as locks. */
  learn(replayer: Replayer, step: ReplayStep): void {
    const { before, after, effects, action } = step;
    if (!effects.some(({ kind }) => kind === 'await')) return;
    const changed = new Set(effects.flatMap((effect) => writtenBy(this.program, effect)));
    for (const slot of changed) {
      const [was, is] = [before.slots[slot] ?? 0, after.slots[slot] ?? 0];
      for (const mask of this.takenBits(slot, was, is)) {
        const isTaken = !replayer.couldMove(before, action.thread, slot, (was | mask) >>> 0);
        if (isTaken) this.bit(slot, mask);
      }
    }
  }

  /** What a blocked thread waits for, if clearing it is all that is needed. */
  blocking(replayer: Replayer, state: State, thread: number, slot: SlotId): Lock | undefined {
    const value = state.slots[slot] ?? 0;
    const owner = this.owners.get(slot);
    if (value === 0) return undefined;
    if (owner !== undefined) {
      return replayer.couldMove(state, thread, slot, 0) ? owner : undefined;
    }
    const { display, ghost } = this.program.slots[slot] ?? { display: undefined, ghost: true };
    if (ghost || display === undefined) return undefined;
    const known = (this.bits.get(slot) ?? []).flatMap((lock) =>
      lock.kind === 'bits' ? [lock.mask] : [],
    );
    const named = display.kind === 'bits' ? display.bits.map(({ mask }) => mask) : [];
    const masks = display.kind === 'bool' ? [1] : [...known, ...named];
    const mask = masks.find(
      (one) => (value & one) !== 0 && replayer.couldMove(state, thread, slot, (value & ~one) >>> 0),
    );
    return mask === undefined ? undefined : this.bit(slot, mask);
  }

  private takenBits(slot: SlotId, was: number, is: number): readonly number[] {
    const { display, ghost } = this.program.slots[slot] ?? { display: undefined, ghost: true };
    if (ghost || display === undefined || this.owners.has(slot)) return [];
    switch (display.kind) {
      case 'bits':
        return display.bits.flatMap(({ mask }) => ((is & ~was & mask) !== 0 ? [mask] : []));
      case 'pointer':
      case 'thread':
        return [];
      default:
        return was === 0 && is > 0 ? [is] : [];
    }
  }
}

/** The locks that a program declares: every `owner` that is a thread. */
export function ownerLocks(program: Program): ReadonlyMap<SlotId, Lock> {
  const byName = new Map(program.slots.map(({ name }, slot) => [name, slot]));
  const locks = new Map<SlotId, Lock>();
  program.slots.forEach(({ name, display, ghost }, slot) => {
    if (display.kind !== 'thread' || ghost || !name.endsWith('.owner')) return;
    const lockName = name.slice(0, -'.owner'.length);
    const readers = byName.get(`${lockName}.readers`);
    const lock: Lock = { kind: 'owner', name: lockName, slot, readers };
    locks.set(slot, lock);
    if (readers !== undefined) locks.set(readers, lock);
  });
  return locks;
}

/** `PG_locked in pages[0].flags`, or the whole value. */
export function bitName(slot: Slot | undefined, mask: number): string {
  const { name, display } = slot ?? { name: '', display: undefined };
  if (display?.kind !== 'bits') return name;
  const bits = display.bits.filter((bit) => (bit.mask & mask) !== 0).map((bit) => bit.name);
  return `${bits.join('|')} in ${name}`;
}

/** What a lock is called among those of its object: `mmap_lock`, `PG_locked`. */
export function kindName({ name, kind }: Lock): string {
  return kind === 'bits' ? name.replace(/ in .*$/su, '') : shortName(name);
}
