// The answer for one variant and for a file, as every view shows it and as `--json` prints it.
// The same function makes it in the terminal, the editor and the browser.
import type { Diagnostic, Ledger } from '@racewalk/language';
import type { Outcome, Program } from '@racewalk/simulator';
import type { Standing } from './judge.ts';

/** What an engine found in one variant, with what the ledger says about how. */
export interface Explored {
  /** With its version: `Spin 6.5.2`. Undefined: our own. */
  readonly engine: string | undefined;
  readonly outcome: Outcome;
  /** For the ledger: what this engine can't tell, and what its numbers mean. */
  readonly notes: readonly string[];
  /** Those in force: `states_max: 5 000 000`. */
  readonly limits: readonly string[];
}

/** One row of a run: a step, as data. */
export interface StepReport {
  readonly thread: string;
  /** The innermost call that is open: `mte_sync_tags`. */
  readonly function: string;
  /** What the step does, with the values: `read pages[0].flags: 0`. */
  readonly text: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** What changed: `pages[0].flags: 0 -> PG_mte_tagged`. */
  readonly changes: readonly {
    readonly name: string;
    readonly before: string;
    readonly after: string;
  }[];
}

export interface ViolationReport {
  readonly property: string;
  readonly message: string;
  readonly steps: number;
  readonly switches: number;
  /** So many of the last steps repeat for ever; undefined: the run ends. */
  readonly cycleSteps?: number | undefined;
  /** False where a limit stopped the search for the run with the fewest switches and steps. */
  readonly shortest: boolean;
  /** The run as one word: `racewalk replay` takes it. */
  readonly replay: string;
  readonly trace: readonly StepReport[];
}

export interface OutcomeReport {
  /** One entry per observation. */
  readonly values: readonly { readonly name: string; readonly value: string }[];
  /** Always: every complete run ends so. Never appears only for a condition no run satisfies. */
  readonly frequency: 'Always' | 'Sometimes' | 'Never';
  readonly trace: readonly StepReport[];
}

export interface WitnessReport {
  readonly name: string;
  readonly found: boolean;
  readonly trace: readonly StepReport[];
}

export interface VariantReport {
  readonly name: string;
  /** The release: `v5.13`. */
  readonly profile: string;
  readonly verdict: 'pass' | 'fail' | 'bounded' | 'error';
  /** Property names, `["pass"]`, or empty where nothing is expected. */
  readonly expected: readonly string[];
  readonly asExpected: boolean;
  readonly violations: readonly ViolationReport[];
  readonly outcomes: readonly OutcomeReport[];
  readonly witnesses: readonly WitnessReport[];
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Exact, in decimal; or null, with the reason in the ledger's notes. */
  readonly interleavings: string | null;
  /** Empty when everything was explored. A failing variant may have some, too. */
  readonly limitsReached: readonly { readonly limit: string; readonly text: string }[];
  /** `limits` are those in force: `states_max: 5 000 000`. */
  readonly ledger: Ledger & { readonly limits: readonly string[] };
}

/** A report with what it was made from, for views that walk runs. Does not leave the process. */
export interface CheckedVariant {
  readonly report: VariantReport;
  /** How it compares with what is expected; `error` where it does not compile. */
  readonly standing: Standing | 'error';
  readonly diagnostics: readonly Diagnostic[];
  readonly program: Program | undefined;
  readonly outcome: Outcome | undefined;
}
