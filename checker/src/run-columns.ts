// A run of a checked variant as CPU columns: the same text in terminal and editor.
import { type Program, type Property, type Run, repeatText, switchesIn } from '@racewalk/simulator';
import {
  type ColumnsLook,
  type ColumnsOptions,
  columns,
  defaultColumns,
  type Trace,
  traceOf,
} from '@racewalk/trace';
import { counted } from './judge.ts';
import type { CheckedVariant } from './report.ts';
import { type ListedRun, runsOf } from './runs.ts';

export interface RunColumnsOptions {
  /** Name of the scenario, for the title. */
  readonly scenario: string;
  /** Undefined: the first violated property. */
  readonly property: string | undefined;
  readonly look: ColumnsLook;
  /** For the last line; or undefined. */
  readonly replay: string | undefined;
}

/** A run drawn, with all that it was drawn from: `columns(trace, { ...options, tabs: true })`. */
export interface RunColumns {
  /** `tag_leak in 9 steps (2 switches)`. */
  readonly title: string;
  readonly text: string;
  readonly trace: Trace;
  readonly options: ColumnsOptions;
}

/** What of a checked variant is drawn. */
export type Drawable = Pick<CheckedVariant, 'program' | 'outcome'> & {
  readonly report: Pick<CheckedVariant['report'], 'name' | 'profile'>;
};

/** The run of a violated property; undefined if no run violates it. */
export function runColumns(checked: Drawable, options: RunColumnsOptions): RunColumns | undefined {
  const listed = runsOf(checked).find(
    ({ property }) =>
      property !== undefined && (options.property === undefined || options.property === property),
  );
  return listed === undefined ? undefined : listedColumns(checked, listed, options);
}

/** A run of `runsOf(checked)`; undefined where the variant does not compile. */
export function listedColumns(
  { report, program, outcome }: Drawable,
  { what, property, run }: ListedRun,
  { scenario, look, replay }: Omit<RunColumnsOptions, 'property'>,
): RunColumns | undefined {
  if (program === undefined || outcome === undefined) return undefined;
  const violation = outcome.violations.find(
    (one) => program.properties[one.property]?.name === property,
  );
  const repeats =
    violation?.cycleSteps === undefined ? '' : `, ${repeatText(violation.cycleSteps)}`;
  const claim = violation?.shortest === false ? ' (maybe not the shortest)' : '';
  return drawnRun(program, run, {
    place: placeText(scenario, report),
    what,
    claim: `${repeats}${claim}`,
    property: violation?.property,
    cycleSteps: violation?.cycleSteps,
    look,
    replay,
  });
}

/** `two increments, as written, v5.13`. */
export function placeText(
  scenario: string,
  { name, profile }: Pick<CheckedVariant['report'], 'name' | 'profile'>,
): string {
  return `${scenario}, ${name}, ${profile}`;
}

/** What is said about a run above and below its columns, and how they look. */
export interface Drawing extends Pick<RunColumnsOptions, 'look' | 'replay'> {
  /** `placeText()`. */
  readonly place: string;
  /** What the run shows: `tag_leak`, `witness "both inside"`. */
  readonly what: string;
  /** Behind the length of the run, in the title. */
  readonly claim: string;
  /** Index of the property that the run is about; or undefined. */
  readonly property: number | undefined;
  /** So many of the last steps repeat for ever; undefined: the run ends. */
  readonly cycleSteps: number | undefined;
}

/** Any run of a program, drawn; it must be one of this program. */
export function drawnRun(program: Program, run: Run, drawing: Drawing): RunColumns {
  const { place, what, claim, cycleSteps, look, replay } = drawing;
  const switches = counted(switchesIn(run), 'context switch');
  const title = `${what} in ${counted(run.length, 'step')}, ${switches}${claim}`;
  const property = program.properties[drawing.property ?? -1];
  const options: ColumnsOptions = {
    ...defaultColumns,
    ...look,
    title: `${place}: ${title}`,
    property: property && { name: property.name, sentence: property.sentence },
    whole: property && wholeText(property, cycleSteps),
    repeatsFrom: cycleSteps === undefined ? undefined : run.length - cycleSteps,
    replay,
  };
  const trace = traceOf(program, run);
  return { title, text: columns(trace, options), trace, options };
}

/** What only the whole run shows: no step of it breaks a property of liveness. */
function wholeText({ liveness }: Property, cycleSteps: number | undefined): string | undefined {
  if (cycleSteps !== undefined) return repeatText(cycleSteps);
  return liveness === undefined ? undefined : 'the run ends without it';
}
