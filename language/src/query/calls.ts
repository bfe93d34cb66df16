// Who calls whom: the calls of each body of a text, kept per tree.
import { keptWith } from '../kept.ts';
import type { CallExpression, Item, ScenarioItem, SourceTree, Span } from '../syntax/tree.ts';
import { descendants, type Node } from '../syntax/walk.ts';

/** A piece of code that runs as a whole: a function's body, a thread, setup, a property. */
export type Caller = Extract<
  Item | ScenarioItem,
  { readonly kind: 'Function' | 'Thread' | 'Setup' | 'Finally' | 'Property' }
>;

export interface CallSite {
  readonly caller: Caller;
  /** What the caller stands in, outermost first: titles of a scenario and variant, name of a patch. */
  readonly inside: readonly string[];
  readonly call: CallExpression;
}

/** In the order of the text. */
export const callsIn = keptWith('calls', (tree: SourceTree): readonly CallSite[] =>
  tree.items.flatMap((item) => sitesOf(item, [])),
);

/** Those that overlap a part of the text; declarations elsewhere are not looked into. */
export function callsOver(
  tree: SourceTree,
  { from, to }: { readonly from: number; readonly to: number },
): readonly CallSite[] {
  const overlaps = ({ start, end }: Span) => end >= from && start <= to;
  return tree.items
    .filter(overlaps)
    .flatMap((item) => sitesOf(item, []))
    .filter(({ call }) => overlaps(call));
}

function sitesOf(item: Item | ScenarioItem, inside: readonly string[]): readonly CallSite[] {
  switch (item.kind) {
    case 'Scenario':
    case 'Variant':
    case 'Patch': {
      const items: readonly (Item | ScenarioItem)[] = item.items;
      const name = item.kind === 'Patch' ? `patch ${item.name.text}` : item.title.text;
      return items.flatMap((inner) => sitesOf(inner, [...inside, name]));
    }
    case 'Function':
    case 'Thread':
    case 'Setup':
    case 'Finally':
    case 'Property':
      return callsOf(item).map((call) => ({ caller: item, inside, call }));
    default:
      return [];
  }
}

function callsOf(node: Node): readonly CallExpression[] {
  return [...descendants(node)].filter((one) => one.kind === 'Call');
}
