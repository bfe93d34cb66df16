// Slots of the state shown as lines of the variables view. What the last step changed is marked.
import { formatValue } from '@racewalk/simulator';
import type { Walk } from '../walk.ts';
import type { Item } from './item.ts';
import { lifeOf, type SlotNode, type SlotTree, slotsBelow } from './slot-tree.ts';

/** In front of a value that the last step changed, and of what holds such a value. */
export const changedMark = '●';

/** A summary is cut where it would no longer be read at a glance. */
const summaryMax = 72;

export interface Shown {
  readonly walk: Walk;
  readonly tree: SlotTree;
}

export function slotItem(shown: Shown, node: SlotNode, name = node.name): Item {
  const { walk } = shown;
  const { slot } = node;
  const isLeaf = slot !== undefined && node.children.length === 0;
  return {
    name,
    value: isLeaf ? leafText(walk, slot) : summaryOf(walk, node),
    type: node.type,
    evaluateName: node.path,
    path: node.path,
    children: isLeaf ? undefined : () => node.children.map((child) => slotItem(shown, child)),
  };
}

/** `PG_mte_tagged`; `● PG_mte_tagged (was 0)` where the last step changed it. */
export function leafText(walk: Walk, slot: number): string {
  const text = valueText(walk, slot, walk.state.slots);
  if (!isChanged(walk, slot)) return text;
  return `${changedMark} ${text} (was ${valueText(walk, slot, walk.last?.before.slots ?? [])})`;
}

export function valueText({ program }: Walk, slot: number, slots: readonly number[]): string {
  const display = program.slots[slot]?.display ?? { kind: 'number' };
  return formatValue(program, display, slots[slot] ?? 0);
}

function isChanged({ last }: Walk, slot: number): boolean {
  return last !== undefined && last.before.slots[slot] !== last.after.slots[slot];
}

/** The fields that are not zero: `{flags: PG_mte_tagged, _refcount: 2}`. */
export function summaryOf(walk: Walk, node: SlotNode): string {
  const { slots } = walk.state;
  const mark = slotsBelow(node).some((slot) => isChanged(walk, slot)) ? `${changedMark} ` : '';
  const life = lifeOf(node, slots);
  if (life === 'fresh') return `${mark}not in use`;
  const freed = life === 'freed' ? 'freed ' : '';
  const isArray = node.children[0]?.name.startsWith('[') === true;
  if (isArray) return `${mark}${freed}[${node.children.length}]`;
  const parts = node.children.flatMap((child) => {
    if (child.slot === undefined || (slots[child.slot] ?? 0) === 0) return [];
    const text = valueText(walk, child.slot, slots);
    return [text === 'true' ? child.name : `${child.name}: ${text}`];
  });
  return `${mark}${freed}{${cut(parts.join(', '))}}`;
}

function cut(text: string): string {
  return text.length <= summaryMax ? text : `${text.slice(0, summaryMax - 3)}...`;
}
