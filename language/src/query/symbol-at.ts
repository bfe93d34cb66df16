// Questions an editor asks about a place in a text: which name stands there and what it means.

import { modelOf } from '../analyse.ts';
import type { Analysis } from '../analysis.ts';
import { builtins } from '../check/builtins.ts';
import type { AnySymbol, FunctionBody, FunctionSymbol } from '../check/symbols.ts';
import type { Type } from '../check/types.ts';
import { typeName } from '../check/types.ts';
import { Linker } from '../lower/linker.ts';
import type { Name, SourceTree, Span } from '../syntax/tree.ts';
import { nodeAt } from '../syntax/walk.ts';

export interface NameAt {
  readonly name: Name;
  readonly symbol: AnySymbol;
}

/** The tree of the file, of one of its includes, or of a library file. */
export function treeOf(analysis: Analysis, file: string): SourceTree | undefined {
  const model = modelOf(analysis);
  return (model.trees.get(file) ?? model.library.files.get(file))?.tree;
}

/** The text of the file, of one of its includes, or of a library file. */
export function textOf(analysis: Analysis, file: string): string | undefined {
  const model = modelOf(analysis);
  return (model.trees.get(file) ?? model.library.files.get(file))?.file.text;
}

/** The name at an offset of a file, with its meaning; undefined where there is none. */
export function symbolAt(analysis: Analysis, file: string, offset: number): NameAt | undefined {
  const tree = treeOf(analysis, file);
  if (tree === undefined) return undefined;
  const name = nodeAt(tree, offset).at(-1);
  if (name?.kind !== 'Name') return undefined;
  const { bindings, library } = modelOf(analysis);
  const symbol = bindings.names.get(name) ?? library.bindings.names.get(name);
  return symbol === undefined ? undefined : { name, symbol };
}

/** Where a symbol is declared; undefined for what the language itself has. */
export function definitionOf(
  symbol: AnySymbol,
): { readonly file: string; readonly span: Span } | undefined {
  if (symbol.kind === 'builtin' || symbol.file === '') return undefined;
  return { file: symbol.file, span: symbol.span };
}

/** All bodies of a function, those of the innermost scope first. */
export function bodiesOf(symbol: FunctionSymbol): readonly FunctionBody[] {
  return [...symbol.bodies, ...(symbol.outer === undefined ? [] : bodiesOf(symbol.outer))];
}

/** The body that a call means in one variant: release, patches and replacements applied. */
export function bodyInForce(
  analysis: Analysis,
  scenario: number,
  variant: number,
  name: string,
): FunctionBody | undefined {
  const model = modelOf(analysis);
  const checked = model.scenarios[scenario];
  const chosen = checked?.variants[variant];
  if (checked === undefined || chosen === undefined) return undefined;
  return new Linker(model, checked, chosen).body(name);
}

/** The bodies that calls of these names mean in one variant; names without one are left out. */
export function bodiesInForce(
  analysis: Analysis,
  scenario: number,
  variant: number,
  names: Iterable<string>,
): readonly FunctionBody[] {
  const model = modelOf(analysis);
  const checked = model.scenarios[scenario];
  const chosen = checked?.variants[variant];
  if (checked === undefined || chosen === undefined) return [];
  const linker = new Linker(model, checked, chosen);
  return [...names].flatMap((name) => linker.body(name) ?? []);
}

/** `static void set_bit(int nr, unsigned long *addr)`, as it is written, on one line. */
export function signatureOf(analysis: Analysis, body: FunctionBody): string {
  const text = textOf(analysis, body.file) ?? '';
  const { declaration } = body;
  const end = declaration.body?.start ?? declaration.end;
  const start = declaration.releases?.end ?? declaration.type.start;
  return text.slice(start, end).replace(/\s+/g, ' ').trim();
}

/** One line that declares the symbol as a person would write it. */
export function declarationText(analysis: Analysis, symbol: AnySymbol): string {
  switch (symbol.kind) {
    case 'variable': {
      const words = [symbol.ghost ? 'ghost ' : '', symbol.pool ? 'pool ' : ''].join('');
      return `${words}${declared(symbol.type, symbol.name)}`;
    }
    case 'field': {
      const owner = typeName(symbol.owner);
      return `${symbol.ghost ? 'ghost ' : ''}${declared(symbol.type, `${owner}.${symbol.name}`)}`;
    }
    case 'constant':
      return `${symbol.name} = ${symbol.value}`;
    case 'function': {
      const [body] = symbol.bodies;
      return body === undefined ? `${symbol.name}()` : signatureOf(analysis, body);
    }
    case 'type':
      return typeName(symbol.type);
    case 'property':
      return `property ${symbol.name} "${symbol.sentence}"`;
    case 'patch':
      return `patch ${symbol.name} "${symbol.title}"`;
    case 'thread':
      return `thread ${symbol.name}`;
    case 'label':
      return `${symbol.name}:`;
    case 'builtin':
      return builtins.get(symbol.name)?.signature ?? symbol.name;
  }
}

function declared(type: Type, name: string): string {
  if (type.kind === 'array') return `${declared(type.of, name)}[${type.length}]`;
  const text = typeName(type);
  const space = text.endsWith('*') ? '' : ' ';
  if (type.kind === 'integer' && type.range.max < 2 ** 31 - 1 && type.name !== 'bool') {
    return `${text}${space}${name} /* ${type.range.min} .. ${type.range.max} */`;
  }
  return `${text}${space}${name}`;
}
