// A `schedule { ... }` that holds CPU columns: their text is taken as it is, whatever quotes, braces
// and dots stand in it. Found here is whether a block is one, and where it ends.
import { hasColumns } from '@racewalk/trace';

export interface ColumnsBlock {
  /** Offsets of the text between the braces, without the white space around it. */
  readonly start: number;
  readonly end: number;
}

/** A block longer than this is no diagram that somebody pasted. */
const lengthMax = 1_000_000;

const blankRest = /[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/[ \t]*)?\r?\n/y;
const closing = /^[ \t]*\}[ \t]*;?[ \t]*(?:\/\/.*|\/\*.*)?\r?$/u;
/** What can't stand in columns: the next clause of the scenario, so the block was never closed. */
const nextItem =
  /^[ \t]*(?:(?:scenario|variant)[ \t]*"|(?:setup|finally)\b[^;]*\{[ \t]*\r?$|thread[ \t]+\w+[^;]*\{|(?:expect|forbid|kernel|source|observe|witness|memory|patch)[ \t].*;[ \t]*\r?$)/u;

/**
 * The columns behind the `{` that ends at `from`, or undefined where something else stands there.
 * `indent` is the indentation of the line of the `{`: a `}` on a line of its own that is no further
 * in closes the block.
 */
export function columnsBlock(text: string, from: number, indent: number): ColumnsBlock | undefined {
  blankRest.lastIndex = from;
  if (!blankRest.test(text)) return undefined;
  const body = text.slice(blankRest.lastIndex, from + lengthMax);
  const length = lengthOf(body, indent);
  const inside = body.slice(0, length);
  if (!hasColumns(inside)) return undefined;
  const blank = inside.length - inside.trimStart().length;
  // The first line keeps its place on the page: its indentation says where its column is.
  const lineStart = inside.lastIndexOf('\n', blank) + 1;
  const start = blankRest.lastIndex + lineStart;
  return { start, end: blankRest.lastIndex + inside.trimEnd().length };
}

function lengthOf(body: string, indent: number): number {
  let loose: number | undefined;
  let at = 0;
  for (const line of body.split('\n')) {
    if (nextItem.test(line)) return loose ?? at;
    if (closing.test(line)) {
      const own = widthOf(line);
      if (own === indent) return at;
      loose ??= at;
    }
    at += line.length + 1;
  }
  return loose ?? body.length;
}

function widthOf(line: string): number {
  let width = 0;
  for (const character of line) {
    if (character === '\t') width += 8 - (width % 8);
    else if (character === ' ') width += 1;
    else break;
  }
  return width;
}
