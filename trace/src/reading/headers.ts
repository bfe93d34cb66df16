// Where a table of columns begins: `CPU0 (vmm)   CPU1 (child)` over dashes, or with colons.
import type { Chunk, Line } from './lines.ts';

export interface ReadHeader {
  readonly text: string;
  /** Where the column begins on the page. */
  readonly at: number;
  /** Offsets in the whole text. */
  readonly start: number;
  readonly end: number;
}

export interface FoundHeader {
  readonly headers: readonly ReadHeader[];
  /** Index of the first line behind it. */
  readonly next: number;
}

/** A header longer than this is none. */
const heightMax = 4;
/** How far from its column a name may stand. */
const slack = 2;

const dashes = /^-{2,}$/u;
const numbered = /^(?:cpu|thread|task|process)[ _#-]?\d+\s*(?:\(.*)?:?$/iu;

/** The header that begins at a line, or undefined. */
export function headerAt(lines: readonly Line[], from: number): FoundHeader | undefined {
  return underlined(lines, from) ?? bare(lines, from);
}

function underlined(lines: readonly Line[], from: number): FoundHeader | undefined {
  if (lines[from]?.chunks.length === 0) return undefined;
  for (let next = from + 1; next <= from + heightMax; next += 1) {
    const chunks = lines[next]?.chunks ?? [];
    if (chunks.length === 0) return undefined;
    if (!chunks.every(({ text }) => dashes.test(text))) continue;
    const starts = chunks.map(({ at }) => at);
    // A title may stand directly above: the header begins where every column has a word.
    if (!hasAll(lines[from], starts)) return undefined;
    return { headers: joined(lines.slice(from, next), starts), next: next + 1 };
  }
  return undefined;
}

function hasAll(line: Line | undefined, starts: readonly number[]): boolean {
  const chunks = line?.chunks ?? [];
  return starts.every((start) => chunks.some(({ at }) => Math.abs(at - start) <= slack));
}

/** Without an underline only what looks like the names of CPUs is a header. */
function bare(lines: readonly Line[], from: number): FoundHeader | undefined {
  const first = lines[from]?.chunks ?? [];
  const [only] = first;
  if (only === undefined || !first.every(({ text }) => numbered.test(text))) return undefined;
  const starts = first.map(({ at }) => at);
  const hasColons = first.some(({ text }) => text.endsWith(':') || text.includes('('));
  for (let next = from + 1; next <= from + heightMax; next += 1) {
    const headers = joined(lines.slice(from, next), starts);
    if (headers.every(({ text }) => text.endsWith(':'))) return { headers, next };
    if (!hasColons) break;
  }
  const headers = joined(lines.slice(from, from + 1), starts);
  return first.length > 1 ? { headers, next: from + 1 } : undefined;
}

/** The words of each column, from top to bottom. */
function joined(lines: readonly Line[], starts: readonly number[]): ReadHeader[] {
  return starts.map((at, column) => {
    const own = lines.flatMap(({ chunks }) =>
      chunks.filter((chunk) => columnAt(starts, chunk.at) === column),
    );
    return headerOf(own, at);
  });
}

function headerOf(chunks: readonly Chunk[], at: number): ReadHeader {
  const [first] = chunks;
  const last = chunks.at(-1);
  const text = chunks.map((chunk) => chunk.text).join(' ');
  const isOneLine = chunks.length === 1 && last !== undefined;
  return { text, at, start: first?.start ?? 0, end: isOneLine ? last.end : (first?.end ?? 0) };
}

/** The column that a word at this position belongs to. */
export function columnAt(starts: readonly number[], at: number): number {
  let column = 0;
  starts.forEach((start, index) => {
    if (start - slack <= at) column = index;
  });
  return column;
}
