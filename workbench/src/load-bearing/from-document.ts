// The load-bearing reports that a document has the units of.
import type { MutateDocument } from '../shards/document.ts';
import type { LoadBearingReport } from './report.ts';
import { byVariant, isPair } from './units.ts';

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
