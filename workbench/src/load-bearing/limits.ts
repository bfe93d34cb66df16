// What bounds a load-bearing report. Each limit that is reached is told in it.
import { defaultLimits, type Limits } from '@racewalk/simulator';

export interface LoadBearingLimits {
  /** For the variant and for each mutant by itself. A million states take about a second. */
  readonly search: Limits;
  /** Pairs that are looked at. They grow with the square of what survives alone. */
  readonly pairs_max: number;
}

export const loadBearingLimits: LoadBearingLimits = {
  search: { ...defaultLimits, states_max: 1_000_000, interleavings_states_max: 1 },
  pairs_max: 500,
};
