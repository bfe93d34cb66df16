// One variant from its text to its judged report, in slices that a caller may stop between.
import type { Analysis, Compilation, Diagnostic, Ledger, VariantInfo } from '@racewalk/language';
import {
  type Limits,
  type Outcome,
  type Program,
  type Progress,
  type Search,
  startSearch,
} from '@racewalk/simulator';
import { checkDiagnostic } from './diagnostics.ts';
import { type Findings, judge } from './judge.ts';
import type { CheckedVariant } from './report.ts';
import { failedReport, variantReport } from './variant-report.ts';

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
): Check {
  const info = analysis.scenarios[scenario]?.variants[variant];
  if (info === undefined) throw new Error(`no variant ${variant} of scenario ${scenario}`);
  const compilation = analysis.compile(scenario, variant);
  const { program } = compilation;
  if (program === undefined) return failedCheck(info, compilation);
  const search = startSearch(program, limits);
  const subject = { file: analysis.file.name, info, compilation, program, limits };
  return runningCheck(subject, search);
}

interface Subject {
  readonly file: string;
  readonly info: VariantInfo;
  readonly compilation: Compilation;
  readonly program: Program;
  readonly limits: Limits;
}

function failedCheck(info: VariantInfo, { ledger, diagnostics }: Compilation): Check {
  const checked = failedVariant(info, ledger, diagnostics);
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

function runningCheck(subject: Subject, search: Search): Check {
  let finished = false;
  let checked: CheckedVariant | undefined;
  return {
    advance(expansions) {
      finished = finished || search.advance(expansions);
      return finished;
    },
    progress: () => search.progress(),
    result() {
      if (!finished) return checkedOf(subject, search.outcome());
      checked ??= checkedOf(subject, search.outcome());
      return checked;
    },
  };
}

function checkedOf(subject: Subject, outcome: Outcome): CheckedVariant {
  const { file, info, compilation, program, limits } = subject;
  const { standing, diagnostics } = judge(file, info, findingsOf(program, outcome));
  const asExpected = standing === 'expected';
  return {
    report: variantReport(info, compilation.ledger, outcome, { program, asExpected, limits }),
    standing,
    diagnostics: [
      ...compilation.diagnostics,
      ...diagnostics,
      ...stuckSchedule(subject, outcome),
      ...missedWitnesses(subject, outcome),
    ],
    program,
    outcome,
  };
}

function findingsOf(program: Program, outcome: Outcome): Findings {
  const { verdict, bounds } = outcome;
  const found = outcome.violations.map(({ property, run, switches }) => ({
    property: program.properties[property]?.name ?? '',
    steps: run.length,
    switches,
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
