// The bounds of what is worked out about a run that breaks a property, with the reason for each.

export interface RaceLimits {
  /**
   * Steps replayed while looking for the racing pair of a run, or for the window of a pair: some
   * tenths of a second.
   */
  readonly race_steps_max: number;
  /** Steps of one thread that a replay lets go on alone: it may wait for the others in a loop. */
  readonly race_alone_max: number;
  /** Distinct causes of one property: nobody reads more. */
  readonly causes_max: number;
  /** Violating steps whose racing pair is looked for: the same pair is behind most of them. */
  readonly causes_runs_max: number;
  /** Steps replayed for the pair of each of those: a slice of the search must stay short. */
  readonly causes_steps_max: number;
  /** States explored for causes, or for what can still be reached; both keep what led to them. */
  readonly races_states_max: number;
}

export const defaultRaceLimits: RaceLimits = {
  race_steps_max: 500_000,
  race_alone_max: 2000,
  causes_max: 16,
  causes_runs_max: 1000,
  causes_steps_max: 20_000,
  races_states_max: 1_000_000,
};
