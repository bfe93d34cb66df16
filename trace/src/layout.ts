// Puts cells into columns: which width each column gets, and the lines of one table.
import type { Cell } from './cells.ts';
import type { ColumnsLook, HeaderStyle } from './columns-options.ts';
import { wrap } from './wrap.ts';

export interface LayoutOptions extends Pick<ColumnsLook, 'width' | 'tabs' | 'nesting' | 'header'> {
  /** Where a line begins on the page; tab stops are counted from the page's edge. */
  readonly origin: number;
}

/** A table: one column per thread in `threads`. */
export interface Table {
  readonly threads: readonly number[];
  readonly headers: readonly string[];
  readonly cells: readonly Cell[];
}

interface Column {
  readonly start: number;
  readonly width: number;
}

const gap = 2;
const tab = 8;
/** Text after the indentation never gets narrower than this part of the column. */
const textShare = 0.5;

/** The lines of a table: header, underline, then one cell per row. */
export function layoutTable(table: Table, options: LayoutOptions): string[] {
  const nesting = nestingOf(table, options);
  const columns = options.tabs
    ? tabColumns(table.headers.length, options)
    : spaceColumns(table, nesting, options.width);
  const put = options.tabs ? putWithTabs : putWithSpaces;
  const lines = headerLines(table.headers, columns, put, options.header);
  for (const cell of table.cells) {
    const index = table.threads.indexOf(cell.thread);
    const column = columns[index];
    if (column === undefined) continue;
    for (const line of cellLines(cell, column.width, nesting)) {
      lines.push(
        put(
          columns.map((_, at) => (at === index ? line : '')),
          columns,
        ),
      );
    }
  }
  return lines;
}

/** Spaces for each level. */
function nestingOf(table: Table, options: LayoutOptions): number {
  switch (options.nesting) {
    case 'auto':
      return fits(table, 2, options) ? 2 : 1;
    case 'two':
      return 2;
    case 'one':
    case 'arrow':
      return 1;
  }
}

function cellLines(cell: Cell, width: number, nesting: number): string[] {
  const indent = Math.min(cell.depth * nesting, Math.floor(width * textShare));
  const whole = cell.mark === '' ? cell.text : `${cell.text} ${cell.mark}`;
  if (indent + whole.length <= width) return wrap(whole, width, indent, indent);
  const lines = wrap(cell.text, width, indent, indent + 2);
  if (cell.mark === '') return lines;
  return [...lines, ...wrap(cell.mark, width, indent + 2, indent + 5)];
}

type Put = (cells: readonly string[], columns: readonly Column[]) => string;

function headerLines(
  headers: readonly string[],
  columns: readonly Column[],
  put: Put,
  style: HeaderStyle,
): string[] {
  const wrapped = headers.map((header, index) => wrap(header, columns[index]?.width ?? 1, 0, 2));
  const height = Math.max(0, ...wrapped.map((lines) => lines.length));
  const lines: string[] = [];
  for (let line = 0; line < height; line += 1) {
    lines.push(
      put(
        wrapped.map((cell) => cell[line] ?? ''),
        columns,
      ),
    );
  }
  if (style === 'colons') return lines;
  const dashes = wrapped.map((cell) => '-'.repeat(Math.max(...cell.map((line) => line.length))));
  lines.push(put(dashes, columns));
  return lines;
}

function putWithSpaces(cells: readonly string[], columns: readonly Column[]): string {
  let line = '';
  cells.forEach((cell, index) => {
    if (cell !== '') line = line.padEnd(columns[index]?.start ?? 0) + cell;
  });
  return line;
}

function putWithTabs(cells: readonly string[], columns: readonly Column[]): string {
  let line = '';
  let at = columns[0]?.start ?? 0;
  cells.forEach((cell, index) => {
    if (cell === '') return;
    const start = columns[index]?.start ?? 0;
    line += '\t'.repeat(start / tab - Math.floor(at / tab)) + cell;
    at = start + cell.length;
  });
  return line;
}

/** Columns 0 and 40 for two CPUs, every 24 for three, every 16 for four. */
function tabColumns(count: number, { width, origin }: LayoutOptions): Column[] {
  const total = width + origin;
  const stride = Math.max(1, Math.min(strideFor(count, total), lastStop(count, total))) * tab;
  return Array.from({ length: count }, (_, index) => {
    const start = index === 0 ? origin : index * stride;
    const end = index === count - 1 ? total : (index + 1) * stride - 1;
    return { start, width: end - start };
  });
}

function strideFor(count: number, total: number): number {
  return Math.max(2, Math.round(total / count / tab));
}

/** The largest stride, in tabs, that leaves the last column room for words. */
function lastStop(count: number, total: number): number {
  return count === 1 ? total : Math.floor((total - tab) / (count - 1) / tab);
}

/** As wide as the texts; where these do not fit, the wide ones share what the narrow ones leave. */
function spaceColumns(table: Table, nesting: number, total: number): Column[] {
  const room = total - gap * (table.headers.length - 1);
  const widths = allot(widest(table, nesting, textOnly), room);
  let left = room - widths.reduce((sum, width) => sum + width, 0);
  const wished = widest(table, nesting, textAndMark);
  let start = 0;
  return widths.map((width, index) => {
    const more = Math.max(0, Math.min(left, (wished[index] ?? 0) - width));
    left -= more;
    const column = { start, width: width + more };
    start += column.width + gap;
    return column;
  });
}

function fits(table: Table, nesting: number, options: LayoutOptions): boolean {
  const widths = widest(table, nesting, textOnly);
  if (options.tabs) {
    const columns = tabColumns(table.headers.length, options);
    return widths.every((width, index) => width <= (columns[index]?.width ?? 0));
  }
  const gaps = gap * (widths.length - 1);
  return widths.reduce((sum, width) => sum + width, gaps) <= options.width;
}

const textOnly = (cell: Cell): number => cell.text.length;
const textAndMark = (cell: Cell): number => cell.text.length + cell.mark.length + 1;

function widest(table: Table, nesting: number, size: (cell: Cell) => number): number[] {
  const widths = table.headers.map((header) => header.length);
  for (const cell of table.cells) {
    const index = table.threads.indexOf(cell.thread);
    widths[index] = Math.max(widths[index] ?? 0, cell.depth * nesting + size(cell));
  }
  return widths;
}

/** Shares `room` out: nobody gets more than wished, and the least satisfied get the same. */
export function allot(wishes: readonly number[], room: number): number[] {
  const widths = wishes.map(() => 0);
  const order = wishes.map((_, index) => index).sort((a, b) => byWish(wishes, a, b));
  let left = Math.max(room, wishes.length);
  order.forEach((index, done) => {
    const share = Math.floor(left / (order.length - done));
    const width = Math.min(Math.max(wishes[index] ?? 0, 1), share);
    widths[index] = width;
    left -= width;
  });
  return widths;
}

function byWish(wishes: readonly number[], a: number, b: number): number {
  return (wishes[a] ?? 0) - (wishes[b] ?? 0) || a - b;
}
