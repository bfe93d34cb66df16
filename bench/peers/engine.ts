// What the bench asks of an engine, and what one run of it answers.

/** A model on the disk, in the languages of the engines that take part. */
export interface Model {
  readonly name: string;
  /** Paths. */
  readonly race: string;
  /** Undefined: not written for it. */
  readonly promela: string | undefined;
  /** Spin's reduction knows what a step touches: not so in exported models, whose steps are C. */
  readonly reducible: boolean;
  readonly tla: string | undefined;
}

export interface Measurement {
  readonly states: number;
  /** Between states, without the arrival at the initial one. */
  readonly transitions: number;
  /** The search alone, as the engine itself tells it. */
  readonly searchMilliseconds: number;
  /** From the text to the answer, with the start of processes, code generation and compilers. */
  readonly coldMilliseconds: number;
  readonly peakBytes: number | undefined;
}

export interface Engine {
  readonly name: string;
  /** Engines without reduction have to agree on states and transitions. */
  readonly reduced: boolean;
  /** TLC counts what it generates in a way of its own. */
  readonly countsTransitions: boolean;
  /** Undefined where the model is not written for it. */
  run(model: Model): Measurement | undefined;
}
