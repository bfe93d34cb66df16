// What a symmetry is made of once it is found: packed fields that change places, and packed fields
// whose values are renamed. Plain data, so that code can be generated from it.
import type { Field } from '../layout.ts';

/** A field whose raw bits `b` become `table[b]`. */
export interface RenamedField {
  readonly field: Field;
  readonly table: readonly number[];
}

/** The ids and pointers that a thread holds in registers; which, depends on where it rests. */
export interface RenamedRegisters {
  readonly thread: number;
  /** Holds the number of the place where the thread rests. */
  readonly pc: Field;
  /** By that number. */
  readonly rests: readonly (readonly RenamedField[])[];
}

/**
 * The exchange of two threads, as a map of packed states: first `exchanged`, then `renamed`, and
 * `registers`, which look at the places to rest after the exchange. It is its own inverse.
 */
export interface Swap {
  /** Indices into `Program.threads`; `first < second`. */
  readonly first: number;
  readonly second: number;
  readonly pcs: readonly [Field, Field];
  /** Fields of equal width that change places, the pcs among them. */
  readonly exchanged: readonly (readonly [Field, Field])[];
  readonly renamed: readonly RenamedField[];
  readonly registers: readonly RenamedRegisters[];
}

export interface Symmetry {
  /** Words of a packed state. */
  readonly words: number;
  /** Groups of threads of which any two may change places; ascending indices, two or more each. */
  readonly classes: readonly (readonly number[])[];
  /** Every pair of every class. */
  readonly swaps: readonly Swap[];
}
