// Which variant stands first: what passes before what does not, then the cheapest. The order of the
// comparison is promised in docs/fix-bench.md.
import { comparedWorks } from '../costs/works.ts';
import type { AmountReport, CompareUnit, CostsReport } from './unit-report.ts';

const verdictOrder = ['pass', 'bounded', 'fail', 'error'] as const;

/** Numbers of the units of each scenario, in the order of the table. */
export function ranking(units: readonly CompareUnit[]): readonly (readonly number[])[] {
  return scenariosOf(units).map((own) => [...own].sort(compare).map(({ number }) => number));
}

/** The units of each scenario, in their order. */
export function scenariosOf(units: readonly CompareUnit[]): readonly (readonly CompareUnit[])[] {
  const byScenario = new Map<string, CompareUnit[]>();
  for (const unit of units) {
    const key = JSON.stringify([unit.file, unit.scenario]);
    const known = byScenario.get(key);
    if (known === undefined) byScenario.set(key, [unit]);
    else known.push(unit);
  }
  return [...byScenario.values()];
}

function compare(left: CompareUnit, right: CompareUnit): number {
  return inOrder(keyOf(left), keyOf(right)) || left.number - right.number;
}

/** By the first number that differs; 0 where none does. */
export function inOrder(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  // Subtracting infinities gives no number.
  return at < 0 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
}

function keyOf({ verdict, properties, costs }: CompareUnit): readonly number[] {
  const broken = properties.filter(({ holds }) => holds === false).length;
  return [verdictOrder.indexOf(verdict), broken, ...costKey(costs)];
}

/** The cheapest first, as docs/fix-bench.md promises. */
export function costKey(costs: CostsReport | null): readonly number[] {
  if (costs === null) return [1];
  const of = (work: string) => costs.run.find((one) => one.work === work);
  return [
    0,
    ...comparedWorks.map((work) => plain(of(work)?.worst ?? 0)),
    ...comparedWorks.map((work) => plain(of(work)?.alone ?? 0)),
    plain(costs.waits),
  ];
}

function plain(amount: AmountReport): number {
  return amount === 'unbounded' ? Number.POSITIVE_INFINITY : amount;
}
