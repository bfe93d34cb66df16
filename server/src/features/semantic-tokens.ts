// What each name of a text is, for colours that a grammar can't know: which word is a lock, a flag,
// ghost state, a kernel function. Keywords, numbers and comments are left to the grammar.
import { type Analysis, type AnySymbol, boundNames, type Use } from '@racewalk/language';
import { flagNames, isLock, isOfLibrary } from './kinds.ts';

/** In the order of the legend. Those of the language: from `lock` on; their fallbacks are the client's. */
export const tokenTypes = [
  'type',
  'struct',
  'enum',
  'enumMember',
  'parameter',
  'variable',
  'property',
  'function',
  'macro',
  'label',
  'lock',
  'flag',
  'watchedProperty',
  'ghost',
  'kernelFunction',
  'thread',
  'patch',
] as const;

/** In the order of the legend: each is one bit. `shared`: another thread can touch it. */
export const tokenModifiers = [
  'declaration',
  'readonly',
  'deprecated',
  'modification',
  'defaultLibrary',
  'shared',
] as const;

export type TokenType = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];

export interface SemanticToken {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/** Of the names that begin in `from .. to`; never two at one place, in the order of the text. */
export function semanticTokens(
  analysis: Analysis,
  file: string,
  { from, to }: { readonly from: number; readonly to: number },
): readonly SemanticToken[] {
  const flags = flagNames(analysis);
  const found: SemanticToken[] = [];
  for (const use of boundNames(analysis, file)) {
    const { start, end } = use.name;
    if (start < from || start >= to) continue;
    found.push({ start, end, type: typeOf(use.symbol, flags), modifiers: modifiersOf(use) });
  }
  return found;
}

function typeOf(symbol: AnySymbol, flags: ReadonlySet<string>): TokenType {
  switch (symbol.kind) {
    case 'variable':
      if (symbol.ghost) return 'ghost';
      if (isLock(symbol.type)) return 'lock';
      return symbol.storage === 'parameter' ? 'parameter' : 'variable';
    case 'field':
      if (symbol.ghost) return 'ghost';
      return isLock(symbol.type) ? 'lock' : 'property';
    case 'constant':
      return flags.has(symbol.name) ? 'flag' : 'enumMember';
    case 'function':
      return isOfLibrary(symbol) ? 'kernelFunction' : 'function';
    case 'type':
      if (symbol.tag === 'struct') return 'struct';
      return symbol.tag === 'enum' ? 'enum' : 'type';
    case 'property':
      return 'watchedProperty';
    case 'patch':
    case 'thread':
    case 'label':
      return symbol.kind;
    case 'builtin':
      return 'macro';
  }
}

/** Each set of modifiers once: a long text has thousands of tokens, and few different sets. */
const modifierSets: (readonly TokenModifier[])[] = Array.from(
  { length: 1 << tokenModifiers.length },
  (_, bits) => tokenModifiers.filter((_one, index) => (bits & (1 << index)) !== 0),
);

const bitOf = (modifier: TokenModifier): number => 1 << tokenModifiers.indexOf(modifier);
const declaration = bitOf('declaration');
const readonly = bitOf('readonly');
const deprecated = bitOf('deprecated');
const modification = bitOf('modification');
const defaultLibrary = bitOf('defaultLibrary');
const shared = bitOf('shared');

function modifiersOf({ symbol, access, isDeclaration }: Use): readonly TokenModifier[] {
  let bits = isDeclaration ? declaration : 0;
  if (symbol.kind === 'constant' || (symbol.kind === 'variable' && symbol.constant)) {
    bits |= readonly;
  }
  if (symbol.kind === 'function' && symbol.bodies.every(({ to }) => to !== Infinity)) {
    bits |= deprecated;
  }
  if (access !== 'read' && !isDeclaration) bits |= modification;
  if (symbol.kind === 'builtin' || symbol.file === '' || isOfLibrary(symbol)) {
    bits |= defaultLibrary;
  }
  if (isShared(symbol)) bits |= shared;
  return modifierSets[bits] ?? [];
}

function isShared(symbol: AnySymbol): boolean {
  if (symbol.kind === 'field') return symbol.owner.kind === 'struct' && !symbol.ghost;
  return symbol.kind === 'variable' && symbol.storage === 'global' && !symbol.constant;
}
