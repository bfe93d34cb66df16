// Bounds of an integer that is known while code is made: what needs no check, and which
// instructions are exact. A value is held as its 32 bits; bounds above 2^31 - 1 say "unsigned".

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const bit: Interval = { low: 0, high: 1 };

export function contains(outer: Interval, inner: Interval): boolean {
  return outer.low <= inner.low && inner.high <= outer.high;
}

export function intervalOf({ min, max }: { readonly min: number; readonly max: number }): Interval {
  return { low: min, high: max };
}

/** The 32 bits mean an unsigned number. */
export function isUnsigned({ high }: Interval): boolean {
  return high > 0x7fffffff;
}

export function isNegative({ low }: Interval): boolean {
  return low < 0;
}

/** What both have in common; where nothing, the outer one. */
export function meet(outer: Interval, inner: Interval): Interval {
  const low = Math.max(outer.low, inner.low);
  const high = Math.min(outer.high, inner.high);
  return low <= high ? { low, high } : outer;
}

export function hull(...values: readonly number[]): Interval {
  return { low: Math.min(...values), high: Math.max(...values) };
}
