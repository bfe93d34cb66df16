// The scopes of an open call, in the order in which a reader wants them.
import type { Queries } from '../queries.ts';
import type { Walk } from '../walk.ts';
import type { Item } from './item.ts';
import { type CallOf, localItems } from './locals.ts';
import { lockItems } from './locks.ts';
import { tableItems } from './page-tables.ts';
import { allPages, pageItems } from './pages.ts';
import { restItems } from './rest.ts';
import type { SlotTree } from './slot-tree.ts';

export interface ScopeOf {
  readonly name: string;
  /** DAP's word for what a client may open by itself. */
  readonly hint: 'arguments' | 'locals' | undefined;
  readonly expensive: boolean;
  items(): readonly Item[];
}

export interface Asked {
  readonly walk: Walk;
  readonly tree: SlotTree;
  readonly queries: Queries;
}

/**
 * Scopes that a program without such words would never fill are left out. A client keeps open what
 * has the same name in the next state, whichever thread is looked at then.
 */
export function scopesOf(asked: Asked, call: CallOf, name: string): readonly ScopeOf[] {
  const { walk, queries, tree } = asked;
  const shown = { walk, tree };
  const scope = (title: string, items: () => readonly Item[]): ScopeOf => ({
    name: title,
    hint: undefined,
    expensive: false,
    items,
  });
  const hasPages = allPages(shown).length > 0;
  const hasTables = tableItems(shown).length > 0;
  const hasLocks = lockItems(shown).length > 0;
  return [
    { ...scope(`Locals of ${name}`, () => localItems(shown, queries, call)), hint: 'locals' },
    ...(hasPages ? [scope('Pages', () => pageItems(shown, call.thread))] : []),
    ...(hasTables ? [scope('Page tables', () => tableItems(shown))] : []),
    ...(hasLocks ? [scope('Locks', () => lockItems(shown))] : []),
    scope('All state', () => restItems(shown)),
  ];
}
