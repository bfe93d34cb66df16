// Which of the accesses that a program makes are accesses to a variable or field, and which of
// those stand at the place pointed at.
import {
  type Analysis,
  type FieldSymbol,
  type NameAt,
  symbolAt,
  type tree,
  type VariableSymbol,
} from '@racewalk/language';
import type { SeenSite } from '../run/messages.ts';
import { type Node, type Place, pathAt } from './place.ts';

export type ValueSymbol = VariableSymbol | FieldSymbol;

export interface Accesses {
  readonly all: readonly SeenSite[];
  /** Those whose name is the one at the place. */
  readonly here: readonly SeenSite[];
}

export function accessesOf(
  symbol: ValueSymbol,
  sites: readonly SeenSite[],
  place: Place,
): Accesses {
  if (symbol.kind === 'variable' && isLocal(symbol)) {
    return { all: sites.filter((site) => sets(site, symbol, place.analysis)), here: [] };
  }
  const all: SeenSite[] = [];
  const here: SeenSite[] = [];
  for (const site of sites) {
    const found = accessed(place.analysis, site);
    if (found?.symbol !== symbol) continue;
    all.push(site);
    if (site.file === place.file && holds(found.name, place.offset)) here.push(site);
  }
  return { all, here };
}

function isLocal({ storage }: VariableSymbol): boolean {
  return storage === 'local' || storage === 'parameter' || storage === 'thread_local';
}

/** A local gets its values inside its function; a parameter where the function is called, too. */
function sets(site: SeenSite, symbol: VariableSymbol, analysis: Analysis): boolean {
  if (site.local !== symbol.name) return false;
  if (symbol.storage === 'thread_local') return true;
  const home = homeOf(symbol, analysis);
  if (home === undefined) return false;
  if (site.file === symbol.file && holds(home, site.start)) return true;
  if (home.kind !== 'Function' || symbol.storage !== 'parameter') return false;
  const path = nodesAt(analysis, site.file, site.start);
  return path.some((node) => node.kind === 'Call' && node.callee.text === home.name.text);
}

function homeOf(symbol: VariableSymbol, analysis: Analysis): Node | undefined {
  const homes: readonly Node['kind'][] = ['Function', 'Thread', 'Setup', 'Finally'];
  const path = nodesAt(analysis, symbol.file, symbol.span.start);
  return path.findLast(({ kind }) => homes.includes(kind));
}

function nodesAt(analysis: Analysis, file: string, offset: number): readonly Node[] {
  return pathAt({ analysis, file, offset, results: undefined });
}

function holds({ start, end }: tree.Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** The name that the access at a site is an access to. */
function accessed(analysis: Analysis, { file, start, end }: SeenSite): NameAt | undefined {
  const path = pathAt({ analysis, file, offset: start, results: undefined });
  const node = path.find((one) => one.start === start && one.end === end);
  const name = node === undefined ? undefined : targetName(node);
  return name === undefined ? undefined : symbolAt(analysis, file, name.start);
}

function targetName(node: Node): { readonly start: number } | undefined {
  switch (node.kind) {
    case 'Name':
      return node;
    case 'Member':
      return node.field;
    case 'Index':
      return targetName(node.object);
    case 'Parenthesized':
    case 'ExpressionStatement':
      return targetName(node.expression);
    case 'Assignment':
      return targetName(node.target);
    case 'Update':
    case 'Unary':
      return targetName(node.operand);
    case 'InitializedDeclarator':
      return node.declarator.name;
    case 'Declarator':
      return node.name;
    case 'Call': {
      // READ_ONCE(x) and the like: what they access is their first argument.
      const [first] = node.arguments;
      return first === undefined ? undefined : targetName(first);
    }
    default:
      return undefined;
  }
}
