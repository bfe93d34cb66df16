// Page tables: stage 1 for each address space, stage 2 for each VM.
import { groupItem, type Item } from './item.ts';
import { lifeOf, type SlotNode } from './slot-tree.ts';
import { changedMark, type Shown, slotItem, summaryOf, valueText } from './values.ts';
import { vocabulary } from './vocabulary.ts';

interface Table {
  readonly title: string;
  readonly entries: SlotNode;
}

export function tableItems(shown: Shown): readonly Item[] {
  return tablesOf(shown).map(({ title, entries }) =>
    groupItem(title, tableText(shown, entries), () =>
      entries.children.map((entry) => slotItem(shown, entry, entry.name)),
    ),
  );
}

/** `[0] -> &pages[0]`: what is mapped where. */
function tableText({ walk }: Shown, entries: SlotNode): string {
  const mark = summaryOf(walk, entries).startsWith(changedMark) ? `${changedMark} ` : '';
  const { slots } = walk.state;
  const mapped = entries.children.flatMap((entry) => {
    const page = entry.children.find(({ name }) => name === vocabulary.entryPage)?.slot;
    if (page === undefined || (slots[page] ?? 0) === 0) return [];
    return [`${entry.name} -> ${valueText(walk, page, slots)}`];
  });
  return mark + (mapped.length === 0 ? 'nothing is mapped' : mapped.join(', '));
}

/** The tables of what is in use. */
function tablesOf({ walk, tree }: Shown): readonly Table[] {
  return vocabulary.tables.flatMap(({ title, owner, entries }) =>
    [...tree.byPath.values()]
      .filter(({ type }) => type === owner)
      .filter((node) => lifeOf(node, walk.state.slots) !== 'fresh')
      .flatMap((node) => {
        const table = node.children.find(({ name }) => name === entries);
        return table === undefined ? [] : [{ title: `${title} of ${node.path}`, entries: table }];
      }),
  );
}
