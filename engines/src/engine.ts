// What every engine outside of this program looks like from the inside. An engine writes a model,
// has a tool explore it, and says in our words what came of it. Verdicts are the checker's.
import type { Explored } from '@racewalk/checker';
import type { Program, Progress } from '@racewalk/simulator';

/** An installed tool. */
export interface Engine {
  /** With its version, as verdicts name it: `Spin 6.5.2`. */
  readonly name: string;
  /**
   * Explores all of the program. A pass is answered only where the tool has seen everything; what
   * the tool can't be given is a bound. Throws where the tool and the program disagree: our bug.
   */
  explore(job: Job): Promise<Explored>;
}

export interface Job {
  readonly program: Program;
  /** Stands in the model's first comment. */
  readonly title: string;
  /** The text behind a name in `program.files`. */
  readonly textOf: (file: string) => string | undefined;
  /** Told now and then, where the tool tells it. */
  readonly onProgress: (progress: Progress) => void;
}

/** What the user asked for. */
export type EngineChoice = SpinChoice | TlcChoice;

export interface SpinChoice {
  readonly kind: 'spin';
  /** More options for the verifier: `-w28`. */
  readonly runOptions: readonly string[];
  /** More options for the compiler: `-DNCORE=4`. */
  readonly compilerOptions: readonly string[];
}

export interface TlcChoice {
  readonly kind: 'tlc';
  /** The path of tla2tools.jar; undefined: RACEWALK_TLC_JAR says it. */
  readonly jar: string | undefined;
  /** More options: `-workers 4` for TLC, `-Xmx8g` for Java. */
  readonly runOptions: readonly string[];
}

export type OpenedEngine =
  | { readonly kind: 'engine'; readonly engine: Engine }
  /** In words that say what to do. */
  | { readonly kind: 'unavailable'; readonly reason: string };
