// What a repaired variant costs: counted as racewalk compare counts it.
import { type Limits, startCosts } from '@racewalk/simulator';
import { costStatesMax } from '../compare/compare.ts';
import { costKey, inOrder } from '../compare/order.ts';
import { costsReport } from '../costs/costs-report.ts';
import { entryCalls } from '../costs/entry-calls.ts';
import { comparedWorks, repeatableWorks, sleeping } from '../costs/works.ts';
import type { Subject } from '../edits/apply.ts';
import type { Sliced } from '../edits/exploration.ts';
import type { FoundRepair } from './report.ts';

/** What a repair costs, and why that is not known. */
export type Price = Pick<FoundRepair, 'costs' | 'costsNote'>;

/** States between two moments at which the caller may stop. */
const slice = 2048;

/** Undefined where it does not compile. */
export function* priceOf(
  { analysis, scenario, variant }: Subject,
  limits: Limits,
): Sliced<Price | undefined> {
  const { program } = analysis.compile(scenario, variant, { counting: true });
  if (program === undefined) return undefined;
  const search = startCosts(
    program,
    {
      functions: [...new Set(entryCalls(program))],
      works: comparedWorks,
      repeatable: repeatableWorks,
      sleeping,
    },
    { ...limits, states_max: Math.min(limits.states_max, costStatesMax) },
  );
  while (!search.advance(slice)) yield 1;
  const result = search.result();
  if (result.kind === 'counted') return { costs: costsReport(result.costs), costsNote: null };
  return { costs: null, costsNote: `not counted: ${result.bound.text}` };
}

/** Fewest edits first, of those the cheapest; else as they were found. */
export function byPrice(repairs: readonly FoundRepair[]): readonly FoundRepair[] {
  return repairs.toSorted(
    (a, b) => a.edits.length - b.edits.length || inOrder(costKey(a.costs), costKey(b.costs)),
  );
}
