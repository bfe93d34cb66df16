// All diagnostics that know mm: those that lock coverage tells, and those that complete searches of
// all variants tell.
import { type Analysis, type Diagnostic, treeOf } from '@racewalk/language';
import { flagTestAndSet } from './flag-test-and-set.ts';
import { identicalVariant } from './identical-variant.ts';
import { lockOrder } from './lock-order.ts';
import { type CoverageRule, type Covered, diagnosticsOf } from './mm-diagnostic.ts';
import type { SeenRule, SeenScenario } from './seen-rule.ts';
import { sleepingUnderSpinlock } from './sleeping-under-spinlock.ts';
import { stuckThread } from './stuck-thread.ts';
import { unlockedEntry } from './unlocked-entry.ts';
import { unreachableStatement } from './unreachable-statement.ts';
import { vacuousProperty } from './vacuous-property.ts';
import type { VariantSeen } from './variant-seen.ts';

const coverageRules: readonly CoverageRule[] = [unlockedEntry, lockOrder, flagTestAndSet];
const seenRules: readonly SeenRule[] = [unreachableStatement, stuckThread, vacuousProperty];

/** For the catalog of codes. */
export const mmCatalog = Object.fromEntries(
  [
    ...coverageRules.map(({ entry }) => entry),
    ...seenRules.map(({ entry }) => entry),
    sleepingUnderSpinlock,
    identicalVariant,
  ].map(({ code, ...entry }) => [code, entry] as const),
);

/** What the locks of a program say of the user's own text; ordered by file and place. */
export function coverageDiagnostics(covered: Covered): readonly Diagnostic[] {
  return coverageRules
    .flatMap(({ entry, find }) => diagnosticsOf(entry, find(covered)))
    .sort(byPlace);
}

/**
 * What complete searches of the variants of a file say of its text, in the order of the text. Of a
 * scenario with a variant that is not among `seen` nothing is said.
 */
export function seenDiagnostics(
  analysis: Analysis,
  seen: readonly VariantSeen[],
): readonly Diagnostic[] {
  const items = treeOf(analysis, analysis.file.name)?.items ?? [];
  const scenarios = analysis.scenarios.flatMap((info, scenario): readonly SeenScenario[] => {
    const declaration = items.find(
      (item) => item.kind === 'Scenario' && item.title.start === info.title.start,
    );
    const variants = info.variants.flatMap(
      (_, variant) =>
        seen.find((one) => one.scenario === scenario && one.variant === variant) ?? [],
    );
    if (declaration?.kind !== 'Scenario' || variants.length < info.variants.length) return [];
    return [{ declaration, variants }];
  });
  const isWhole = scenarios.length === analysis.scenarios.length;
  const file = { analysis, items, scenarios, isWhole };
  return seenRules.flatMap(({ entry, find }) => diagnosticsOf(entry, find(file))).sort(byPlace);
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1;
}
