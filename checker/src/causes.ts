// The distinct causes of a violated property, in words: what server and command line list.
import {
  type Cause,
  type Causes,
  type Program,
  type Progress,
  type RaceLimits,
  type Run,
  startCauses,
} from '@racewalk/simulator';
import { type PlainRow, plainRowsOf } from '@racewalk/trace';
import { counted } from './judge.ts';
import type { CheckedVariant } from './report.ts';

export interface ListedCause {
  readonly run: Run;
  readonly switches: number;
  /** The racing pair and the length of the run, in a line. */
  readonly label: string;
}

export interface ListedCauses {
  /** The property's name. */
  readonly property: string;
  /** The shortest run first. */
  readonly causes: readonly ListedCause[];
  /** False: a limit was reached, and there may be more. */
  readonly complete: boolean;
}

export interface CausesCheck {
  /** Works on, through about so many states; true when it is finished. */
  advance(expansions: number): boolean;
  progress(): Progress;
  /** What is known so far. */
  result(): ListedCauses;
}

/** Undefined where the variant does not break the property, or only with a run without an end. */
export function startCausesCheck(
  { program, outcome }: CheckedVariant,
  property: string,
  limits: Partial<RaceLimits> = {},
): CausesCheck | undefined {
  if (program === undefined || outcome === undefined) return undefined;
  const violation = outcome.violations.find(
    (one) => program.properties[one.property]?.name === property,
  );
  if (violation === undefined || violation.cycleSteps !== undefined) return undefined;
  const search = startCauses(program, violation.property, limits);
  return {
    advance: (expansions) => search.advance(expansions),
    progress: () => search.progress(),
    result: () => listedCauses(program, property, search.causes()),
  };
}

/** What a search for causes has found, in words. `property` is the property's name. */
export function listedCauses(
  program: Program,
  property: string,
  { causes, complete }: Causes,
): ListedCauses {
  const rowsOf = plainRowsOf(program);
  const listed = causes.map((cause) => listedCause(program, cause, rowsOf(cause.run)));
  return { property, causes: listed, complete };
}

function listedCause(program: Program, cause: Cause, rows: readonly PlainRow[]): ListedCause {
  const { run, switches, pair } = cause;
  const length = `${counted(run.length, 'step')}, ${counted(switches, 'context switch')}`;
  const step = (at: number): string => {
    const row = rows[at];
    if (row === undefined) return 'before any step';
    const thread = program.threads[row.thread]?.name ?? '';
    const call = row.calls.at(-1)?.name;
    return `${thread}: ${row.text}${call === undefined ? '' : ` in ${call}()`}`;
  };
  const what =
    pair === undefined
      ? `${step(run.length - 1)}, whatever the others do`
      : `${step(pair.first)}, then ${step(pair.second)}`;
  return { run, switches, label: `${what} (${length})` };
}
