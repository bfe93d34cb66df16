// What the page of the bench keeps over being hidden and over a restart.
import type { GridPlace } from './grid.ts';
import { type BenchOf, isBenchOf } from './messages.ts';
import { isRecord } from './table.ts';

export interface BenchKept {
  readonly which: BenchOf | undefined;
  /** What costs are of; empty: a whole run. */
  readonly scope: string;
  readonly at: GridPlace | undefined;
}

/** What was kept, as far as it can be read: it may be of an older version. */
export function benchKeptFrom(value: unknown): BenchKept {
  if (!isRecord(value)) return { which: undefined, scope: '', at: undefined };
  const { which, scope, at } = value;
  return {
    which: isBenchOf(which) ? which : undefined,
    scope: typeof scope === 'string' ? scope : '',
    at: isPlace(at) ? at : undefined,
  };
}

function isPlace(value: unknown): value is GridPlace {
  return isRecord(value) && typeof value.variant === 'string' && typeof value.column === 'string';
}
