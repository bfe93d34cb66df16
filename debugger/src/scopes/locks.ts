// Locks: who holds each of them and since when, and who can't move because of it.
import type { LockHold } from '@racewalk/trace';
import type { Walk } from '../walk.ts';
import { groupItem, type Item, plainItem } from './item.ts';
import { lifeOf, type SlotNode, slotsBelow } from './slot-tree.ts';
import { changedMark, type Shown, slotItem } from './values.ts';

interface Lock {
  readonly name: string;
  /** The object it is; undefined for a bit, or a value used as a lock. */
  readonly node: SlotNode | undefined;
  readonly holds: readonly LockHold[];
  readonly waiters: readonly string[];
}

/** Those that are held or waited for come first; those of objects not in use are left out. */
export function lockItems(shown: Shown): readonly Item[] {
  const locks = locksOf(shown);
  const isBusy = ({ holds, waiters }: Lock) => holds.length + waiters.length > 0;
  const sorted = [...locks.filter(isBusy), ...locks.filter((lock) => !isBusy(lock))];
  return sorted.map((lock) => lockItem(shown, lock));
}

function locksOf({ walk, tree }: Shown): readonly Lock[] {
  const { held, waiting } = walk.locks;
  return walk.lockNames.flatMap((name) => {
    if (isUnused({ walk, tree }, name)) return [];
    const waiters = waiting.flatMap(({ lock, thread }) =>
      lock === name ? [nameOf(walk, thread)] : [],
    );
    const holds = held.filter(({ lock }) => lock === name);
    return [{ name, node: tree.byPath.get(name), holds, waiters }];
  });
}

/** The lock of a pool object that was never taken, as the one of a process that there is not. */
function isUnused({ walk, tree }: Shown, name: string): boolean {
  const path = name.slice(name.lastIndexOf(' ') + 1);
  const object = /^[^.[]*\[\d+\]/u.exec(path)?.[0];
  const node = object === undefined ? undefined : tree.byPath.get(object);
  return node !== undefined && lifeOf(node, walk.state.slots) === 'fresh';
}

function lockItem(shown: Shown, lock: Lock): Item {
  const { walk } = shown;
  const { name, node, waiters } = lock;
  const waits = waiters.length === 0 ? '' : `; waiting: ${waiters.join(', ')}`;
  const mark = isChanged(walk, lock) ? `${changedMark} ` : '';
  const item = groupItem(name, `${mark}${heldText(walk, lock)}${waits}`, () => [
    ...lock.holds.map((hold) => plainItem('holder', holdText(walk, hold))),
    plainItem('waiters', waiters.length === 0 ? 'none' : waiters.join(', ')),
    ...(node?.children ?? []).map((child) => slotItem(shown, child)),
  ]);
  if (node === undefined) return item;
  return { ...item, type: node.type, evaluateName: node.path, path: node.path };
}

function heldText(walk: Walk, { holds }: Lock): string {
  if (holds.length === 0) return 'free';
  return `held by ${holds.map((hold) => holdText(walk, hold)).join(', ')}`;
}

/** `cpu0 since step 12`, `cpu1 for reading since step 3`. */
function holdText(walk: Walk, { thread, shared, since }: LockHold): string {
  const how = shared ? ' for reading' : '';
  const when = since === 0 ? 'from the beginning' : `since step ${since}`;
  return `${nameOf(walk, thread)}${how} ${when}`;
}

function nameOf({ program }: Walk, thread: number): string {
  return program.threads[thread]?.name ?? '';
}

/** Taken by the last step, or given back: then some slot of it is another. */
function isChanged({ last, position }: Walk, { node, holds }: Lock): boolean {
  if (last === undefined) return false;
  if (holds.some(({ since }) => since === position)) return true;
  const slots = node === undefined ? [] : slotsBelow(node);
  return slots.some((slot) => last.before.slots[slot] !== last.after.slots[slot]);
}
