// Everything that no other scope shows: plain variables, and the objects in use, by their pools.
import type { Item } from './item.ts';
import { lifeOf, type SlotNode } from './slot-tree.ts';
import { type Shown, slotItem, summaryOf } from './values.ts';

export function restItems(shown: Shown): readonly Item[] {
  return shown.tree.roots.map((root) => rootItem(shown, root));
}

/** Of a pool, the objects that are in use, or were. */
function rootItem(shown: Shown, root: SlotNode): Item {
  const { slots } = shown.walk.state;
  const item = slotItem(shown, root);
  const isPool = root.children.some(({ status }) => status !== undefined);
  if (!isPool) return item;
  const used = root.children.filter((child) => lifeOf(child, slots) !== 'fresh');
  const mark = summaryOf(shown.walk, root).split('[')[0] ?? '';
  return {
    ...item,
    value: `${mark}${used.length} of ${root.children.length} in use`,
    children: () => used.map((child) => slotItem(shown, child)),
  };
}
