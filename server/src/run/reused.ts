// An answer found for the same program when it stood elsewhere in the text, or expected something
// else: the search is not repeated, all that depends on the text is made anew.
import {
  type CheckedVariant,
  checkDiagnostic,
  judge,
  outcomeNotes,
  replayString,
  type StepReport,
  sleepingCalls,
  type VariantIndex,
} from '@racewalk/checker';
import type { Compilation, Diagnostic, VariantInfo } from '@racewalk/language';
import type { Outcome, Program, Run } from '@racewalk/simulator';
import { plainRowsOf } from '@racewalk/trace';

/** What the text says now. */
export interface Subject {
  readonly file: string;
  readonly info: VariantInfo;
  readonly compilation: Compilation;
  /** The scenario may have moved among those of its text. */
  readonly which: VariantIndex;
}

/** `program` is the new one; it has the same key as the one that `known` was found for. */
export function reused(
  known: CheckedVariant,
  program: Program,
  outcome: Outcome,
  subject: Subject,
): CheckedVariant {
  const { file, info, compilation } = subject;
  const { verdict, bounds } = outcome;
  const found = outcome.violations.map(({ property, run, switches, cycleSteps }) => ({
    property: program.properties[property]?.name ?? '',
    steps: run.length,
    switches,
    cycleSteps,
  }));
  const { standing, diagnostics } = judge(file, info, { verdict, found, bounds });
  const knowsMisuse = info.expect?.properties.includes('lock_misuse') === true;
  return {
    report: reportFor(known, program, outcome, subject, standing === 'expected'),
    standing,
    diagnostics: [
      ...compilation.diagnostics,
      ...diagnostics,
      ...moved(known, outcome, subject),
      ...(knowsMisuse ? [] : sleepingCalls(program, outcome)),
    ],
    program,
    outcome,
  };
}

function reportFor(
  { report }: CheckedVariant,
  program: Program,
  outcome: Outcome,
  { info, compilation, which }: Subject,
  asExpected: boolean,
): CheckedVariant['report'] {
  const { expect } = info;
  const properties = expect?.properties ?? [];
  const { ledger } = compilation;
  const at = (run: Run | undefined, steps: readonly StepReport[]): readonly StepReport[] =>
    run === undefined ? steps : placed(program, run, steps);
  return {
    ...report,
    name: info.name,
    profile: info.release,
    expected: expect === undefined ? [] : properties.length === 0 ? ['pass'] : properties,
    asExpected,
    violations: report.violations.map((one, index) => {
      const run = outcome.violations[index]?.run;
      const replay = run === undefined ? one.replay : replayString(program, which, run);
      return { ...one, replay, trace: at(run, one.trace) };
    }),
    outcomes: report.outcomes.map((one, index) => ({
      ...one,
      trace: at(outcome.outcomes[index]?.run, one.trace),
    })),
    witnesses: report.witnesses.map((one, index) => ({
      ...one,
      trace: at(outcome.witnesses[index]?.run, one.trace),
    })),
    ledger: {
      ...ledger,
      notes: [...ledger.notes, ...outcomeNotes(outcome)],
      limits: report.ledger.limits,
    },
  };
}

/** The same steps, on the lines where they stand now. */
function placed(program: Program, run: Run, steps: readonly StepReport[]): readonly StepReport[] {
  if (steps.length === 0) return steps;
  const rows = plainRowsOf(program)(run);
  return steps.map((step, index) => {
    const place = rows[index]?.place;
    return place === undefined ? step : { ...step, file: place.file, line: place.line + 1 };
  });
}

/** Diagnostics of the search itself, at their new places. */
function moved(known: CheckedVariant, outcome: Outcome, subject: Subject): Diagnostic[] {
  const { file, info, compilation } = subject;
  const stuck = compilation.schedule[outcome.scheduleStuck ?? -1];
  return known.diagnostics.flatMap(({ code, message }) => {
    if (code === 'RW0804') return [checkDiagnostic(code, file, info.title, message)];
    if (code === 'RW0805' && stuck !== undefined)
      return [checkDiagnostic(code, file, stuck, message)];
    return [];
  });
}
