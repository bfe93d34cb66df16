// The failing run of a checked variant as CPU columns: the same text in terminal and editor.
import { type Program, repeatText, type Violation } from '@racewalk/simulator';
import { columns, defaultColumns, traceOf } from '@racewalk/trace';
import { counted } from './judge.ts';
import type { CheckedVariant } from './report.ts';

export interface RunColumnsOptions {
  /** Name of the scenario, for the title. */
  readonly scenario: string;
  /** Undefined: the first violated property. */
  readonly property: string | undefined;
  readonly tabs: boolean;
}

export interface RunColumns {
  /** `tag_leak in 9 steps (2 switches)`. */
  readonly title: string;
  readonly text: string;
}

/** Undefined if no run violates the property. */
export function runColumns(
  checked: CheckedVariant,
  options: RunColumnsOptions,
): RunColumns | undefined {
  const { program, outcome, report } = checked;
  if (program === undefined || outcome === undefined) return undefined;
  const violation = outcome.violations.find(({ property }) => {
    const name = program.properties[property]?.name;
    return options.property === undefined || options.property === name;
  });
  const property = program.properties[violation?.property ?? -1];
  if (violation === undefined || property === undefined) return undefined;
  const { run, switches, shortest, cycleSteps } = violation;
  const length = `${counted(run.length, 'step')}, ${counted(switches, 'context switch')}`;
  const repeats = cycleSteps === undefined ? '' : `, ${repeatText(cycleSteps)}`;
  const claim = shortest ? '' : ' (maybe not the shortest)';
  const title = `${property.name} in ${length}${repeats}${claim}`;
  const whole = `${options.scenario}, ${report.name}, ${report.profile}: ${title}`;
  const { name, sentence } = property;
  const text = columns(traceOf(program, run), {
    ...defaultColumns,
    title: whole,
    property: { name, sentence },
    whole: wholeText(program, violation),
    repeatsFrom: cycleSteps === undefined ? undefined : run.length - cycleSteps,
    tabs: options.tabs,
  });
  return { title, text };
}

/** What only the whole run shows: no step of it breaks a property of liveness. */
function wholeText(program: Program, { property, cycleSteps }: Violation): string | undefined {
  if (cycleSteps !== undefined) return repeatText(cycleSteps);
  const isLiveness = program.properties[property]?.liveness !== undefined;
  return isLiveness ? 'the run ends without it' : undefined;
}
