// What a search has to know of a program to leave interleavings out and lose nothing: which slots
// threads can disagree about, and what each thread may still do from where it rests. Data only; the
// choice made with it is in persistent-set.ts, and why it is sound is in docs/reduction.md.
import type { Pc, Program, SlotId } from '../program.ts';
import type { AbstractMemory, AbstractStep } from './abstract-step.ts';
import { conflictClasses } from './conflict-classes.ts';
import { type Future, type Futures, futuresOf, type SlotMasks } from './futures.ts';
import { ProgramValues, type Rest } from './program-values.ts';
import { type SettledCell, settledCells, settledValues } from './settled-cells.ts';
import { stickyRests } from './sticky-rests.ts';
import { looksIntoThreads, visibleSlots } from './visibility.ts';

/** A set of conflict classes is a mask: class i is the bit `1n << BigInt(i)`. */
export interface Independence {
  /** At most 64. */
  readonly classes: number;
  /** Per slot, its conflict class; -1: threads can't disagree about it. */
  readonly classOf: Int32Array;
  /** Per slot, 1 where what is judged in every state looks at it: see `visibleClass`. */
  readonly isVisible: Uint8Array;
  /** A step that changes a visible slot writes this class as well. -1: nothing visible changes. */
  readonly visibleClass: number;
  /**
   * Cells that never change again once they hold their value. Bit i of a `frozen` set is 1 in the
   * states where `(slot & mask) === value` for cell i, on the 32 bits of the slot.
   */
  readonly writeOnce: readonly SettledCell[];
  /** Bits of a `frozen` set: there are futures for `2 ** families` of them. At most 6. */
  readonly families: number;
  /** What the thread may read or write from its rest at `pc` on, in states with that frozen set. */
  readonly accesses: (frozen: number, thread: number, pc: Pc) => bigint;
  /** The classes of slots that it may change. */
  readonly writes: (frozen: number, thread: number, pc: Pc) => bigint;
  /** True where a thread that rests at `pc` is never moved without all the others. */
  readonly isSticky: (thread: number, pc: Pc) => boolean;
}

/** More threads than bits of a set of threads. */
const threadsMax = 31;
const familiesMax = 6;
/** Places to rest times frozen sets: above it there are fewer of these. */
const futuresMax = 2 ** 17;

/** The future from a place that the thread never rests at: asked of by those who make tables. */
const everything: Future = { accesses: 2n ** 64n - 1n, writes: 2n ** 64n - 1n };

/** Why a program is explored in full, in words. */
export interface NoReduction {
  readonly off: string;
}

/** Example: `const found = analyseIndependence(program); if ('off' in found) exploreAll();`. */
export function analyseIndependence(program: Program): Independence | NoReduction {
  const off = reasonAgainst(program);
  return off === undefined ? new ProgramIndependence(program) : { off };
}

function reasonAgainst(program: Program): string | undefined {
  const { threads, schedule } = program;
  if (threads.length < 2) return 'one thread alone has one order of its steps';
  if (threads.length > threadsMax) return `more than ${threadsMax} threads`;
  if (schedule.length > 0) return 'a schedule gives the order of the steps';
  if (looksIntoThreads(program)) return 'a property or a witness looks at local variables';
  return undefined;
}

class ProgramIndependence implements Independence {
  readonly classes: number;
  readonly classOf: Int32Array;
  readonly isVisible: Uint8Array;
  readonly visibleClass: number;
  readonly writeOnce: readonly SettledCell[];
  readonly families: number;
  private readonly values: ProgramValues;
  private readonly sticky: readonly ReadonlySet<Pc>[];
  private readonly futures = new Map<number, readonly Futures[]>();

  constructor(program: Program) {
    this.values = new ProgramValues(program);
    const rests = this.values.rests.flatMap((one) => [...one.values()]);
    this.isVisible = visibleSlots(program);
    const { classes, classOf, visibleClass } = conflictClasses(program, rests, this.isVisible);
    this.classes = classes;
    this.classOf = classOf;
    this.visibleClass = visibleClass;
    this.sticky = this.values.rests.map((own) => this.stickyOf(own));
    const cells = settledCells(this.values, rests);
    const most = Math.floor(Math.log2(futuresMax / Math.max(1, rests.length)));
    this.writeOnce = this.mostTelling(cells, Math.max(0, Math.min(familiesMax, most)));
    this.families = this.writeOnce.length;
  }

  accesses = (frozen: number, thread: number, pc: Pc): bigint =>
    this.futureOf(frozen, thread, pc).accesses;

  writes = (frozen: number, thread: number, pc: Pc): bigint =>
    this.futureOf(frozen, thread, pc).writes;

  isSticky = (thread: number, pc: Pc): boolean => this.sticky[thread]!.has(pc);

  private futureOf(frozen: number, thread: number, pc: Pc): Future {
    let futures = this.futures.get(frozen);
    if (futures === undefined) {
      futures = this.futuresWith(this.writeOnce.filter((_, bit) => (frozen & (1 << bit)) !== 0));
      this.futures.set(frozen, futures);
    }
    return futures[thread]!.get(pc) ?? everything;
  }

  private stickyOf(rests: ReadonlyMap<Pc, Rest>): ReadonlySet<Pc> {
    const steps = new Map([...rests].map(([pc, { step }]) => [pc, [...step.rests.keys()]]));
    return stickyRests(this.values.program.code, steps);
  }

  /** The cells without which the most would be taken for possible; each is judged alone. */
  private mostTelling(cells: readonly SettledCell[], most: number): readonly SettledCell[] {
    const bitsWithout = bitsIn(this.futuresWith([]));
    return cells
      .map((cell, index) => ({ cell, index, gain: bitsWithout - bitsIn(this.futuresWith([cell])) }))
      .filter(({ gain }) => gain > 0)
      .sort((left, right) => right.gain - left.gain || left.index - right.index)
      .slice(0, most)
      .map(({ cell }) => cell);
  }

  private futuresWith(settled: readonly SettledCell[]): readonly Futures[] {
    const bySlot = new Map<SlotId, readonly number[]>();
    for (const cell of settled) {
      const before = bySlot.get(cell.slot);
      const held = settledValues(this.values, cell) ?? [];
      bySlot.set(
        cell.slot,
        before === undefined ? held : held.filter((one) => before.includes(one)),
      );
    }
    const memory: AbstractMemory = {
      values: (slot) => bySlot.get(slot) ?? this.values.valuesOf(slot),
      store: () => {},
    };
    const masks = this.masksWith((slot) => bySlot.get(slot)?.length === 1);
    const stepOf = (rest: Rest): AbstractStep =>
      settled.some(({ slot }) => rest.step.reads.has(slot))
        ? this.values.stepWith(rest, memory)
        : rest.step;
    return this.values.rests.map((rests) => futuresOf(rests, stepOf, masks));
  }

  /** A slot that can't change any more is no matter of conflict. */
  private masksWith(isFixed: (slot: SlotId) => boolean): SlotMasks {
    const { classOf, isVisible, visibleClass } = this;
    const bitOf = (group: number): bigint => (group < 0 ? 0n : 1n << BigInt(group));
    const accessed = (slot: SlotId): bigint => (isFixed(slot) ? 0n : bitOf(classOf[slot]!));
    const visible = bitOf(visibleClass);
    return {
      accessed,
      written: (slot) =>
        isFixed(slot) ? 0n : accessed(slot) | (isVisible[slot] === 1 ? visible : 0n),
    };
  }
}

function bitsIn(futures: readonly Futures[]): number {
  let bits = 0;
  for (const own of futures) {
    for (const { accesses, writes } of own.values()) bits += bitsOf(accesses) + bitsOf(writes);
  }
  return bits;
}

function bitsOf(mask: bigint): number {
  let bits = 0;
  for (let left = mask; left !== 0n; left &= left - 1n) bits++;
  return bits;
}
