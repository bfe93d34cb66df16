// The load-bearing reports that a document has the units of.
import type { MutateDocument, MutateUnit } from '../shards/document.ts';
import type { LoadBearingReport } from './report.ts';
import { isPair } from './vacuity.ts';

/** One for each variant, in the order of the units. How much was explored in all, parts don't say. */
export function loadBearingReports({
  units,
  vacuous,
}: MutateDocument): readonly LoadBearingReport[] {
  return byVariant(units).flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { number: _number, file, mutant: _mutant, ...head } = first;
    const mutants = own.map(({ mutant }) => mutant);
    const isOwn = (one: { readonly file: string; scenario: string; variant: string }): boolean =>
      one.file === file && one.scenario === head.scenario && one.variant === head.variant;
    return {
      ...head,
      singles: mutants.filter((one) => !isPair(one)),
      pairs: mutants.filter(isPair),
      vacuous: vacuous.filter(isOwn),
      explored: undefined,
    };
  });
}

/** Units of one variant together. */
export function byVariant(units: readonly MutateUnit[]): readonly (readonly MutateUnit[])[] {
  const variants = new Map<string, MutateUnit[]>();
  for (const unit of units) {
    const key = JSON.stringify([unit.file, unit.scenario, unit.variant]);
    const known = variants.get(key);
    if (known === undefined) variants.set(key, [unit]);
    else known.push(unit);
  }
  return [...variants.values()];
}
