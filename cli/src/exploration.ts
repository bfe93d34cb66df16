// Drives one check to its end in slices, so that progress shows and a signal gets through.
import { type Check, type CheckedVariant, startCheck } from '@racewalk/checker';
import type { Analysis } from '@racewalk/language';
import { defaultLimits, type Limits } from '@racewalk/simulator';
import type { CheckRequest } from './arguments.ts';
import type { Host } from './host.ts';
import { clearLine, progressLine } from './progress-line.ts';

export interface Timed {
  readonly checked: CheckedVariant;
  readonly milliseconds: number;
}

/** Short enough for a signal to be felt at once, long enough not to cost anything. */
const sliceMilliseconds = 50;
const firstSlice = 1000;
/** Nobody wants to read the progress of what is over in a second. */
const quietMilliseconds = 1000;

/** The limits in force: the defaults, with what the user set. */
export function limitsOf(request: Pick<CheckRequest, 'statesMax' | 'memoryMax'>): Limits {
  return {
    ...defaultLimits,
    states_max: request.statesMax ?? defaultLimits.states_max,
    memory_max: request.memoryMax ?? defaultLimits.memory_max,
  };
}

/** Checks one variant; when interrupted, gives what is known so far. */
export async function checkVariant(
  host: Host,
  analysis: Analysis,
  which: { readonly scenario: number; readonly variant: number },
  limits: Limits,
): Promise<Timed> {
  const started = host.now();
  const check = startCheck(analysis, which.scenario, which.variant, limits);
  const name = analysis.scenarios[which.scenario]?.variants[which.variant]?.name ?? '';
  const shown = await drive(host, check, `${analysis.file.name}: ${name}`, started);
  if (shown) host.err(clearLine);
  return { checked: check.result(), milliseconds: host.now() - started };
}

/** True if a progress line stands on the terminal. */
async function drive(host: Host, check: Check, label: string, started: number): Promise<boolean> {
  let slice = firstSlice;
  let shown = false;
  for (let before = started; !check.advance(slice); ) {
    const now = host.now();
    slice = nextSlice(slice, now - before);
    if (host.watched && now - started > quietMilliseconds) {
      host.err(progressLine(label, check.progress(), now - started));
      shown = true;
    }
    await host.pause();
    if (host.interrupted()) break;
    before = host.now();
  }
  return shown;
}

/** Twice or half as much, towards the wanted length. */
function nextSlice(slice: number, took: number): number {
  if (took < sliceMilliseconds / 2) return slice * 2;
  return took > sliceMilliseconds * 2 ? Math.max(1, Math.floor(slice / 2)) : slice;
}
