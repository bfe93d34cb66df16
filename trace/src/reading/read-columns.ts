// CPU columns read back: which words stand in which column, in the order of time. What they mean is
// not known here; `followColumns` holds them against a program.
import { withoutComments } from './comments.ts';
import { columnAt, headerAt, type ReadHeader } from './headers.ts';
import { isCommentEdge, type Line, linesOf } from './lines.ts';

/** What stands in one column of one line. */
export interface ReadCell {
  /** Index into `headers`. */
  readonly column: number;
  /** Where it begins on the page. */
  readonly at: number;
  readonly text: string;
  /** Offsets in the whole text. */
  readonly start: number;
  readonly end: number;
}

export interface ReadTable {
  readonly headers: readonly ReadHeader[];
  readonly cells: readonly ReadCell[];
}

/** What stands behind a table, in a block of its own, and is no part of it. */
const behind = /^(?:Violates|About|Final:|Replay:|Steps:|Initial:)/u;
const stepId = /^\([A-Z]'*\d+\)/u;

/** The tables of a text; what stands before, between and behind them is passed over. */
export function readColumns(text: string): readonly ReadTable[] {
  const lines = linesOf(text);
  const tables: ReadTable[] = [];
  for (let index = 0; index < lines.length; ) {
    const found = headerAt(lines, index);
    if (found === undefined) {
      index += 1;
      continue;
    }
    const end = endOfTable(lines, found.next);
    const starts = found.headers.map(({ at }) => at);
    const cells = lines.slice(found.next, end).flatMap((line) => cellsOf(line, starts, text));
    tables.push({ headers: found.headers, cells: withoutRemarks(cells) });
    index = end;
  }
  return tables;
}

/** Whether a text is a diagram, and no list of names. */
export function hasColumns(text: string): boolean {
  return readColumns(text).length > 0;
}

/** A blank line is a gap in time; what follows it may be the next table, or what closes a diagram. */
function endOfTable(lines: readonly Line[], from: number): number {
  for (let index = from; index < lines.length; index += 1) {
    if (headerAt(lines, index) !== undefined) return index;
    const first = lines[index]?.chunks[0]?.text ?? '';
    const isAfterGap = (lines[index - 1]?.chunks.length ?? 0) === 0;
    if (isAfterGap && behind.test(first)) return index;
  }
  return lines.length;
}

function cellsOf({ chunks }: Line, starts: readonly number[], text: string): ReadCell[] {
  const cells: ReadCell[] = [];
  for (const chunk of chunks) {
    const column = columnAt(starts, chunk.at);
    const last = cells.at(-1);
    if (last?.column !== column) cells.push({ ...chunk, column });
    else
      cells[cells.length - 1] = {
        ...last,
        text: text.slice(last.start, chunk.end),
        end: chunk.end,
      };
  }
  return cells;
}

/** Comments are blanked, also those that go on in the lines below; what is blank then is no cell. */
function withoutRemarks(cells: readonly ReadCell[]): ReadCell[] {
  const kept: ReadCell[] = [];
  for (let from = 0; from < cells.length; ) {
    let end = from + 1;
    while (end < cells.length && cells[end]?.column === cells[from]?.column) end += 1;
    const group = cells.slice(from, end);
    const texts = withoutComments(group.map(({ text }) => text).join('\n')).split('\n');
    group.forEach((cell, index) => {
      const bare = trimmed(cell, texts[index] ?? '');
      if (bare !== undefined) kept.push(bare);
    });
    from = end;
  }
  return kept;
}

function trimmed(cell: ReadCell, text: string): ReadCell | undefined {
  const named = text.replace(stepId, (id) => ' '.repeat(id.length));
  const inner = named.trim();
  if (inner === '' || isCommentEdge(inner)) return undefined;
  const before = named.length - named.trimStart().length;
  const start = cell.start + before;
  return { ...cell, at: cell.at + before, text: inner, start, end: start + inner.length };
}
