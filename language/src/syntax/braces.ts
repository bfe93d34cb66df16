// Which `}` belongs to which `{`, for recovery: whether a brace is missing at all is seen from the
// whole.
import type { Token } from './token.ts';

export interface BraceMatch {
  /** For the index of each `{` the index of its `}`; -1 for all else. */
  readonly closers: Int32Array;
  /** Index of the first `{` without a `}`; the number of tokens if there is none. */
  readonly firstUnclosed: number;
  readonly unclosedCount: number;
  /** The same for each `}` without a `{`; the last of them, or -1. */
  readonly lastUnopened: number;
  readonly unopenedCount: number;
}

export function matchBraces(tokens: readonly Token[]): BraceMatch {
  const closers = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  let lastUnopened = -1;
  let unopenedCount = 0;
  tokens.forEach((token, index) => {
    if (token.text === '{') open.push(index);
    if (token.text !== '}') return;
    const opener = open.pop();
    if (opener !== undefined) {
      closers[opener] = index;
      return;
    }
    lastUnopened = index;
    unopenedCount += 1;
  });
  const firstUnclosed = open[0] ?? tokens.length;
  return { closers, firstUnclosed, unclosedCount: open.length, lastUnopened, unopenedCount };
}
