// The pages that a thread has to do with where it stands: those its locals point to, directly or
// through a table entry, and those that its last step and its next one touch.
import type { SlotId, State } from '@racewalk/simulator';
import type { Walk, WalkStep } from '../walk.ts';
import type { Item } from './item.ts';
import type { SlotNode } from './slot-tree.ts';
import { type Shown, slotItem } from './values.ts';
import { vocabulary } from './vocabulary.ts';

export function pageItems(shown: Shown, thread: number): readonly Item[] {
  const { walk, tree } = shown;
  const pages = [...tree.byPath.values()].filter(({ type }) => type === vocabulary.page);
  if (pages.length === 0) return [];
  const near = nearSlots(walk, thread);
  const touched = pages.filter(({ path }) =>
    near.some((slot) => isWithin(walk.program.slots[slot]?.name ?? '', path)),
  );
  return touched.map((page) => slotItem(shown, page, page.path));
}

export function allPages({ tree }: Shown): readonly SlotNode[] {
  return [...tree.byPath.values()].filter(({ type }) => type === vocabulary.page);
}

function isWithin(name: string, path: string): boolean {
  return name === path || name.startsWith(`${path}.`) || name.startsWith(`${path}[`);
}

/** Slots that the thread's locals point to, what the entries among them map, and what it touches. */
function nearSlots(walk: Walk, thread: number): readonly SlotId[] {
  const { state } = walk;
  const pointed = pointedTo(walk, state, thread);
  const mapped = pointed.flatMap((slot) => mappedBy(walk, state, slot));
  return [...pointed, ...mapped, ...touchedBy(walk, thread)];
}

function pointedTo({ program }: Walk, state: State, thread: number): readonly SlotId[] {
  const registers = state.threads[thread]?.registers ?? new Map<number, number>();
  return [...registers].flatMap(([register, value]) => {
    const display = program.registers[register]?.display;
    if (display?.kind !== 'pointer') return [];
    return program.domains[display.domain]?.targets[value - 1]?.slot ?? [];
  });
}

/** A table entry points to its page from the field of that name. */
function mappedBy({ program }: Walk, state: State, slot: SlotId): readonly SlotId[] {
  const found = program.slots[slot];
  if (found === undefined || !found.name.endsWith(`.${vocabulary.entryPage}`)) return [];
  if (found.display.kind !== 'pointer') return [];
  const target = program.domains[found.display.domain]?.targets[(state.slots[slot] ?? 0) - 1];
  return target === undefined ? [] : [target.slot];
}

/** What the thread's next step touches, where that is known, and its last one that touched a page. */
function touchedBy(walk: Walk, thread: number): readonly SlotId[] {
  const { next } = walk;
  const coming = next?.action.thread === thread ? touchedIn(walk, next) : [];
  for (let index = walk.position - 1; index >= 0; index--) {
    const step = walk.step(index);
    if (step.action.thread !== thread) continue;
    const slots = touchedIn(walk, step);
    if (slots.some((slot) => isOfPage(walk, slot))) return [...coming, ...slots];
  }
  return coming;
}

function isOfPage({ program }: Walk, slot: SlotId): boolean {
  return `struct ${program.slots[slot]?.object ?? ''}` === vocabulary.page;
}

function touchedIn(walk: Walk, { effects, before }: WalkStep): readonly SlotId[] {
  const slots = effects.flatMap((effect) =>
    effect.kind === 'read' || effect.kind === 'write'
      ? effect.values.map((_, index) => effect.slot + index)
      : [],
  );
  return [...slots, ...slots.flatMap((slot) => mappedBy(walk, before, slot))];
}
