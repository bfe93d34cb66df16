// The work of the bench in the worker: what is load-bearing, what repairs a race, variants side by side.
import { defaultLimits } from '@racewalk/simulator';
import {
  loadBearingLimits,
  repairLimits,
  type Subject,
  startCompare,
  startLoadBearing,
  startRepair,
} from '@racewalk/workbench';
import type { BenchFound, BenchWork } from './messages.ts';

export interface Bench {
  advance(expansions: number): boolean;
  progress(): { readonly done: number; readonly total: number; readonly states: number };
  /** Undefined where the variant does not compile. */
  found(): BenchFound | undefined;
}

/** `states` bounds each exploration by itself. */
export function startBench(work: BenchWork, subject: Subject, states: number): Bench {
  if (work === 'loadBearing') {
    const { search, ...rest } = loadBearingLimits;
    const limits = { ...rest, search: { ...search, states_max: states } };
    const report = startLoadBearing(subject, { limits });
    return made(
      report,
      () => report.report(),
      (found) => ({ work, report: found }),
    );
  }
  if (work === 'compare') {
    const { analysis, scenario } = subject;
    const limits = { ...defaultLimits, states_max: states };
    const compare = startCompare(analysis, {
      limits,
      scenario: analysis.scenarios[scenario]?.name,
    });
    return made(
      compare,
      () => compare.report(),
      (found) => ({ work, report: found }),
    );
  }
  const { search, ...rest } = repairLimits;
  const repair = startRepair(subject, { ...rest, search: { ...search, states_max: states } });
  return made(
    repair,
    () => repair.report(),
    (found) => ({ work, report: found }),
  );
}

function made<Report>(
  sliced: Pick<Bench, 'advance' | 'progress'>,
  report: () => Report | undefined,
  named: (report: Report) => BenchFound,
): Bench {
  return {
    advance: (expansions) => sliced.advance(expansions),
    progress: () => sliced.progress(),
    found: () => {
      const found = report();
      return found === undefined ? undefined : named(found);
    },
  };
}
