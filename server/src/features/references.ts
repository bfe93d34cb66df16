// Where else the thing under the cursor is named: in its text, in what that includes, in the other
// open texts, in the library.
import { type Analysis, symbolKey, type Use, usesOf } from '@racewalk/language';
import { type FilePlace, nameAt, type Place } from './place.ts';

/** `open`: what is known of the other open texts. Each place is told once, this text's first. */
export function references(
  place: Place,
  open: readonly Analysis[],
  withDeclaration: boolean,
): readonly FilePlace[] {
  return usesAt(place, open)
    .filter(({ isDeclaration }) => withDeclaration || !isDeclaration)
    .map(({ file, name: { start, end } }) => ({ file, start, end }));
}

/** All uses of what is named at the place. */
export function usesAt(place: Place, open: readonly Analysis[]): readonly Use[] {
  const found = nameAt(place);
  if (found === undefined) return [];
  const seen = new Set<string>();
  const uses: Use[] = [];
  for (const analysis of [place.analysis, ...open]) {
    for (const use of usesOf(analysis, found.symbol)) {
      const key = `${use.name.start} ${use.file}`;
      if (!seen.has(key)) uses.push(use);
      seen.add(key);
    }
  }
  return uses;
}

export interface Highlight {
  readonly start: number;
  readonly end: number;
  readonly kind: 'read' | 'write' | 'text';
}

/** In this text alone; who writes is told from who reads. */
export function highlights(place: Place): readonly Highlight[] {
  const found = nameAt(place);
  if (found === undefined) return [];
  const key = symbolKey(found.symbol);
  return usesAt(place, [])
    .filter(({ file, symbol }) => file === place.file && symbolKey(symbol) === key)
    .map(({ name: { start, end }, symbol, access, isDeclaration }) => {
      const isValue = symbol.kind === 'variable' || symbol.kind === 'field';
      const written = access !== 'read' || isDeclaration;
      return { start, end, kind: isValue ? (written ? 'write' : 'read') : 'text' };
    });
}

/** Places that are typed at once: names that only this text can know. */
export function linkedRanges(place: Place): readonly FilePlace[] {
  const found = nameAt(place);
  if (found === undefined) return [];
  const { symbol } = found;
  const isLinked =
    symbol.kind === 'thread' ||
    symbol.kind === 'label' ||
    (symbol.kind === 'variable' &&
      (symbol.storage === 'local' ||
        symbol.storage === 'parameter' ||
        symbol.storage === 'quantifier' ||
        symbol.storage === 'setup'));
  if (!isLinked || symbol.file !== place.file) return [];
  return references(place, [], true).filter(({ file }) => file === place.file);
}
