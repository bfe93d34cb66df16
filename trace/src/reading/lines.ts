// The lines of a pasted diagram as a reader sees them: words at positions, without what a comment
// or a mail puts in front.

/** A piece of a line between gaps; a gap is a tab or more than one space. */
export interface Chunk {
  readonly text: string;
  /** Where it begins on the page, with tab stops every eight columns. */
  readonly at: number;
  /** Offsets in the whole text. */
  readonly start: number;
  readonly end: number;
}

export interface Line {
  readonly chunks: readonly Chunk[];
}

const tab = 8;
/** ` * ` of a comment, and any number of `> ` of mails. */
const prefixes = [/^[ \t]*\*(?=\s|$)/u, /^[ \t]*>(?:[ \t]?>)*/u];
const fence = /^\s*(?:```|~~~)/u;
/** The first and the last line of a comment say nothing. */
const commentEdge = /^\s*(?:\/\*\*?|\*\/)\s*$/u;

/** All lines of a text; a fence is an empty line. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const raws = text.split('\n');
  const prefix = prefixOf(raws);
  let start = 0;
  for (const raw of raws) {
    const line = raw.replace(/\r$/u, '');
    const skipped = prefix?.exec(line)?.[0].length ?? 0;
    lines.push({ chunks: fence.test(line) ? [] : chunksOf(line, start, skipped) });
    start += raw.length + 1;
  }
  return lines;
}

/** What stands in front of most lines; a single line may begin with `>` or `*` for itself. */
function prefixOf(lines: readonly string[]): RegExp | undefined {
  const filled = lines.filter((line) => line.trim() !== '').length;
  return prefixes.find((one) => lines.filter((line) => one.test(line)).length * 2 > filled);
}

/** Whether a line only opens or closes a comment of C. */
export function isCommentEdge(text: string): boolean {
  return commentEdge.test(text);
}

function chunksOf(raw: string, start: number, skipped: number): Chunk[] {
  const chunks: Chunk[] = [];
  let at = 0;
  let first = -1;
  let firstAt = 0;
  let gap = '';
  const close = (end: number): void => {
    if (first < 0) return;
    const text = raw.slice(first, end);
    chunks.push({ text, at: firstAt, start: start + first, end: start + end });
    first = -1;
  };
  for (let index = 0; index <= raw.length; index += 1) {
    const character = raw[index];
    const isBlank = character === undefined || character === ' ' || character === '\t';
    if (isBlank || index < skipped) {
      gap += character ?? '\t';
      if (gap.length > 1 || gap === '\t') close(index + 1 - gap.length);
    } else {
      if (first < 0) {
        first = index;
        firstAt = at;
      }
      gap = '';
    }
    at = character === '\t' ? at - (at % tab) + tab : at + 1;
  }
  return chunks;
}
