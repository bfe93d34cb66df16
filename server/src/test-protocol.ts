// What server and client say to each other about tests: each variant is one, judged by its `expect`.

interface Point {
  /** 0-based. */
  readonly line: number;
  /** 0-based, in UTF-16 units. */
  readonly character: number;
}

/** As in the LSP. */
export interface Stretch {
  readonly start: Point;
  readonly end: Point;
}

/** `{ uri }`; answers `TestsAnswer`, or null for a text that is not open. */
export const testsRequest = 'racewalk/tests';
/** `{ uri }`; answers `CoverageAnswer` once nothing of the text runs any more. */
export const coverageRequest = 'racewalk/coverage';

/**
 * `unknown`: no verdict, and none is being looked for. `undecided`: there is none and will be none,
 * because a limit was reached, the worker failed or it was cancelled: never a pass.
 */
export type TestState = 'unknown' | 'running' | 'passed' | 'failed' | 'undecided' | 'error';

/** One step of a failing run, as a frame of a stack. */
export interface TestFrame {
  /** `cpu0: increment: counter: 0 -> 1`. */
  readonly label: string;
  readonly uri: string;
  /** 0-based. */
  readonly line: number;
}

export interface TestProperty {
  readonly name: string;
  readonly state: TestState;
  readonly expected: string;
  readonly found: string;
  /** Of the run that breaks it, the first step first. */
  readonly frames: readonly TestFrame[];
}

export interface TestVariant {
  readonly name: string;
  readonly range: Stretch;
  readonly state: TestState;
  /** What is known of it, in the words of the lens. */
  readonly text: string;
  /** `pass`, or the properties that are expected to break. */
  readonly expected: string;
  readonly found: string;
  /** How long it was explored; undefined: it was not. */
  readonly milliseconds: number | undefined;
  readonly properties: readonly TestProperty[];
}

export interface TestScenario {
  readonly name: string;
  readonly range: Stretch;
  /** The first is the scenario as written. */
  readonly variants: readonly TestVariant[];
}

export interface TestsAnswer {
  readonly version: number;
  readonly scenarios: readonly TestScenario[];
}

export interface CoveredFile {
  readonly uri: string;
  /** Places where a thread reads or writes; each whether some interleaving gets there. */
  readonly places: readonly { readonly range: Stretch; readonly reached: boolean }[];
}

export interface CoverageAnswer {
  readonly files: readonly CoveredFile[];
  /** Variants whose values were not collected, and so tell nothing here. */
  readonly without: readonly string[];
}
