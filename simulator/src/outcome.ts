// What a search answers. Plain data that crosses worker and process boundaries as it is.

/**
 * One step of a run: which thread moves, and which of its possibilities it takes. `choice` counts
 * the combinations of `choose`, `any` and `allocate` met in the step, in order, 0 for a step
 * without a choice; disabled combinations are counted too.
 */
export interface Action {
  readonly thread: number;
  readonly choice: number;
}

/** A run from the initial state, replayable on the same program. */
export type Run = readonly Action[];

/** One violated property, with the run that a reviewer would draw. */
export interface Violation {
  /** Index into `Program.properties`. */
  readonly property: number;
  readonly message: string;
  /**
   * The run that ends in the violating step: fewest context switches, then fewest steps, then the
   * lexicographically least sequence of (thread, choice).
   */
  readonly run: Run;
  readonly switches: number;
  /**
   * The last steps of the run, so many, lead back to where they began, and can go on so for ever;
   * undefined: the run ends. A run for a property of liveness has instead the fewest steps to where
   * they begin, and then the fewest of them.
   */
  readonly cycleSteps?: number | undefined;
  /** False where a limit stopped the search for the best run: then it is the shortest one found. */
  readonly shortest: boolean;
}

/** One distinct final outcome of the observations, over all complete runs. */
export interface FinalOutcome {
  /** One value per observation, in order. */
  readonly values: readonly number[];
  readonly run: Run;
}

export interface WitnessAnswer {
  /** Index into `Program.witnesses`. */
  readonly witness: number;
  /** Undefined: no reachable state satisfies it (none found, if the search was bounded). */
  readonly run: Run | undefined;
}

/** Why a search stopped before it had seen everything. */
export interface Bound {
  /** Name in `limits.ts`, or `pool NAME`, or `schedule`, or `cancelled`; or another engine's. */
  readonly limit: string;
  /** In words, with the number: "20 000 000 states". */
  readonly text: string;
  /** What helps, where only the engine that stopped knows it. */
  readonly help?: string | undefined;
}

export interface Outcome {
  /**
   * fail: at least one violation; bounded: none found, and not everything seen; pass: none at all.
   */
  readonly verdict: 'pass' | 'fail' | 'bounded';
  readonly violations: readonly Violation[];
  /** Empty when everything was explored. A failing search may be bounded, too. */
  readonly bounds: readonly Bound[];
  readonly outcomes: readonly FinalOutcome[];
  readonly witnesses: readonly WitnessAnswer[];
  /** Distinct states reached, the initial one included. */
  readonly states: number;
  /** Steps taken between them; a step that ends the run counts, though it leads to no state. */
  readonly transitions: number;
  /** Longest distance of a state from the initial one, in steps. */
  readonly depth: number;
  /**
   * What left interleavings out that could show nothing new: then states, transitions and depth
   * are those explored. Undefined: everything was explored.
   */
  readonly reducedBy?: string | undefined;
  /** Complete runs, in decimal; or undefined with the reason in `interleavingsNote`. */
  readonly interleavings: string | undefined;
  readonly interleavingsNote: string | undefined;
  /**
   * Index into `Program.schedule` of the step whose thread cannot move, in every run that gets
   * there last; undefined where some run follows the schedule to its end, or ends inside it.
   */
  readonly scheduleStuck?: number | undefined;
}

/** Progress, told between slices. */
export interface Progress {
  readonly states: number;
  readonly frontier: number;
  readonly depth: number;
  /** Bytes held by the search. */
  readonly bytes: number;
}
