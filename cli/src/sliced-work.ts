// Drives the long work of a command to its end in slices, with its progress and an estimate on a terminal.
import type { Host } from './host.ts';
import { clearLine } from './progress-line.ts';
import { duration, grouped } from './result-text.ts';
import { printable } from './style.ts';

export interface SlicedWork {
  advance(expansions: number): boolean;
  progress(): { readonly done: number; readonly total: number; readonly states: number };
  /** Set where only others can go on: until they have. */
  readonly waiting?: Promise<void> | undefined;
}

/** States between two looks at signals; some ten milliseconds. */
const slice = 4096;
const quietMilliseconds = 1000;
const labelMax = 40;

/** False where the user has interrupted it. */
export async function drive(work: SlicedWork, label: string, host: Host): Promise<boolean> {
  const started = host.now();
  let shown = false;
  try {
    while (!work.advance(slice)) {
      const { waiting } = work;
      const took = host.now() - started;
      if (host.watched && took > quietMilliseconds) {
        host.err(`${clearLine}${progressText(work, label, took)}`);
        shown = true;
      }
      await (waiting ?? host.pause());
      if (host.interrupted()) return false;
    }
    return true;
  } finally {
    if (shown) host.err(clearLine);
  }
}

/** `race.race: 12 of 480, 3 401 states, 2.1 s, about 80 s left`. */
function progressText(work: SlicedWork, label: string, took: number): string {
  const { done, total, states } = work.progress();
  const clean = printable(label);
  const short = clean.length > labelMax ? `...${clean.slice(3 - labelMax)}` : clean;
  const facts = [
    ...(total === 0 ? [] : [`${done} of ${total}`]),
    `${grouped(String(states))} states`,
    duration(took),
    ...(done === 0 ? [] : [`about ${duration((took / done) * (total - done))} left`]),
  ];
  return `${short}: ${facts.join(', ')}`;
}
