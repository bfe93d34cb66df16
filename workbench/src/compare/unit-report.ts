// What the bench says about one variant, as data: one row of its table.

/** How often; `unbounded`: some run does it more often than any number. */
export type AmountReport = number | 'unbounded';

export interface PropertyReport {
  readonly name: string;
  /** False for a built-in one, which is always watched. */
  readonly declared: boolean;
  /** Null: a limit was reached before an answer. */
  readonly holds: boolean | null;
  /** Of the run that breaks it; null where none does. */
  readonly run: PropertyRun | null;
}

export interface PropertyRun {
  readonly steps: number;
  readonly switches: number;
  /** False where a limit stopped the search for the run with the fewest switches and steps. */
  readonly shortest: boolean;
  /** For `racewalk replay`. */
  readonly replay: string;
}

export interface WorkReport {
  readonly work: string;
  /** Where its thread runs alone; null: it does not come there. */
  readonly alone: AmountReport | null;
  /** Over all interleavings. */
  readonly worst: AmountReport;
}

export interface CallReport {
  readonly function: string;
  readonly works: readonly WorkReport[];
  readonly waits: AmountReport;
  readonly waitsFor: readonly string[];
}

export interface CostsReport {
  /** Of a whole run; alone: the sum over its threads, each run alone. */
  readonly run: readonly WorkReport[];
  /** Steps of others while a thread waits at one place. */
  readonly waits: AmountReport;
  readonly calls: readonly CallReport[];
  readonly repeated: readonly {
    readonly work: string;
    readonly function: string;
    readonly object: string;
    readonly times: AmountReport;
  }[];
  readonly heldAsleep: readonly {
    readonly thread: string;
    readonly lock: string;
    readonly function: string;
  }[];
}

/** What comes of doing work twice, asked where every property holds. */
export interface RepetitionReport {
  readonly work: string;
  readonly function: string;
  readonly answer: 'harmless' | 'harmful' | 'undecided' | 'not asked';
  readonly harms: readonly {
    readonly property: string;
    readonly steps: number;
    /** The run as CPU columns, line by line. */
    readonly columns: readonly string[];
  }[];
}

export interface CompareUnit {
  /** From 0, in the order of files, scenarios and variants. */
  readonly number: number;
  readonly file: string;
  readonly scenario: string;
  readonly variant: string;
  readonly release: string;
  readonly patches: readonly string[];
  readonly verdict: 'pass' | 'fail' | 'bounded' | 'error';
  readonly states: number;
  readonly transitions: number;
  readonly limitsReached: readonly string[];
  readonly properties: readonly PropertyReport[];
  /** Null where they are not known; the note says why. */
  readonly costs: CostsReport | null;
  readonly costsNote: string | null;
  readonly repetitions: readonly RepetitionReport[];
}
