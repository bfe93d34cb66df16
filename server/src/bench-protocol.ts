// What server and client say to each other about the variants of a scenario side by side.

/** Its parameters are a `RunOf`, of which the scenario counts; answered when all is explored. */
export const compareRequest = 'racewalk/compare';

/** The client's command; its arguments are those of `runCommand`. */
export const compareCommand = 'racewalk.compareVariants';

export interface CompareAnswer {
  readonly state: 'done' | 'cancelled' | 'failed';
  /** The table, as `racewalk compare` prints it; or in one line, for a person, why there is none. */
  readonly text: string;
}
