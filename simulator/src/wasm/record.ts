// What a step leaves for the visited table: the state it leads to and how it came about. Records
// wait in a buffer, so that the memory behind many of them is fetched at once.
import { result } from '../stepper.ts';

/** Byte offsets in a record of a program whose states have so many words. */
export interface RecordShape {
  readonly events: number;
  readonly parent: number;
  readonly thread: number;
  readonly choice: number;
  readonly kind: number;
  /** Where the search for the state begins: address of a table slot, and what is compared. */
  readonly place: number;
  readonly key: number;
  readonly size: number;
}

export function recordShape(words: number): RecordShape {
  const events = Math.ceil(words / 2) * 8;
  return {
    events,
    parent: events + 8,
    thread: events + 12,
    choice: events + 16,
    kind: events + 20,
    place: events + 24,
    key: events + 28,
    size: events + 32,
  };
}

/**
 * Kinds of record: those of `result`, a state in which no thread can move, combinations left out, and a
 * step to a state whose number is the key.
 */
export const recordKind = { ...result, standstill: 5, truncated: 6, known: 7 } as const;

/** From so many on they are worked off between states: enough for memory to be fetched in parallel. */
export const recordsWanted = 256;
/** From so many on they are worked off inside of one state. */
export const recordsMax = 2048;
/** The buffer has room for both, and for one that is being written. */
export const recordsRoom = recordsWanted + recordsMax + 1;
