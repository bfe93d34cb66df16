// Puts intervals side by side so that none overlaps another in its track.

export interface Interval {
  /** Both ends belong to it; `from` <= `to`. */
  readonly from: number;
  readonly to: number;
  /** Intervals of one owner come into one track where there is room. */
  readonly owner: string;
}

/** For each interval its track, 0-based; they must come sorted by `from`. */
export function tracksOf(intervals: readonly Interval[]): number[] {
  const ends: number[] = [];
  const homes = new Map<string, number>();
  return intervals.map(({ from, to, owner }) => {
    const home = homes.get(owner);
    const isFree = (track: number): boolean => (ends[track] ?? -Infinity) < from;
    const free = home !== undefined && isFree(home) ? home : ends.findIndex((end) => end < from);
    const track = free >= 0 ? free : ends.length;
    ends[track] = to;
    homes.set(owner, track);
    return track;
  });
}
