// Costs as data that can be written down: a number, or `unbounded`.
import type { Costs } from '@racewalk/simulator';
import type { AmountReport, CostsReport, WorkReport } from '../compare/unit-report.ts';

function amount(value: number): AmountReport {
  return Number.isFinite(value) ? value : 'unbounded';
}

function workReports(works: Costs['run']): readonly WorkReport[] {
  return works.map(({ work, alone, worst }) => ({
    work,
    alone: alone === undefined ? null : amount(alone),
    worst: amount(worst),
  }));
}

export function costsReport(costs: Costs): CostsReport {
  return {
    run: workReports(costs.run),
    waits: amount(costs.waits),
    calls: costs.calls.map((call) => ({
      function: call.function,
      works: workReports(call.works),
      waits: amount(call.waits),
      waitsFor: call.waitsFor,
    })),
    repeated: costs.repeated.map((one) => ({ ...one, times: amount(one.times) })),
    heldAsleep: costs.heldAsleep,
  };
}
