// The runs that a checked variant has to show, each under the name by which it can be asked for.
import type { CheckedVariant } from '@racewalk/checker';
import { formatValue, type Program, type Run } from '@racewalk/simulator';

export interface ListedRun {
  readonly choice: string;
  readonly label: string;
  readonly property?: string | undefined;
  readonly run: Run;
}

export function runsOf({ program, outcome }: CheckedVariant): readonly ListedRun[] {
  if (program === undefined || outcome === undefined) return [];
  const violations = outcome.violations.map(({ property, run }) => {
    const name = program.properties[property]?.name ?? '';
    return { choice: `violation:${name}`, label: `breaks ${name}`, property: name, run };
  });
  const witnesses = outcome.witnesses.flatMap(({ witness, run }) => {
    if (run === undefined) return [];
    const name = program.witnesses[witness]?.name ?? '';
    return [{ choice: `witness:${witness}`, label: `reaches ${name}`, run }];
  });
  const outcomes = outcome.outcomes.map(({ values, run }, index) => ({
    choice: `outcome:${index}`,
    label: `ends with ${outcomeText(program, values)}`,
    run,
  }));
  return [...violations, ...witnesses, ...outcomes];
}

function outcomeText(program: Program, values: readonly number[]): string {
  return program.observations
    .map(({ name, display }, at) => `${name} = ${formatValue(program, display, values[at] ?? 0)}`)
    .join(', ');
}
