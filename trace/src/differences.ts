// What differs between two states of a program, in words.
import { formatValue, type Program, type ReplayStep, type SlotId } from '@racewalk/simulator';
import { writtenBy } from './reads-from.ts';
import type { TraceChange, TraceValue } from './trace.ts';

/** All slots whose value differs, in the order of the program. */
export function differences(
  program: Program,
  before: readonly number[],
  after: readonly number[],
): TraceChange[] {
  return program.slots.flatMap((_, slot) => {
    const was = before[slot] ?? 0;
    const is = after[slot] ?? 0;
    return was === is ? [] : (changeOf(program, slot, was, is) ?? []);
  });
}

export function changeOf(
  program: Program,
  slot: SlotId,
  was: number,
  is: number,
): TraceChange | undefined {
  const found = program.slots[slot];
  if (found === undefined) return undefined;
  const { name, display, ghost } = found;
  const value = (number: number) => formatValue(program, display, number);
  return { name, before: value(was), after: value(is), ghost };
}

/** The slots that a step has changed, in the order of the program. */
export function changedSlots(
  program: Program,
  { effects, before, after }: Pick<ReplayStep, 'effects' | 'before' | 'after'>,
): SlotId[] {
  const written = new Set(effects.flatMap((effect) => writtenBy(program, effect)));
  return [...written]
    .filter((slot) => before.slots[slot] !== after.slots[slot])
    .sort((a, b) => a - b);
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
