// The runs of a checked variant that can be walked: of its violations, witnesses and outcomes.
import { formatValue, type Outcome, type Program, type Run, switchesIn } from '@racewalk/simulator';
import { counted, foundText } from './judge.ts';
import type { CheckedVariant } from './report.ts';

export interface ListedRun {
  /** `violation:tag_leak`, `witness:0`, `outcome:2`. */
  readonly choice: string;
  /** `tag_leak in 9 steps (2 switches)`. */
  readonly label: string;
  /** What it shows, without its length: `tag_leak`, `witness "both inside"`. */
  readonly what: string;
  /** The violated property that the run is shown for. */
  readonly property: string | undefined;
  readonly run: Run;
}

/** Empty for a variant that does not compile. */
export function runsOf({
  program,
  outcome,
}: Pick<CheckedVariant, 'program' | 'outcome'>): readonly ListedRun[] {
  if (program === undefined || outcome === undefined) return [];
  return [
    ...violationRuns(program, outcome),
    ...witnessRuns(program, outcome),
    ...outcomeRuns(program, outcome),
  ];
}

function violationRuns({ properties }: Program, { violations }: Outcome): ListedRun[] {
  return violations.map(({ property: index, run, switches, cycleSteps }) => {
    const property = properties[index]?.name ?? '';
    const label = foundText({ property, steps: run.length, switches, cycleSteps });
    return { choice: `violation:${property}`, label, what: property, property, run };
  });
}

function witnessRuns(program: Program, outcome: Outcome): ListedRun[] {
  return outcome.witnesses.flatMap(({ witness, run }) => {
    if (run === undefined) return [];
    const name = program.witnesses[witness]?.name ?? '';
    const what = `witness "${name}"`;
    const label = `${what} ${lengthText(run)}`;
    return [{ choice: `witness:${witness}`, label, what, property: undefined, run }];
  });
}

/** Without observations every complete run has the same outcome, which tells nothing. */
function outcomeRuns(program: Program, outcome: Outcome): ListedRun[] {
  const { observations } = program;
  if (observations.length === 0) return [];
  return outcome.outcomes.map(({ values, run }, index) => {
    const named = observations.map(
      ({ name, display }, at) => `${name}: ${formatValue(program, display, values[at] ?? 0)}`,
    );
    const what = `outcome ${named.join(', ')}`;
    const label = `${what} ${lengthText(run)}`;
    return { choice: `outcome:${index}`, label, what, property: undefined, run };
  });
}

/** `in 9 steps (2 switches)`. */
function lengthText(run: Run): string {
  return `in ${counted(run.length, 'step')} (${counted(switchesIn(run), 'switch')})`;
}
