// Two variants on one property: the run that breaks it in the first, and what the second does with the
// same schedule, up to the step where they part.
import {
  type Check,
  type CheckedVariant,
  drawnRun,
  placeText,
  runsOf,
  startCheck,
} from '@racewalk/checker';
import type { Analysis } from '@racewalk/language';
import { type Action, type Limits, type Program, Replayer, type Run } from '@racewalk/simulator';
import { type ColumnsLook, defaultLook, type Trace, type TraceRow, traceOf } from '@racewalk/trace';

/** Where two runs part, with both runs as columns. */
export interface RunDifference {
  /** Index of the first step that is not the same; undefined: one run is the other, or its beginning. */
  readonly at: number | undefined;
  readonly left: DifferingRun;
  readonly right: DifferingRun;
}

export interface DifferingRun {
  readonly variant: string;
  /** The step at which they part: `cpu0: spin_lock(&lock)`; or that there is none. */
  readonly step: string;
  /** Why this run is shown. */
  readonly what: string;
  readonly columns: string;
}

/** Which two runs: those of two variants of a scenario, 0-based, on one property. */
export interface DifferenceWish {
  readonly scenario: number;
  readonly left: number;
  readonly right: number;
  readonly property: string;
  readonly limits: Limits;
}

export interface DifferenceWork {
  /** Works on, through about so many states; true when the answer is there. */
  advance(expansions: number): boolean;
  progress(): { readonly done: number; readonly total: number; readonly states: number };
  /** Only after `advance` has said true; a string says why there is nothing to compare. */
  report(): RunDifference | string;
}

/** Explores both variants in full, one after the other. */
export function startDifference(analysis: Analysis, wish: DifferenceWish): DifferenceWork {
  const { scenario, left, right, property, limits } = wish;
  const variants = [left, right];
  const found: CheckedVariant[] = [];
  let check: Check | undefined;
  return {
    advance(expansions) {
      const variant = variants[found.length];
      if (variant === undefined) return true;
      check ??= startCheck(analysis, scenario, variant, limits);
      if (!check.advance(expansions)) return false;
      found.push(check.result());
      check = undefined;
      return found.length === variants.length;
    },
    progress: () => ({
      done: found.length,
      total: variants.length,
      states: check?.progress().states ?? 0,
    }),
    report() {
      const [a, b] = found;
      if (a === undefined || b === undefined) throw new Error('the runs are not known yet');
      const { name = '' } = analysis.scenarios[scenario] ?? {};
      return runDifference(a, b, { scenario: name, property, look: defaultLook });
    },
  };
}

/** Where the runs part, then both as columns. */
export function differenceText({ at, left, right }: RunDifference): string {
  const where = at === undefined ? 'They do not part.' : `They part at step ${at + 1}:`;
  const steps = [left, right].map(({ variant, step }) => `  ${variant}: ${step}`);
  const lines = at === undefined ? [where] : [where, ...steps];
  return [...lines, '', left.columns, right.columns].join('\n');
}

/** A string says why there is nothing to compare. */
export function runDifference(
  left: CheckedVariant,
  right: CheckedVariant,
  { scenario, property, look }: { scenario: string; property: string; look: ColumnsLook },
): RunDifference | string {
  const broken = runsOf(left).find((one) => one.property === property);
  if (broken === undefined) return `no run of "${left.report.name}" breaks ${property}`;
  if (left.program === undefined || right.program === undefined)
    return `"${right.report.name}" does not compile`;
  const own = runsOf(right).find((one) => one.property === property);
  const other = own?.run ?? followed(right.program, left.program, broken.run);
  const rows = {
    left: traceOf(left.program, broken.run),
    right: traceOf(right.program, other),
  };
  const at = partedAt(rows.left, rows.right);
  const drawn = (checked: CheckedVariant, program: Program, run: Run, what: string): string =>
    drawnRun(program, run, {
      place: placeText(scenario, checked.report),
      what,
      claim: '',
      property: program.properties.findIndex(({ name }) => name === property),
      cycleSteps: undefined,
      look,
      replay: undefined,
    }).text;
  const why = own === undefined ? 'the same schedule, as far as it goes' : property;
  return {
    at,
    left: {
      variant: left.report.name,
      step: stepAt(rows.left, at),
      what: property,
      columns: drawn(left, left.program, broken.run, property),
    },
    right: {
      variant: right.report.name,
      step: stepAt(rows.right, at),
      what: why,
      columns: drawn(right, right.program, other, why),
    },
  };
}

/** The same threads in the same order, until one of them cannot move. */
function followed(program: Program, from: Program, run: Run): Run {
  const replayer = new Replayer(program);
  const taken: Action[] = [];
  let state = replayer.initial;
  for (const action of run) {
    const name = from.threads[action.thread]?.name;
    const thread = program.threads.findIndex((one) => one.name === name);
    const possible = replayer.enabled(state).filter((one) => one.thread === thread);
    const chosen = possible.find(({ choice }) => choice === action.choice) ?? possible[0];
    const step = chosen && replayer.step(state, chosen);
    if (chosen === undefined || step === undefined) break;
    taken.push(chosen);
    state = step.after;
    if (step.end !== undefined) break;
  }
  return taken;
}

function partedAt(left: Trace, right: Trace): number | undefined {
  const length = Math.max(left.rows.length, right.rows.length);
  for (let at = 0; at < length; at++) {
    if (sameStep(left, right, at)) continue;
    return at;
  }
  return undefined;
}

function sameStep(left: Trace, right: Trace, at: number): boolean {
  const a = left.rows[at];
  const b = right.rows[at];
  return a !== undefined && b !== undefined && keyOf(left, a) === keyOf(right, b);
}

/** What a step does, whatever its text is called: who, what it sees, what it changes. */
function keyOf({ threads }: Trace, { thread, reads, changes }: TraceRow): string {
  return JSON.stringify([threads[thread]?.name, reads, changes]);
}

function stepAt({ rows, threads }: Trace, at: number | undefined): string {
  const row = at === undefined ? undefined : rows[at];
  if (row === undefined) return 'its run is over';
  const inside = row.calls.at(-1);
  const where = inside === undefined ? '' : ` in ${inside.name}()`;
  return `${threads[row.thread]?.name ?? ''}: ${row.text}${where}`;
}
