// What a page keeps over being hidden: which run, which step, and what the reader set.
import { type ValueMode, valueModes } from './details.ts';
import { type Choice, isFolds, isShownRun, type ShownRun } from './messages.ts';
import type { RunShown } from './run-shown.ts';
import { type Folds, lineHeights, nothingFolded } from './view.ts';

export interface Shown {
  readonly run: RunShown;
  readonly step: number;
  readonly choices: readonly Choice[] | undefined;
}

export interface Kept {
  readonly which: ShownRun | undefined;
  /** Names the run that folds and filter are of. */
  readonly of: string;
  readonly step: number;
  readonly folds: Folds;
  readonly filter: string;
  readonly lineHeight: number;
  readonly mode: ValueMode;
}

const fresh: Kept = {
  which: undefined,
  of: '',
  step: 0,
  folds: nothingFolded,
  filter: '',
  lineHeight: lineHeights.usual,
  mode: 'run',
};

/** What was kept, as far as it can be read: it may be of an older version. */
export function keptFrom(value: unknown): Kept {
  if (typeof value !== 'object' || value === null) return fresh;
  const kept: Readonly<Record<string, unknown>> = { ...value };
  const { which, of, step, folds, filter, lineHeight, mode } = kept;
  return {
    which: isShownRun(which) ? which : fresh.which,
    of: typeof of === 'string' ? of : fresh.of,
    step: typeof step === 'number' && Number.isSafeInteger(step) && step >= 0 ? step : fresh.step,
    folds: isFolds(folds) ? folds : fresh.folds,
    filter: typeof filter === 'string' ? filter : fresh.filter,
    lineHeight: isLineHeight(lineHeight) ? lineHeight : fresh.lineHeight,
    mode: valueModes.find((one) => one.mode === mode)?.mode ?? fresh.mode,
  };
}

function isLineHeight(value: unknown): value is number {
  const { min, max, by } = lineHeights;
  return typeof value === 'number' && value >= min && value <= max && (value - min) % by === 0;
}
