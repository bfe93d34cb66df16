// Locks: whoever holds one, and who can't move because of it. A lock is what has a field that names
// a thread as its owner, or counts its readers.
import { standingOf } from '../choices.ts';
import type { Walk } from '../walk.ts';
import { groupItem, type Item, plainItem } from './item.ts';
import { lifeOf, type SlotNode, slotsBelow } from './slot-tree.ts';
import { changedMark, type Shown, slotItem } from './values.ts';
import { vocabulary } from './vocabulary.ts';

interface Lock {
  readonly node: SlotNode;
  readonly owner: string | undefined;
  readonly readers: number;
}

/** Held ones first; those of objects that are not in use are left out. */
export function lockItems(shown: Shown): readonly Item[] {
  const waits = waitsIn(shown.walk);
  const locks = locksOf(shown).map((lock) => ({
    lock,
    waiters: waits.filter(({ why }) => mentions(why, lock.node)).map(({ thread }) => thread),
  }));
  const isBusy = ({ lock, waiters }: (typeof locks)[number]) =>
    lock.owner !== undefined || lock.readers > 0 || waiters.length > 0;
  const sorted = [...locks.filter(isBusy), ...locks.filter((one) => !isBusy(one))];
  return sorted.map(({ lock, waiters }) => lockItem(shown, lock, waiters));
}

function lockItem(shown: Shown, { node, owner, readers }: Lock, waiters: readonly string[]): Item {
  const { walk } = shown;
  const held = owner === undefined ? heldBy(readers) : `held by ${owner}`;
  const waiting =
    waiters.length === 0 ? '' : `; ${waiters.join(', ')} wait${waiters.length === 1 ? 's' : ''}`;
  const { last } = walk;
  const isChanged = slotsBelow(node).some(
    (slot) => last !== undefined && last.before.slots[slot] !== last.after.slots[slot],
  );
  const item = groupItem(
    node.path,
    `${isChanged ? `${changedMark} ` : ''}${held}${waiting}`,
    () => [
      ...node.children.map((child) => slotItem(shown, child)),
      plainItem('waiters', waiters.length === 0 ? 'none' : waiters.join(', ')),
    ],
  );
  return { ...item, type: node.type, evaluateName: node.path, path: node.path };
}

function heldBy(readers: number): string {
  if (readers === 0) return 'free';
  return readers === 1 ? 'held by 1 reader' : `held by ${readers} readers`;
}

function locksOf({ walk, tree }: Shown): readonly Lock[] {
  const { program, state } = walk;
  const inUse = (node: SlotNode) => !isUnused(tree, node.path, state.slots);
  return [...tree.byPath.values()].flatMap((node) => {
    const owner = node.children.find(({ name }) => name === vocabulary.lockOwner)?.slot;
    if (owner === undefined || program.slots[owner]?.display.kind !== 'thread') return [];
    if (!inUse(node)) return [];
    const holder = state.slots[owner] ?? 0;
    const readers = node.children.find(({ name }) => name === vocabulary.lockReaders)?.slot;
    return [
      {
        node,
        owner: holder === 0 ? undefined : program.threads[holder - 1]?.name,
        readers: readers === undefined ? 0 : (state.slots[readers] ?? 0),
      },
    ];
  });
}

function isUnused(tree: Shown['tree'], path: string, slots: readonly number[]): boolean {
  const around = [...tree.byPath.values()].filter(
    (node) => path.startsWith(`${node.path}.`) || path.startsWith(`${node.path}[`),
  );
  return around.some((node) => lifeOf(node, slots) === 'fresh');
}

interface Waiting {
  readonly thread: string;
  readonly why: string;
}

function waitsIn(walk: Walk): readonly Waiting[] {
  const enabled = walk.enabled();
  return walk.program.threads.flatMap(({ name }, thread) => {
    const standing = standingOf(walk, thread, enabled);
    return standing.kind === 'waits' ? [{ thread: name, why: standing.why }] : [];
  });
}

function mentions(why: string, { path }: SlotNode): boolean {
  return why.includes(path);
}
