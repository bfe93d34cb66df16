// Lines of a text by offset. Texts of files are asked for again by every program that is made of them.
import type { SourceFile } from '../analysis.ts';

const known = new WeakMap<Pick<SourceFile, 'text'>, readonly number[]>();

/** The line of an offset, from 0. A line ends with LF, CR or both. */
export function lineAt(file: Pick<SourceFile, 'text'>, offset: number): number {
  let starts = known.get(file);
  if (starts === undefined) {
    starts = lineStartsOf(file.text);
    known.set(file, starts);
  }
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) continue;
    if (code === 10 || code === 13) starts.push(i + 1);
  }
  return starts;
}
