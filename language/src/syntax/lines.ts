// Offsets to lines and back. Lines end with \n, \r\n or \r and are counted from 0, as are
// characters (UTF-16 units, as everywhere).

export interface Position {
  readonly line: number;
  readonly character: number;
}

interface Lines {
  readonly starts: readonly number[];
  /** Ends without the line break. */
  readonly ends: readonly number[];
}

/** The lines of one text; they are looked for when the first is asked for. */
export class LineIndex {
  readonly #text: string;
  #lines: Lines | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  get #known(): Lines {
    this.#lines ??= linesOf(this.#text);
    return this.#lines;
  }

  get lineCount(): number {
    return this.#known.starts.length;
  }

  /** An offset beyond the text counts as its end. */
  position(offset: number): Position {
    const { starts, ends } = this.#known;
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    const start = starts[low] ?? 0;
    const length = Math.max(offset, 0) - start;
    const isLast = low === starts.length - 1;
    const longest = isLast ? (ends[low] ?? start) - start : length;
    return { line: low, character: Math.min(length, longest) };
  }

  /** A place beyond its line counts as the line's end, a line beyond the text as the text's end. */
  offset(position: Position): number {
    const { starts, ends } = this.#known;
    const line = Math.max(0, position.line);
    const start = starts[line];
    const end = ends[line] ?? ends[ends.length - 1] ?? 0;
    if (start === undefined) return end;
    return Math.min(start + Math.max(0, position.character), end);
  }

  /** Where a line begins and ends, without its break. */
  lineSpan(line: number): { readonly start: number; readonly end: number } {
    const { starts, ends } = this.#known;
    return { start: starts[line] ?? 0, end: ends[line] ?? 0 };
  }
}

function linesOf(text: string): Lines {
  const starts = [0];
  const ends: number[] = [];
  // The next break of either kind; where there is none, the end of the text.
  const next = (character: string, from: number): number => {
    const found = text.indexOf(character, from);
    return found < 0 ? text.length : found;
  };
  let feed = next('\n', 0);
  let carriage = next('\r', 0);
  while (feed < text.length || carriage < text.length) {
    const end = Math.min(feed, carriage);
    const isPair = carriage + 1 === feed && feed < text.length;
    const start = isPair ? feed + 1 : end + 1;
    ends.push(end);
    starts.push(start);
    if (feed < start) feed = next('\n', start);
    if (carriage < start) carriage = next('\r', start);
  }
  ends.push(text.length);
  return { starts, ends };
}
