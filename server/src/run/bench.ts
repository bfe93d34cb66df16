// The work of the bench in the worker: what is load-bearing, what repairs a race, variants side by side.
import { defaultLimits } from '@racewalk/simulator';
import {
  differenceText,
  type KnownUnits,
  loadBearingLimits,
  repairLimits,
  type Subject,
  startCompare,
  startDifference,
  startHistory,
  startLoadBearing,
  startRepair,
} from '@racewalk/workbench';
import type { Against, BenchFound, BenchWork } from './messages.ts';

export interface Bench {
  advance(expansions: number): boolean;
  progress(): { readonly done: number; readonly total: number; readonly states: number };
  /** Undefined where the variant does not compile. */
  found(): BenchFound | undefined;
}

export interface BenchAsked {
  readonly work: BenchWork;
  readonly subject: Subject;
  /** Bounds each exploration by itself. */
  readonly states: number;
  readonly against: Against | undefined;
  /** Rows of tables that were made before. */
  readonly known: KnownUnits;
}

export function startBench(asked: BenchAsked): Bench {
  switch (asked.work) {
    case 'loadBearing':
      return loadBearing(asked);
    case 'repair':
      return repair(asked);
    case 'compare':
      return compare(asked);
    case 'history':
      return history(asked);
    case 'difference':
      return difference(asked);
  }
}

function loadBearing({ subject, states }: BenchAsked): Bench {
  const { search, ...rest } = loadBearingLimits;
  const limits = { ...rest, search: { ...search, states_max: states } };
  const sliced = startLoadBearing(subject, { limits });
  return made(
    sliced,
    () => sliced.report(),
    (report) => ({ work: 'loadBearing', report }),
  );
}

function repair({ subject, states }: BenchAsked): Bench {
  const { search, ...rest } = repairLimits;
  const sliced = startRepair(subject, { ...rest, search: { ...search, states_max: states } });
  return made(
    sliced,
    () => sliced.report(),
    (report) => ({ work: 'repair', report }),
  );
}

function compare({ subject, states, known }: BenchAsked): Bench {
  const { analysis, scenario } = subject;
  const limits = { ...defaultLimits, states_max: states };
  const name = analysis.scenarios[scenario]?.name;
  const sliced = startCompare(analysis, { limits, scenario: name, known });
  return made(
    sliced,
    () => sliced.report(),
    (report) => ({ work: 'compare', report }),
  );
}

function history({ subject, states }: BenchAsked): Bench {
  const { analysis, scenario, variant } = subject;
  const info = analysis.scenarios[scenario];
  const sliced = startHistory(analysis, {
    limits: { ...defaultLimits, states_max: states },
    scenario: info?.name,
    variant: info?.variants[variant]?.name,
  });
  return made(
    sliced,
    () => sliced.report(),
    (report) => ({ work: 'history', report }),
  );
}

function difference({ subject, states, against }: BenchAsked): Bench {
  if (against === undefined) throw new Error('a difference is one of two variants');
  const { analysis, scenario, variant } = subject;
  const sliced = startDifference(analysis, {
    scenario,
    left: variant,
    right: against.variant,
    property: against.property,
    limits: { ...defaultLimits, states_max: states },
  });
  return made(
    sliced,
    () => sliced.report(),
    (report) => {
      const isFound = typeof report !== 'string';
      return { work: 'difference', isFound, text: isFound ? differenceText(report) : report };
    },
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
