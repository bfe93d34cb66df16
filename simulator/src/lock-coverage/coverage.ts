// What lock coverage is made of: locks, the places of memory, the accesses to each, what protects them.
import type { Bound, Run } from '../outcome.ts';
import type { Pc, SlotId } from '../program.ts';

/** A slot that says who holds a lock, 0 for nobody, and the number beside it of those who share it. */
export interface OwnerSlots {
  readonly owner: SlotId;
  readonly readers: SlotId | undefined;
}

export type CoverageLock =
  | ({ readonly kind: 'owner' } & OwnerSlots)
  /** Held, by who has set them, while all bits of `mask` are set. */
  | { readonly kind: 'bits'; readonly slot: SlotId; readonly mask: number };

export interface Held {
  /** Index into the locks. */
  readonly lock: number;
  readonly shared: boolean;
}

/** A place in the code that accesses a place of memory. */
export interface CoveredAccess {
  readonly thread: number;
  readonly pc: Pc;
  readonly writes: boolean;
  /** Its step always reads and writes the place at once. */
  readonly atomic: boolean;
  /** Held whenever the access happens; in the order of the locks. */
  readonly held: readonly Held[];
}

/**
 * `shared` are places that several threads access and one writes.
 * `common`: a lock is held at every access, and not shared where it is written.
 * `pairwise`: no such lock, but for every two accesses that conflict there is one.
 * `apart`: two conflicting accesses have none, but no run has both.
 * `none`: two conflicting accesses have none, and some run has both.
 */
export type Protection = 'one thread' | 'only read' | 'common' | 'pairwise' | 'apart' | 'none';

/** Two accesses of different threads, one of which writes, that hold no lock that excludes the other. */
export interface Unprotected {
  /** Indices into the accesses of the cell, in the order of the run. */
  readonly first: number;
  readonly second: number;
  /** What they hold in this run. */
  readonly firstHeld: readonly Held[];
  readonly secondHeld: readonly Held[];
  /** A run that ends with the second access. */
  readonly run: Run;
  /** Index of the step of the run with the first one; the second is the last step. */
  readonly firstStep: number;
  /** Either could have come first there: one step follows the other, and nothing orders them. */
  readonly adjacent: boolean;
}

/** Neighbouring slots that are accessed at once: one location of memory. */
export interface Cell {
  readonly slot: SlotId;
  readonly length: number;
}

export interface CellCoverage extends Cell {
  readonly accesses: readonly CoveredAccess[];
  /** The locks that are held at every access, and not shared where it writes. */
  readonly common: readonly number[];
  /** The same of the writes alone; empty where there is none. */
  readonly atWrites: readonly number[];
  readonly protection: Protection;
  /** Where the protection is `none`; undefined too where looking for a run met a limit. */
  readonly unprotected: Unprotected | undefined;
}

/** A thread took a lock while it held another: in some run, in this order. */
export interface LockOrder {
  readonly held: Held;
  readonly taken: Held;
  readonly thread: number;
  /** The instruction that takes it. */
  readonly pc: Pc;
  /** The step would have waited had the lock not been free: it does not only try. */
  readonly waits: boolean;
}

export interface LockCoverage {
  readonly locks: readonly CoverageLock[];
  /** In the order of the slots; those that nothing accesses are left out. */
  readonly cells: readonly CellCoverage[];
  readonly orders: readonly LockOrder[];
  readonly states: number;
  /** What was left out; empty: every interleaving was looked at. */
  readonly bounds: readonly Bound[];
}

/** Whether one of the locks keeps these two accesses apart. */
export function excludes(one: readonly Held[], other: readonly Held[]): boolean {
  return one.some((held) =>
    other.some(({ lock, shared }) => lock === held.lock && !(shared && held.shared)),
  );
}
