// The bounds of lock coverage, with the reason for each.

export interface CoverageLimits {
  /** States looked at, each twice, by interpretation: some seconds. */
  readonly coverage_states_max: number;
  /**
   * Accesses of one place, told apart by what they hold, from which a run to a conflicting one is
   * looked for: each is a walk through all states.
   */
  readonly coverage_accesses_max: number;
}

export const defaultCoverageLimits: CoverageLimits = {
  coverage_states_max: 300_000,
  coverage_accesses_max: 64,
};
