// Which `}` belongs to which `{`, for recovery: whether a brace is missing at all is seen from the whole.
import type { Token } from './token.ts';

export interface BraceMatch {
  /** For the index of each `{` the index of its `}`; -1 for all else. */
  readonly closers: Int32Array;
  /** Index of the first `{` without a `}`; the number of tokens if there is none. */
  readonly firstUnclosed: number;
  readonly unclosedCount: number;
}

export function matchBraces(tokens: readonly Token[]): BraceMatch {
  const closers = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  tokens.forEach((token, index) => {
    if (token.text === '{') open.push(index);
    if (token.text !== '}') return;
    const opener = open.pop();
    if (opener !== undefined) closers[opener] = index;
  });
  return { closers, firstUnclosed: open[0] ?? tokens.length, unclosedCount: open.length };
}
