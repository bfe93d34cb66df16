// Who calls whom: the calls of each body of a text, kept per tree.
import type { CallExpression, Item, ScenarioItem, SourceTree } from '../syntax/tree.ts';
import { descendants, type Node } from '../syntax/walk.ts';

/** A piece of code that runs as a whole: a function's body, a thread, setup, a property. */
export type Caller = Extract<
  Item | ScenarioItem,
  { readonly kind: 'Function' | 'Thread' | 'Setup' | 'Finally' | 'Property' }
>;

export interface CallSite {
  readonly caller: Caller;
  readonly call: CallExpression;
}

const known = new WeakMap<SourceTree, readonly CallSite[]>();

/** In the order of the text. */
export function callsIn(tree: SourceTree): readonly CallSite[] {
  const before = known.get(tree);
  if (before !== undefined) return before;
  const sites = tree.items.flatMap((item) => sitesOf(item));
  known.set(tree, sites);
  return sites;
}

function sitesOf(item: Item | ScenarioItem): readonly CallSite[] {
  switch (item.kind) {
    case 'Scenario':
    case 'Variant':
    case 'Patch': {
      const items: readonly (Item | ScenarioItem)[] = item.items;
      return items.flatMap((inner) => sitesOf(inner));
    }
    case 'Function':
    case 'Thread':
    case 'Setup':
    case 'Finally':
    case 'Property':
      return callsOf(item).map((call) => ({ caller: item, call }));
    default:
      return [];
  }
}

function callsOf(node: Node): readonly CallExpression[] {
  return [...descendants(node)].filter((one) => one.kind === 'Call');
}
