// Offsets to lines and characters, as editors count them: both from 0, characters in UTF-16 units.

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface LineMap {
  positionOf(offset: number): Position;
  /** Text of a line, without its end. */
  lineText(line: number): string;
}

/** Lines end at `\n`, `\r\n` or `\r`. */
export function lineMapOf(text: string): LineMap {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/gu)) starts.push(match.index + match[0].length);
  return {
    positionOf(offset) {
      const inside = Math.max(0, Math.min(offset, text.length));
      const line = lastAtMost(starts, inside);
      return { line, character: inside - (starts[line] ?? 0) };
    },
    lineText(line) {
      const start = starts[line];
      if (start === undefined) return '';
      return text.slice(start, starts[line + 1] ?? text.length).replace(/[\r\n]+$/u, '');
    },
  };
}

/** Index of the last entry that is not above `value`; the first entry is 0. */
function lastAtMost(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ascending[middle] ?? Number.POSITIVE_INFINITY) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
