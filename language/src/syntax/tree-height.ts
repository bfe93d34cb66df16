// Keeps trees low enough for those who walk them by recursion: a declaration that is too high is
// reported and left out.
import type { Cursor } from './cursor.ts';
import { treeHeightMax } from './limits.ts';
import type { Item, ScenarioItem } from './tree.ts';
import { heightOf } from './walk.ts';

/** False, with a report, if the item should be left out. */
export function limitHeight(cursor: Cursor, item: Item | ScenarioItem): boolean {
  if (!cursor.sawLongChain) return true;
  cursor.sawLongChain = false;
  if (heightOf(item) <= treeHeightMax) return true;
  const message = `this declaration is nested more than ${treeHeightMax} levels deep`;
  cursor.errorAt('RW0108', message, { start: item.start, end: item.end });
  return false;
}
