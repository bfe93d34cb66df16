// The two steps of different threads that a violation hangs on.
import { isOfLiveness } from '../fairness/monitor.ts';
import { limitsWith } from '../limits.ts';
import type { Run } from '../outcome.ts';
import type { Program, SlotId } from '../program.ts';
import { Walk } from '../simulation/walk.ts';
import { conflictingSlots, type HistoryStep, happensBefore, historyOf } from './history.ts';
import { defaultRaceLimits, type RaceLimits } from './race-limits.ts';
import { Rerun, unscheduled } from './rerun.ts';

export interface RacingPair {
  /** Indices into the run, `first` < `second`. */
  readonly first: number;
  readonly second: number;
  /** The slot that both access and one of them writes; no ghost where another will do. */
  readonly slot: SlotId;
}

/**
 * The racing pair of a run that ends in the step that breaks `property`.
 *
 * A conflict of two steps can be reversed if the second is possible before the first: everything up
 * to the first is left as it is, then all goes on except the first and what happens behind it, and
 * then comes the second. Where a lock forbids that, its taking by the first thread is delayed
 * instead. The conflict is essential if the run then keeps the property: the thread of the second
 * goes on alone, then come the steps left over, in their order, and then all threads to their end.
 * The pair is the essential conflict with the last second step, and of those with the last first
 * one.
 *
 * Undefined: there is none, for one thread breaks the property whatever the others do, or it takes
 * more than one reversal; or `race_steps_max` came first; or the property is one of infinite runs.
 */
export function racingPair(
  program: Program,
  run: Run,
  property: number,
  limits: Partial<RaceLimits> = {},
): RacingPair | undefined {
  const broken = program.properties[property];
  if (broken === undefined || isOfLiveness(broken)) return undefined;
  return new PairFinder(program, property, { ...defaultRaceLimits, ...limits }).pairOf(run);
}

/** Keeps what is compiled: for several runs that break one property. */
export class PairFinder {
  /** The last answer is undefined because `race_steps_max` was reached. */
  bounded = false;
  private readonly program: Program;
  private readonly rerun: Rerun;
  private readonly walk: Walk;
  private readonly stepsMax: number;

  constructor(program: Program, property: number, limits: RaceLimits) {
    this.program = program;
    this.rerun = new Rerun(program, property, limits);
    this.walk = new Walk(unscheduled(program), limitsWith({}));
    this.stepsMax = limits.race_steps_max;
  }

  /** Steps replayed so far. */
  get steps(): number {
    return this.rerun.steps;
  }

  pairOf(run: Run): RacingPair | undefined {
    this.bounded = false;
    const history = historyOf(this.walk, run);
    if (history === undefined) return undefined;
    const begin = this.rerun.steps;
    for (let second = history.length - 1; second > 0; second--) {
      const races = [...(history[second]?.races ?? [])].sort((a, b) => b - a);
      for (const first of races) {
        if (this.rerun.steps - begin > this.stepsMax) {
          this.bounded = true;
          return undefined;
        }
        const essential = this.essential(history, first, second);
        if (essential !== undefined) return this.pair(history, essential, second);
      }
    }
    return undefined;
  }

  /** The step whose reversal with the second one keeps the property; undefined: it is broken again. */
  private essential(
    history: readonly HistoryStep[],
    first: number,
    second: number,
  ): number | undefined {
    let from: number | undefined = first;
    while (from !== undefined) {
      if (this.reverse(history, from, second)) return this.rerun.broken ? undefined : from;
      from = takingBefore(history, from, second);
    }
    return undefined;
  }

  /** Replays the run with the two steps in the other order; false where that is not possible. */
  private reverse(history: readonly HistoryStep[], first: number, second: number): boolean {
    const { rerun } = this;
    const one = history[first];
    const two = history[second];
    if (one === undefined || two === undefined) return false;
    const rest: HistoryStep[] = [];
    rerun.restart();
    for (const [at, step] of history.entries()) {
      if (at === second) break;
      if (at < first || !happensBefore(one, step)) {
        if (!rerun.take(step.action)) return false;
      } else if (step.action.thread === two.action.thread) return false;
      else rest.push(step);
    }
    const { thread } = two.action;
    if (rerun.walk.ended || rerun.pcOf(thread) !== two.pc || !rerun.take(two.action)) return false;
    rerun.goOn(thread);
    rest.push(...history.slice(second + 1));
    rerun.takeAll(rest.map(({ action }) => action));
    rerun.finish(thread);
    return true;
  }

  private pair(history: readonly HistoryStep[], first: number, second: number): RacingPair {
    const [one, two] = [history[first], history[second]];
    const slots = one === undefined || two === undefined ? [] : conflictingSlots(one, two);
    const slot = slots.find((at) => this.program.slots[at]?.ghost === false) ?? slots[0];
    if (slot === undefined) throw new Error('assertion failed: the steps of a pair conflict');
    return { first, second, slot };
  }
}

/** The step before with which the first thread took what the second has to wait for. */
function takingBefore(
  history: readonly HistoryStep[],
  first: number,
  second: number,
): number | undefined {
  const [one, two] = [history[first], history[second]];
  if (one === undefined || two === undefined) return undefined;
  const slots = conflictingSlots(one, two);
  for (let at = first - 1; at >= 0; at--) {
    const step = history[at];
    if (step?.action.thread !== one.action.thread) continue;
    if (slots.some((slot) => step.writes.includes(slot))) return at;
  }
  return undefined;
}
