// A run as the timeline gets it: the trace, and what only the scenario knows about it.
import type { Trace } from '@racewalk/trace';

export interface ShownProperty {
  readonly name: string;
  /** `no initialiser overwrites a tag that a user stored`. */
  readonly sentence: string;
}

export interface RunShown {
  /** `two mprotect(), as written, v5.13: tag_loss in 34 steps`. */
  readonly title: string;
  readonly trace: Trace;
  /** What the scenario watches, in its order. */
  readonly properties: readonly ShownProperty[];
  /** Index of the first row that repeats for ever, with all after it; or undefined. */
  readonly repeatsFrom: number | undefined;
}
