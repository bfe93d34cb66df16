// The kernel library as one scope: parsed and checked once, shared by every analysis.
import type { SourceFile } from '../analysis.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { parse } from '../syntax/parse.ts';
import type { SourceTree } from '../syntax/tree.ts';
import { allBuiltinProperties } from './builtin-properties.ts';
import type { CheckContext } from './context.ts';
import { checkBodies, declareNames } from './declare.ts';
import { Scope } from './scope.ts';
import type { Bindings, FunctionSymbol } from './symbols.ts';
import { emptyBindings } from './symbols.ts';

export interface Library {
  /** What it was made from: the same array gives the same library. */
  readonly sources: readonly SourceFile[];
  readonly scope: Scope;
  readonly bindings: Bindings;
  readonly files: ReadonlyMap<string, { readonly file: SourceFile; readonly tree: SourceTree }>;
  /** Empty, unless the library is broken. */
  readonly diagnostics: readonly Diagnostic[];
  /** The newest release any body distinguishes; in force where none is chosen. */
  readonly newest: { readonly text: string; readonly number: number };
}

const loaded = new WeakMap<readonly SourceFile[], Library>();

/** The same array gives the same library. */
export function loadLibrary(files: readonly SourceFile[]): Library {
  const known = loaded.get(files);
  if (known !== undefined) return known;
  const library = buildLibrary(files);
  loaded.set(files, library);
  return library;
}

/** What every text sees: the built-in properties. */
function rootScope(): Scope {
  const scope = new Scope(undefined);
  for (const symbol of allBuiltinProperties()) scope.properties.set(symbol.name, symbol);
  return scope;
}

export function fileContext(
  file: string,
  scope: Scope,
  bindings: Bindings,
  diagnostics: Diagnostic[],
  unresolved: CheckContext['unresolved'],
  library: boolean,
): CheckContext {
  return {
    file,
    scope,
    bindings,
    diagnostics,
    library,
    ghost: false,
    setup: undefined,
    from: -Infinity,
    to: Infinity,
    body: undefined,
    inspects: false,
    unresolved,
  };
}

function buildLibrary(files: readonly SourceFile[]): Library {
  const scope = new Scope(rootScope());
  const bindings = emptyBindings();
  const diagnostics: Diagnostic[] = [];
  const unresolved: CheckContext['unresolved'] = new Map();
  const parsed = files.map((file) => {
    const { tree, diagnostics: found } = parse(file.text, file.name);
    diagnostics.push(...found);
    return { file, tree };
  });
  const units = parsed.map(({ file, tree }) => ({
    items: tree.items,
    context: fileContext(file.name, scope, bindings, diagnostics, unresolved, true),
  }));
  declareNames(units);
  checkBodies(units);
  return {
    sources: files,
    scope,
    bindings,
    files: new Map(parsed.map((entry) => [entry.file.name, entry])),
    diagnostics,
    newest: newestRelease(scope),
  };
}

function newestRelease(scope: Scope): { text: string; number: number } {
  let number = 0;
  for (const symbol of scope.values.values()) {
    if (symbol.kind === 'function') number = Math.max(number, newestOf(symbol));
  }
  if (number === 0) return { text: 'v6.12', number: 6012 };
  return { text: `v${Math.floor(number / 1000)}.${number % 1000}`, number };
}

function newestOf(symbol: FunctionSymbol): number {
  const starts = symbol.bodies.map((body) => body.from).filter(Number.isFinite);
  const ends = symbol.bodies.map((body) => body.to + 1).filter(Number.isFinite);
  return Math.max(0, ...starts, ...ends);
}
