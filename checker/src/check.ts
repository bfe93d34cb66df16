// One variant from its text to its judged report, in slices that a caller may stop between.
import type { Analysis, Compilation, Diagnostic, Ledger, VariantInfo } from '@racewalk/language';
import {
  type Limits,
  type Outcome,
  type Program,
  type Progress,
  type Search,
  type SearchOptions,
  type SimulationOptions,
  startSearch,
  startSimulation,
} from '@racewalk/simulator';
import { checkDiagnostic } from './diagnostics.ts';
import { type Findings, judge } from './judge.ts';
import { sleepingCalls } from './mm-diagnostics/sleeping-under-spinlock.ts';
import type { VariantIndex } from './replay-string.ts';
import type { CheckedVariant, Explored } from './report.ts';
import { failedReport, limitTexts, simulationLimitTexts, variantReport } from './variant-report.ts';

export interface Check {
  /** Works on, through about so many states; true when the answer is there. */
  advance(expansions: number): boolean;
  progress(): Progress;
  /** What is known so far. Before the end it is bounded by `cancelled`, or a failure found. */
  result(): CheckedVariant;
}

/**
 * Compiles a variant and begins to explore it. Indices are those of `analysis.scenarios`.
 * Example: `const check = startCheck(analysis, 0, 0, limits); while (!check.advance(10_000));`
 */
export function startCheck(
  analysis: Analysis,
  scenario: number,
  variant: number,
  limits: Limits,
  options: SearchOptions = {},
): Check {
  const prepared = prepare(analysis, scenario, variant);
  if (prepared.kind === 'failed') return failedCheck(prepared.checked);
  const search = startSearch(prepared.program, limits, options);
  return runningCheck(prepared, search, { notes: [], limits: limitTexts(limits) });
}

/**
 * Compiles a variant and begins random runs of it, which never pass.
 * Example: `startRandomCheck(analysis, { scenario: 0, variant: 0 }, { seed: 7 }, limits)`.
 */
export function startRandomCheck(
  analysis: Analysis,
  which: { readonly scenario: number; readonly variant: number },
  options: Partial<SimulationOptions>,
  limits: Limits,
): Check {
  const prepared = prepare(analysis, which.scenario, which.variant);
  if (prepared.kind === 'failed') return failedCheck(prepared.checked);
  const search = startSimulation(prepared.program, options, limits);
  const notes = ['random runs: states, transitions and depth are those met'];
  return runningCheck(prepared, search, { notes, limits: simulationLimitTexts(options, limits) });
}

/** A variant before anything explores it, for engines other than ours. */
export type Prepared = Pick<Compilation, 'doubtful' | 'hidesChange'> &
  (
    | /** It does not compile; there is nothing to explore. */
    { readonly kind: 'failed'; readonly checked: CheckedVariant }
    | {
        readonly kind: 'ready';
        readonly program: Program;
        /** Judges what an engine found in the program, and makes the report of it. */
        judged(explored: Explored): CheckedVariant;
      }
  );

/**
 * Compiles a variant. Indices are those of `analysis.scenarios`.
 * Example: `prepare(analysis, 0, 0).judged({ engine: 'Spin 6.5.2', outcome, notes, limits })`.
 */
export function prepare(analysis: Analysis, scenario: number, variant: number): Prepared {
  const info = analysis.scenarios[scenario]?.variants[variant];
  if (info === undefined) throw new Error(`no variant ${variant} of scenario ${scenario}`);
  const compilation = analysis.compile(scenario, variant);
  const { program, ledger, diagnostics, doubtful, hidesChange } = compilation;
  if (program === undefined)
    return {
      kind: 'failed',
      checked: failedVariant(info, ledger, diagnostics),
      doubtful,
      hidesChange,
    };
  const which = { scenario, variant };
  const subject = { file: analysis.file.name, info, compilation, program, which };
  const judged = (explored: Explored): CheckedVariant => checkedOf(subject, explored);
  return { kind: 'ready', program, judged, doubtful, hidesChange };
}

type Ready = Extract<Prepared, { kind: 'ready' }>;

interface Subject {
  readonly file: string;
  readonly info: VariantInfo;
  readonly compilation: Compilation;
  readonly program: Program;
  readonly which: VariantIndex;
}

function failedCheck(checked: CheckedVariant): Check {
  return {
    advance: () => true,
    progress: () => ({ states: 0, frontier: 0, depth: 0, bytes: 0 }),
    result: () => checked,
  };
}

/** What stands for a variant whose check ran into a bug of ours: there is no verdict. */
export function crashedVariant(info: VariantInfo): CheckedVariant {
  const { release, patches } = info;
  const notes = ['internal error: no verdict'];
  const ledger = { engine: '', release, patches, memory: '', notes, bounds: [], abstractions: [] };
  return failedVariant(info, ledger, []);
}

function failedVariant(
  info: VariantInfo,
  ledger: Ledger,
  diagnostics: readonly Diagnostic[],
): CheckedVariant {
  const report = failedReport(info, ledger);
  return { report, standing: 'error', diagnostics, program: undefined, outcome: undefined };
}

function runningCheck(
  { judged }: Ready,
  search: Search,
  how: Pick<Explored, 'notes' | 'limits'>,
): Check {
  let finished = false;
  let checked: CheckedVariant | undefined;
  const current = (): CheckedVariant => {
    return judged({ engine: undefined, outcome: search.outcome(), ...how });
  };
  return {
    advance(expansions) {
      finished = finished || search.advance(expansions);
      return finished;
    },
    progress: () => search.progress(),
    result() {
      if (!finished) return current();
      checked ??= current();
      return checked;
    },
  };
}

function checkedOf(subject: Subject, explored: Explored): CheckedVariant {
  const { file, info, compilation, program, which } = subject;
  const { outcome } = explored;
  const { standing, diagnostics } = judge(file, info, findingsOf(program, outcome));
  const asExpected = standing === 'expected';
  const knowsMisuse = info.expect?.properties.includes('lock_misuse') === true;
  return {
    report: variantReport(info, compilation.ledger, explored, { program, which, asExpected }),
    standing,
    diagnostics: [
      ...compilation.diagnostics,
      ...diagnostics,
      ...stuckSchedule(subject, outcome),
      ...missedWitnesses(subject, outcome),
      ...(knowsMisuse ? [] : sleepingCalls(program, outcome)),
    ],
    program,
    outcome,
  };
}

function findingsOf(program: Program, outcome: Outcome): Findings {
  const { verdict, bounds } = outcome;
  const found = outcome.violations.map(({ property, run, switches, cycleSteps }) => ({
    property: program.properties[property]?.name ?? '',
    steps: run.length,
    switches,
    cycleSteps,
  }));
  return { verdict, found, bounds };
}

function stuckSchedule({ file, compilation, program }: Subject, outcome: Outcome): Diagnostic[] {
  const { scheduleStuck: index } = outcome;
  const span = index === undefined ? undefined : compilation.schedule[index];
  if (index === undefined || span === undefined) return [];
  // A run that a violation ends inside the schedule has answered; one that is merely stuck has not.
  if (outcome.verdict === 'fail') return [];
  const name = program.threads[program.schedule[index] ?? -1]?.name ?? '';
  const why = `${name} is over or has to wait here`;
  const message = `step ${index + 1} of the schedule is not possible: ${why}`;
  return [checkDiagnostic('RW0805', file, span, message)];
}

function missedWitnesses({ file, info, program }: Subject, outcome: Outcome): Diagnostic[] {
  return outcome.witnesses.flatMap(({ witness, run }) => {
    if (run !== undefined) return [];
    const name = program.witnesses[witness]?.name ?? '';
    const why =
      outcome.bounds.length === 0 ? 'no reachable state satisfies it' : 'none was found so far';
    const message = `witness "${name}" was not reached in variant "${info.name}": ${why}`;
    return [checkDiagnostic('RW0804', file, info.title, message)];
  });
}
