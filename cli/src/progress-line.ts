// The line on a terminal that says that something is still going on.
import type { Progress } from '@racewalk/simulator';
import { duration, grouped } from './result-text.ts';
import { printable } from './style.ts';

/** Goes to the beginning of the line and empties it. */
export const clearLine = '\r\u001b[K';

const labelMax = 40;

/** Overwrites the line before it; counts, not percents: the total is not known. */
export function progressLine(label: string, progress: Progress, milliseconds: number): string {
  const clean = printable(label);
  const short = clean.length > labelMax ? `...${clean.slice(3 - labelMax)}` : clean;
  const states = `${grouped(String(progress.states))} states`;
  const megabytes = `${Math.round(progress.bytes / 1024 / 1024)} MiB`;
  const facts = [states, `depth ${progress.depth}`, megabytes, duration(milliseconds)];
  return `${clearLine}${short}: ${facts.join(', ')}`;
}
