// Cells (slots, or bits of them) that hold a value for ever once they hold it: a flag that is set and
// never cleared. A state where they do has less of a future than the code alone would say.
import type { Program, SlotId } from '../program.ts';
import type { AbstractMemory } from './abstract-step.ts';
import type { ProgramValues, Rest } from './program-values.ts';
import type { ValueSet } from './value-set.ts';

/** Settled in a state where `(slot & mask) === value`, on the 32 bits of the slot. */
export interface SettledCell {
  readonly slot: SlotId;
  readonly mask: number;
  readonly value: number;
}

/** All values of the slot where the cell is settled. */
export function settledValues(values: ProgramValues, { slot, mask, value }: SettledCell): ValueSet {
  return values.valuesOf(slot)?.filter((one) => (one & mask) === value);
}

/** All cells that stay as they are once they hold their value, and may hold another one before. */
export function settledCells(
  values: ProgramValues,
  rests: readonly Rest[],
): readonly SettledCell[] {
  const writers = new Map<SlotId, Rest[]>();
  for (const rest of rests) {
    for (const slot of rest.step.writes) writers.set(slot, [...(writers.get(slot) ?? []), rest]);
  }
  return [...writers].flatMap(([slot, own]) =>
    candidates(values.program, values.valuesOf(slot), slot).filter((cell) =>
      own.every((rest) => keeps(values, rest, cell)),
    ),
  );
}

/** Every single value, and every single bit both ways; those that mean the same set only once. */
function candidates(program: Program, held: ValueSet, slot: SlotId): readonly SettledCell[] {
  if (held === undefined || held.length < 2) return [];
  const { min, max } = program.slots[slot]!.range;
  const bits = min < 0 ? [] : Array.from({ length: 32 - Math.clz32(max) }, (_, bit) => 1 << bit);
  const cells = [
    ...held.map((value) => ({ slot, mask: -1, value: value | 0 })),
    ...bits.flatMap((mask) => [
      { slot, mask, value: mask },
      { slot, mask, value: 0 },
    ]),
  ];
  const known = new Set<string>();
  return cells.filter(({ mask, value }) => {
    const inside = held.filter((one) => (one & mask) === value);
    const key = inside.join();
    const isNew = inside.length > 0 && inside.length < held.length && !known.has(key);
    known.add(key);
    return isNew;
  });
}

/** True where the step, begun with the cell settled, can't leave it otherwise. */
function keeps(values: ProgramValues, rest: Rest, cell: SettledCell): boolean {
  const inside = settledValues(values, cell);
  let isKept = true;
  const memory: AbstractMemory = {
    values: (slot) => (slot === cell.slot ? inside : values.valuesOf(slot)),
    store: (slot, stored) => {
      if (slot !== cell.slot) return;
      isKept &&= stored?.every((value) => (value & cell.mask) === cell.value) === true;
    },
  };
  values.stepWith(rest, memory);
  return isKept;
}
