// Who moves next in a random run.
//
// Uniform: any thread that can. It gets everywhere in the end, spin loops included, but a bug that
// needs one thread to stay behind for long is left to luck.
// Priorities: "A randomized scheduler with probabilistic guarantees of finding bugs" (Burckhardt,
// Kothari, Musuvathi, Nagarakatte, 2010). Threads get a random order, the first that can moves, and
// at d - 1 random steps the one that would move falls behind all others. Of n threads and k steps, a
// bug that d ordered steps bring about is met with a probability of at least 1 / (n k^(d - 1)).
import type { Random } from './random.ts';

export interface Scheduler {
  /** One of the threads that can move: `able` is not empty. */
  pick(able: readonly number[]): number;
}

export class UniformScheduler implements Scheduler {
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  pick(able: readonly number[]): number {
    return able[this.random.below(able.length)]!;
  }
}

export interface PriorityPlan {
  readonly threads: number;
  /** d - 1. */
  readonly changes: number;
  /** k: how long a run is thought to be. */
  readonly steps: number;
}

/** Beyond so many times the steps that a run was thought to have, it is a loop that spins. */
const patience = 4;

export class PriorityScheduler implements Scheduler {
  /** Per thread; the highest moves. */
  private readonly priorities: number[];
  private readonly changeAt: ReadonlySet<number>;
  private readonly stepsMax: number;
  private readonly afterwards: Scheduler;
  private step = 0;
  private lowest = 0;

  constructor(random: Random, { threads, changes, steps }: PriorityPlan) {
    this.priorities = random.shuffled(threads);
    this.changeAt = new Set(Array.from({ length: changes }, () => random.below(steps)));
    this.stepsMax = steps * patience;
    this.afterwards = new UniformScheduler(random);
  }

  pick(able: readonly number[]): number {
    if (this.step === this.stepsMax) return this.afterwards.pick(able);
    if (this.changeAt.has(this.step)) {
      this.lowest--;
      this.priorities[this.highest(able)] = this.lowest;
    }
    this.step++;
    return this.highest(able);
  }

  private highest(able: readonly number[]): number {
    const { priorities } = this;
    return able.reduce((best, thread) => (priorities[thread]! > priorities[best]! ? thread : best));
  }
}
