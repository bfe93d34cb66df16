// Bounds of a debug session, each with its reason.

export const limits = {
  /** Steps of a walk that explores: their states are kept, so that going back is exact. */
  walk_steps_max: 100_000,
  /** Elements of a list of variables: more than that nobody reads. */
  children_max: 1000,
  /** Items offered while typing in the console. */
  completions_max: 200,
  /** Distinct states up to which it is told which choices can still reach a violation. */
  reaching_states_max: 200_000,
  /** Of these, those that are seen before the first stop: some hundredths of a second. */
  reaching_states_at_once: 10_000,
} as const;
