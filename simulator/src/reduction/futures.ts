// What a thread may still touch from where it rests to its end, as masks of conflict classes.
import type { Pc, SlotId } from '../program.ts';
import type { AbstractStep } from './abstract-step.ts';
import type { Rest } from './program-values.ts';

export interface Future {
  accesses: bigint;
  writes: bigint;
}

/** Slots as bits of their conflict classes. */
export interface SlotMasks {
  readonly accessed: (slot: SlotId) => bigint;
  readonly written: (slot: SlotId) => bigint;
}

export type Futures = ReadonlyMap<Pc, Future>;

/** The futures of one thread; `stepOf` says what its step at a place to rest may do. */
export function futuresOf(
  rests: ReadonlyMap<Pc, Rest>,
  stepOf: (rest: Rest) => AbstractStep,
  masks: SlotMasks,
): Futures {
  const futures = new Map<Pc, Future>();
  const next = new Map<Pc, readonly Pc[]>();
  for (const rest of rests.values()) {
    const step = stepOf(rest);
    futures.set(rest.pc, footprintOf(step, masks));
    next.set(rest.pc, [...step.rests.keys()]);
  }
  // Code runs forwards mostly, so that backwards most of the answer is there at once.
  const backwards = [...next].sort(([left], [right]) => right - left);
  let isChanged = true;
  while (isChanged) {
    isChanged = false;
    for (const [pc, targets] of backwards) {
      const future = futures.get(pc)!;
      const { accesses, writes } = future;
      for (const target of targets) {
        future.accesses |= futures.get(target)!.accesses;
        future.writes |= futures.get(target)!.writes;
      }
      if (future.accesses !== accesses || future.writes !== writes) isChanged = true;
    }
  }
  return futures;
}

function footprintOf({ reads, writes }: AbstractStep, masks: SlotMasks): Future {
  const footprint = { accesses: 0n, writes: 0n };
  for (const slot of reads) footprint.accesses |= masks.accessed(slot);
  for (const slot of writes) footprint.writes |= masks.written(slot);
  footprint.accesses |= footprint.writes;
  return footprint;
}
