// What bounds a repair search. Each limit that is reached is told in its report.
import { defaultLimits, type Limits } from '@racewalk/simulator';

export interface RepairLimits {
  /** For each candidate by itself. */
  readonly search: Limits;
  /** Edits made together. What needs more is a design, not a repair. */
  readonly edits_max: number;
  /** Candidates that are compiled and explored. */
  readonly candidates_max: number;
}

export const repairLimits: RepairLimits = {
  search: { ...defaultLimits, states_max: 1_000_000, interleavings_states_max: 1 },
  edits_max: 2,
  candidates_max: 1000,
};
