// What is known of the variants of one text at one revision: data, and the steps between its
// states. Lens, diagnostics, status, hover and columns read nothing else.

import type { FunctionSteps, VariantSeen } from '@racewalk/checker';
import type { Diagnostic, ScenarioInfo } from '@racewalk/language';
import type { Job, SeenValues, VariantResult } from './messages.ts';

export type VariantState =
  /** Its run has not begun; it soon will. */
  | { readonly kind: 'waiting' }
  /** Nobody asked, and automatic runs are off. */
  | { readonly kind: 'off' }
  | { readonly kind: 'running'; readonly states: number; readonly requested: boolean }
  | { readonly kind: 'done'; readonly result: VariantResult }
  | { readonly kind: 'cancelled' }
  /** The worker died of it, or a bug of ours stopped it. */
  | { readonly kind: 'failed'; readonly message: string };

export interface VariantEntry {
  readonly scenario: string;
  readonly variant: string;
  readonly state: VariantState;
  /** What compiling says at this revision; known before the run ends. */
  readonly compiled: readonly Diagnostic[];
  /** What the functions in use do, step by step; empty until it is compiled. */
  readonly functions: readonly FunctionSteps[];
  /** What its locks say; empty until that is known, and where the program is too large. */
  readonly locks: readonly Diagnostic[];
  /** Undefined until they are collected, and where the program is too large. */
  readonly values: SeenValues | undefined;
  /** What is to be said of the text once it is known of all variants; undefined as `values` is. */
  readonly seen: VariantSeen | undefined;
  /** The last verdict of an older text, for as long as there is none of this one. */
  readonly older: VariantResult | undefined;
}

export interface FileResults {
  /** The snapshot that all of this is about. */
  readonly revision: number;
  /** By scenario, then variant, as in `Analysis.scenarios`. */
  readonly entries: readonly (readonly VariantEntry[])[];
}

/** What can become known of a variant, each in its time. */
export type Change = Partial<
  Pick<VariantEntry, 'state' | 'compiled' | 'functions' | 'locks' | 'values' | 'seen'>
>;

/** Results for a new text: nothing is known yet, except what was true of an older one. */
export function adopted(
  previous: FileResults | undefined,
  revision: number,
  scenarios: readonly ScenarioInfo[],
  start: 'waiting' | 'off',
): FileResults {
  const older = new Map<string, VariantResult>();
  for (const entry of previous?.entries.flat() ?? []) {
    const result = answered(entry.state) ?? entry.older;
    if (result !== undefined) older.set(keyOf(entry.scenario, entry.variant), result);
  }
  const entries = scenarios.map((scenario) =>
    scenario.variants.map((variant) => ({
      scenario: scenario.name,
      variant: variant.name,
      state: { kind: start },
      compiled: [],
      functions: [],
      locks: [],
      values: undefined,
      seen: undefined,
      older: older.get(keyOf(scenario.name, variant.name)),
    })),
  );
  return { revision, entries };
}

function keyOf(scenario: string, variant: string): string {
  return JSON.stringify([scenario, variant]);
}

export function entryOf(results: FileResults | undefined, job: Job): VariantEntry | undefined {
  return results?.entries[job.scenario]?.[job.variant];
}

/** The same results with one entry changed. */
export function changed(results: FileResults, job: Job, change: Change): FileResults {
  const entries = results.entries.map((row, scenario) =>
    scenario !== job.scenario
      ? row
      : row.map((entry, variant) => (variant === job.variant ? merged(entry, change) : entry)),
  );
  return { ...results, entries };
}

function merged(entry: VariantEntry, change: Change): VariantEntry {
  const next = { ...entry, ...change };
  return answered(next.state) === undefined ? next : { ...next, older: undefined };
}

/** The result, where there is a verdict: a text that does not compile leaves the older one standing. */
function answered(state: VariantState): VariantResult | undefined {
  return state.kind === 'done' && state.result.standing !== 'error' ? state.result : undefined;
}

/** Every variant of the text. */
export function allJobs(results: FileResults): readonly Job[] {
  return results.entries.flatMap((row, scenario) =>
    row.map((_, variant) => ({ scenario, variant })),
  );
}
