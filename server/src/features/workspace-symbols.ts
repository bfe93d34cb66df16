// Finding by name: what the open texts, their includes and the library declare.
import { type Analysis, modelOf } from '@racewalk/language';
import { shortName } from '../documents/names.ts';
import { type Outline, outline } from './symbols.ts';

export interface FoundSymbol {
  readonly name: string;
  readonly kind: Outline['kind'];
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** Scenario and file around it. */
  readonly container: string;
}

/** Answers beyond this help nobody. */
const foundMax = 256;

/** `open` is never empty for a library to be searched. The best matches come first. */
export function workspaceSymbols(query: string, open: readonly Analysis[]): readonly FoundSymbol[] {
  const found: { readonly symbol: FoundSymbol; readonly rank: number }[] = [];
  for (const [file, analysis] of filesOf(open)) {
    for (const symbol of flat(outline(analysis, file), file, shortName(file))) {
      const rank = rankOf(symbol.name, query);
      if (rank !== undefined) found.push({ symbol, rank });
    }
  }
  // The sort is stable: within a rank, open texts stand before the library, in the order of places.
  found.sort((one, other) => one.rank - other.rank);
  return found.slice(0, foundMax).map(({ symbol }) => symbol);
}

/** Each file once, with an analysis that knows it. */
function filesOf(open: readonly Analysis[]): ReadonlyMap<string, Analysis> {
  const files = new Map<string, Analysis>();
  const note = (name: string, analysis: Analysis): void => {
    if (name !== '' && !files.has(name)) files.set(name, analysis);
  };
  for (const analysis of open) note(analysis.file.name, analysis);
  for (const analysis of open) for (const { name } of analysis.includes) note(name, analysis);
  for (const analysis of open.slice(0, 1)) {
    for (const name of modelOf(analysis).library.files.keys()) note(name, analysis);
  }
  return files;
}

function flat(outlines: readonly Outline[], file: string, container: string): FoundSymbol[] {
  return outlines.flatMap(({ name, kind, nameStart, nameEnd, children }) => [
    { name, kind, file, start: nameStart, end: nameEnd, container },
    ...flat(children, file, `${name} (${container})`),
  ]);
}

/** 0: the name itself, 1: it begins so, 2: it holds it, 3: its letters in order; else no match. */
function rankOf(name: string, query: string): number | undefined {
  const [text, wanted] = [name.toLowerCase(), query.toLowerCase()];
  if (text === wanted) return 0;
  if (text.startsWith(wanted)) return 1;
  if (text.includes(wanted)) return 2;
  let at = 0;
  for (const letter of wanted) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return undefined;
  }
  return 3;
}
