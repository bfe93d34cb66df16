// A run replayed in another order, to see whether the same property still breaks. What is not
// possible in the new order is left out, and in the end all threads run on, in a fixed order.
import { limitsWith } from '../limits.ts';
import { oncePer } from '../once.ts';
import type { Action, Run } from '../outcome.ts';
import type { Pc, Program } from '../program.ts';
import { Walk } from '../simulation/walk.ts';
import { result } from '../stepper.ts';
import type { RaceLimits } from './race-limits.ts';

/** The program without its schedule, which restricts searches and not replay. */
export const unscheduled = /* @__PURE__ */ oncePer(
  (program: Program): Program =>
    program.schedule.length === 0 ? program : { ...program, schedule: [] },
);

export class Rerun {
  readonly walk: Walk;
  /** Steps taken by all replays together. */
  steps = 0;
  /** The property was broken since `restart`. */
  broken = false;
  private readonly property: number;
  readonly aloneMax: number;

  constructor(program: Program, property: number, { race_alone_max }: RaceLimits) {
    this.walk = new Walk(unscheduled(program), limitsWith({}));
    this.property = property;
    this.aloneMax = race_alone_max;
  }

  restart(): void {
    this.walk.restart();
    this.broken = this.walk.broken.includes(this.property);
  }

  /** Where the thread rests. */
  pcOf(thread: number): Pc {
    const { stepper } = this.walk;
    return stepper.layout.pcOf(stepper.current, thread);
  }

  /** Takes this very step; false where it is not possible. */
  take(action: Action): boolean {
    const { walk } = this;
    this.steps++;
    if (!walk.take(action)) return false;
    if (walk.broken.includes(this.property)) this.broken = true;
    return true;
  }

  /** Takes the step or, where its choice does not exist any more, the thread's first one. */
  takeLike(action: Action): boolean {
    if (this.broken || this.walk.ended) return false;
    if (this.take(action)) return true;
    const first = this.firstOf(action.thread);
    return first !== undefined && this.take(first);
  }

  takeAll(actions: Run): void {
    for (const action of actions) this.takeLike(action);
  }

  /** The thread's first possible step; false where it has none. */
  goOnce(thread: number): boolean {
    if (this.broken || this.walk.ended) return false;
    const action = this.firstOf(thread);
    return action !== undefined && this.take(action);
  }

  /**
   * Lets one thread go on until it is over or has to wait, or for `race_alone_max` steps. `visit`
   * is told where each step begins.
   */
  goOn(thread: number, visit: (pc: Pc) => void = () => {}): boolean {
    for (let count = 0; count < this.aloneMax; count++) {
      const pc = this.pcOf(thread);
      if (!this.goOnce(thread)) return count > 0;
      visit(pc);
    }
    return true;
  }

  /** Lets all threads go on in turn, this one first, to the end of the run or to the violation. */
  finish(first: number): void {
    const { walk } = this;
    const { length } = walk.program.threads;
    const order = [first, ...Array.from({ length }, (_, thread) => thread)];
    // A second time around is for those that had to wait; loops that wait for others end with it.
    for (let round = 0; round < length + 1; round++) {
      const moved = order.map((thread) => this.goOn(thread));
      if (this.broken || walk.ended) return;
      if (moved.includes(true)) continue;
      walk.standStill();
      if (walk.broken.includes(this.property)) this.broken = true;
      return;
    }
  }

  private firstOf(thread: number): Action | undefined {
    const { stepper } = this.walk;
    stepper.select(thread);
    while (stepper.step()) {
      stepper.back();
      const { outcome, choice } = stepper;
      if (outcome !== result.disabled && outcome !== result.endless) return { thread, choice };
    }
    return undefined;
  }
}
