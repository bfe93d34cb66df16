// What differs between two states of a program, in words.
import { formatValue, type Program, type SlotId } from '@racewalk/simulator';
import type { TraceChange, TraceValue } from './trace.ts';

/** All slots whose value differs, in the order of the program. */
export function differences(
  program: Program,
  before: readonly number[],
  after: readonly number[],
): TraceChange[] {
  return program.slots.flatMap(({ name, display, ghost }, slot) => {
    const was = before[slot] ?? 0;
    const is = after[slot] ?? 0;
    if (was === is) return [];
    const value = (number: number) => formatValue(program, display, number);
    return [{ name, before: value(was), after: value(is), ghost }];
  });
}

/** The named value of a slot. */
export function slotValue(program: Program, slot: SlotId, value: number): TraceValue {
  const { name, display } = program.slots[slot] ?? { name: `slot ${slot}`, display: number };
  return { name, value: formatValue(program, display, value) };
}

const number = { kind: 'number' } as const;

/** `flags` of `pages[0].flags`; the whole of `counters[2]`. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
