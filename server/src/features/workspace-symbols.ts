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

export interface RankedSymbol {
  readonly symbol: FoundSymbol;
  /** 0: the name itself; the higher, the less alike. */
  readonly rank: number;
}

export interface KnownFile {
  readonly file: string;
  readonly analysis: Analysis;
}

/** The symbols of one file that the query may mean. */
export function symbolsIn(query: string, { file, analysis }: KnownFile): readonly RankedSymbol[] {
  return flat(outline(analysis, file), file, shortName(file)).flatMap((symbol) => {
    const rank = rankOf(symbol.name, query);
    return rank === undefined ? [] : [{ symbol, rank }];
  });
}

/** The best matches first; the sort is stable, so within a rank files keep their order. */
export function bestSymbols(found: readonly RankedSymbol[]): readonly RankedSymbol[] {
  return [...found].sort((one, other) => one.rank - other.rank).slice(0, foundMax);
}

/** Each file once: open ones, what they include, the library, which is known with any of them. */
export function filesOf(open: readonly Analysis[]): readonly KnownFile[] {
  const files = new Map<string, Analysis>();
  const note = (name: string, analysis: Analysis): void => {
    if (name !== '' && !files.has(name)) files.set(name, analysis);
  };
  for (const analysis of open) note(analysis.file.name, analysis);
  for (const analysis of open) for (const { name } of analysis.includes) note(name, analysis);
  for (const analysis of open.slice(0, 1)) {
    for (const name of modelOf(analysis).library.files.keys()) note(name, analysis);
  }
  return [...files].map(([file, analysis]) => ({ file, analysis }));
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
