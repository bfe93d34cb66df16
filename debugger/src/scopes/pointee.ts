// What a pointer points to, to be opened below it.
import type { Display } from '@racewalk/simulator';
import type { Item } from './item.ts';
import { type Shown, slotItem } from './values.ts';

export function pointeeOf(
  shown: Shown,
  display: Display,
  value: number,
): (() => readonly Item[]) | undefined {
  if (display.kind !== 'pointer' || value === 0) return undefined;
  const target = shown.walk.program.domains[display.domain]?.targets[value - 1];
  const node = target === undefined ? undefined : shown.tree.byPath.get(target.name);
  if (node === undefined) return undefined;
  const item = slotItem(shown, node, node.path);
  return item.children ?? (() => [item]);
}
