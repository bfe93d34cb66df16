// All diagnostics that know mm: those that lock coverage tells.
import type { Diagnostic } from '@racewalk/language';
import { flagTestAndSet } from './flag-test-and-set.ts';
import { lockOrder } from './lock-order.ts';
import { type CoverageRule, type Covered, diagnosticsOf } from './mm-diagnostic.ts';
import { sleepingUnderSpinlock } from './sleeping-under-spinlock.ts';
import { unlockedEntry } from './unlocked-entry.ts';

const coverageRules: readonly CoverageRule[] = [unlockedEntry, lockOrder, flagTestAndSet];

/** For the catalog of codes. */
export const mmCatalog = Object.fromEntries(
  [...coverageRules.map(({ entry }) => entry), sleepingUnderSpinlock].map(
    ({ code, ...entry }) => [code, entry] as const,
  ),
);

/** What the locks of a program say of the user's own text; ordered by file and place. */
export function coverageDiagnostics(covered: Covered): readonly Diagnostic[] {
  return coverageRules
    .flatMap(({ entry, find }) => diagnosticsOf(entry, find(covered)))
    .sort((a, b) => (a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1));
}
