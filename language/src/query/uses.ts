// Every use of a symbol: over a text, what it includes, and the library. The index of a text is
// made when it is first asked for and kept with its analysis; that of the library is kept for good.
import type { Model } from '../analyse.ts';
import { modelOf } from '../analyse.ts';
import type { Analysis } from '../analysis.ts';
import type { Library } from '../check/library.ts';
import type { AnySymbol, Bindings, FunctionSymbol } from '../check/symbols.ts';
import { keptWith } from '../kept.ts';
import type { Name, SourceTree } from '../syntax/tree.ts';
import { type Access, accessOf, namesOf } from './names.ts';

export interface Use {
  readonly file: string;
  readonly name: Name;
  /** What the name is bound to: of a function, one of the symbols of its family. */
  readonly symbol: AnySymbol;
  readonly access: Access;
  /** Is it the name in a declaration, or in one of several bodies? */
  readonly isDeclaration: boolean;
}

type Index = ReadonlyMap<string, readonly Use[]>;

/**
 * The same key means the same thing, also in analyses of different texts that include the same
 * file. All bodies of one function have one key: replacements belong to what they replace.
 */
export function symbolKey(symbol: AnySymbol): string {
  if (symbol.kind === 'builtin') return `builtin ${symbol.name}`;
  const root = symbol.kind === 'function' ? rootOf(symbol) : symbol;
  if (root.kind === 'function') return `function ${root.file} ${root.name} ${root.span.start}`;
  return `${root.kind} ${root.file} ${root.name} ${root.span.start}`;
}

/** The outermost function that a body can take the place of: the library's, where there is one. */
export function rootOf(symbol: FunctionSymbol): FunctionSymbol {
  return symbol.outer === undefined ? symbol : rootOf(symbol.outer);
}

/** Uses in the order of files and places: the text and its includes first, then the library. */
export function usesOf(analysis: Analysis, symbol: AnySymbol): readonly Use[] {
  const key = symbolKey(symbol);
  const model = modelOf(analysis);
  return [...(ownIndex(model).get(key) ?? []), ...(libraryIndex(model.library).get(key) ?? [])];
}

/** All bound names of one file, in the order of the text. */
export function boundNames(analysis: Analysis, file: string): readonly Use[] {
  const { trees, library, bindings } = modelOf(analysis);
  const own = trees.get(file);
  if (own !== undefined) return usesIn(file, own.tree, bindings.names);
  const entry = library.files.get(file);
  return entry === undefined ? [] : usesIn(file, entry.tree, library.bindings.names);
}

// A file is read after what it includes; a reader wants the file first.
const ownIndex = keptWith('uses', (model: Model) =>
  indexOf([...model.trees].toReversed(), model.bindings.names),
);

const libraryIndex = keptWith('uses', (library: Library) =>
  indexOf([...library.files], library.bindings.names),
);

function indexOf(
  files: readonly (readonly [string, { readonly tree: SourceTree }])[],
  names: Bindings['names'],
): Index {
  const index = new Map<string, Use[]>();
  const keys = new Map<AnySymbol, string>();
  for (const [file, { tree }] of files) {
    for (const use of usesIn(file, tree, names)) {
      let key = keys.get(use.symbol);
      if (key === undefined) {
        key = symbolKey(use.symbol);
        keys.set(use.symbol, key);
      }
      const uses = index.get(key);
      if (uses === undefined) index.set(key, [use]);
      else uses.push(use);
    }
  }
  return index;
}

function usesIn(file: string, tree: SourceTree, bound: Bindings['names']): Use[] {
  const uses: Use[] = [];
  for (const name of namesOf(tree)) {
    const symbol = bound.get(name);
    if (symbol === undefined) continue;
    const isDeclaration = declares(symbol, file, name);
    uses.push({ file, name, symbol, access: accessOf(tree, name), isDeclaration });
  }
  return uses;
}

function declares(symbol: AnySymbol, file: string, name: Name): boolean {
  if (symbol.kind === 'builtin') return false;
  if (symbol.file === file && symbol.span.start === name.start) return true;
  if (symbol.kind !== 'function') return false;
  return symbol.bodies.some((body) => body.file === file && body.span.start === name.start);
}
