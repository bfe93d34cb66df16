// The outline of a text: scenarios with their threads and variants, functions, properties, patches.
import { type Analysis, type tree, treeOf } from '@racewalk/language';
import { releaseText } from './releases.ts';

export interface Outline {
  readonly name: string;
  readonly detail: string;
  readonly kind:
    | 'scenario'
    | 'thread'
    | 'variant'
    | 'function'
    | 'property'
    | 'patch'
    | 'type'
    | 'variable';
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly children: readonly Outline[];
}

type Item = tree.Item | tree.ScenarioItem;

export function outline(analysis: Analysis, file: string): readonly Outline[] {
  return outlines(treeOf(analysis, file)?.items ?? []);
}

function outlines(items: readonly Item[]): Outline[] {
  return items.flatMap((item) => outlineOf(item)).filter(({ name }) => name !== '');
}

function outlineOf(item: Item): Outline[] {
  switch (item.kind) {
    case 'Scenario':
      return [made(item, 'scenario', item.title, item.title.text, outlines(item.items))];
    case 'Variant':
      return [made(item, 'variant', item.title, item.title.text, outlines(item.items))];
    case 'Thread':
      return [made(item, 'thread', item.name, item.name.text, [])];
    case 'Function':
      return [made(item, 'function', item.name, item.name.text, [], releaseText(item))];
    case 'Property':
      return [made(item, 'property', item.name, item.name.text, [], item.sentence?.text ?? '')];
    case 'Patch':
      return [made(item, 'patch', item.name, item.name.text, outlines(item.items))];
    case 'Struct':
    case 'Word':
    case 'Flags':
      return [made(item, 'type', item.name, item.name.text, [])];
    case 'Variable':
      return item.declarators.map(({ declarator, start, end }) =>
        made({ start, end }, 'variable', declarator.name, declarator.name.text, []),
      );
    default:
      return [];
  }
}

function made(
  whole: tree.Span,
  kind: Outline['kind'],
  place: tree.Span,
  name: string,
  inside: readonly Outline[],
  detail = '',
): Outline {
  const { start, end } = whole;
  return {
    name,
    detail,
    kind,
    start,
    end,
    nameStart: place.start,
    nameEnd: place.end,
    children: inside,
  };
}
