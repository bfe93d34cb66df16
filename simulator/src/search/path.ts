// Turns what the exploration remembers (parents of states) into runs. Steps are not stored: the
// first one that leads from parent to child is the one meant, so runs are the same on every
// machine.
import { assert } from '../assert.ts';
import type { Action, Run } from '../outcome.ts';
import { result, type Stepper } from '../stepper.ts';
import type { Finding, StateSpace } from './space.ts';

/** The breadth-first run that ends with the finding. */
export function runToFinding(space: StateSpace, finding: Finding): Run {
  const walk = new Walk(space);
  const run = walk.to(finding.state);
  return finding.thread < 0 ? run : [...run, walk.lastStep(finding)];
}

/**
 * Follows states from the initial one. Where a state stands for others, the walk is in one of those,
 * and goes on to one that has the next state for its representative.
 */
class Walk {
  private readonly space: StateSpace;
  private readonly stepper: Stepper;
  private readonly here: Int32Array;
  private readonly image: Int32Array;

  constructor(space: StateSpace) {
    this.space = space;
    this.stepper = space.stepper;
    this.here = this.stepper.initial.slice();
    this.image = this.here.slice();
  }

  to(state: number): Run {
    const { space, here } = this;
    const chain: number[] = [];
    for (let at = state; at > 0; at = space.parentOf(at)) chain.push(at);
    const target = new Int32Array(here.length);
    return chain.reverse().map((child) => {
      space.readState(child, target);
      const action = this.stepWhere(() => this.leadsTo(target));
      here.set(this.stepper.next);
      return action;
    });
  }

  /** The step of the finding; where its state only stands for this one, a step that is its image. */
  lastStep({ state, thread, choice }: Finding): Action {
    const { space, stepper, here } = this;
    if (space.representative === undefined) return { thread, choice };
    const found = new Int32Array(here.length);
    space.readState(state, found);
    stepper.moveTo(found);
    assert(stepper.take({ thread, choice }), 'a finding ends with a step that is possible');
    const events = this.eventsHere();
    const { outcome } = stepper;
    const target = this.representativeOf(stepper.next).slice();
    stepper.back();
    return this.stepWhere(() => {
      if (stepper.outcome !== outcome || this.eventsHere() !== events) return false;
      return outcome !== result.moved || this.leadsTo(target);
    });
  }

  private eventsHere(): string {
    const events = this.stepper.machine.context.events();
    return events.map(({ property }) => property).join();
  }

  private leadsTo(target: Int32Array): boolean {
    const { stepper } = this;
    if (stepper.outcome !== result.moved) return false;
    const next = this.representativeOf(stepper.next);
    return target.every((word, index) => word === next[index]);
  }

  private representativeOf(words: Int32Array): Int32Array {
    this.image.set(words);
    this.space.representative?.(this.image);
    return this.image;
  }

  /** The first step from here for which the condition holds. */
  private stepWhere(isMeant: () => boolean): Action {
    const { stepper } = this;
    stepper.moveTo(this.here);
    const only = stepper.scheduled();
    for (let thread = 0; thread < stepper.program.threads.length; thread++) {
      if (only !== undefined && only !== thread) continue;
      stepper.select(thread);
      while (stepper.step()) {
        const found = isMeant();
        stepper.back();
        if (found) return { thread, choice: stepper.choice };
      }
    }
    assert(false, 'a step leads from a state to each of its children');
  }
}

/** Neighbouring steps of different threads. */
export function switchesIn(run: Run): number {
  return run.filter(({ thread }, index) => index > 0 && run[index - 1]?.thread !== thread).length;
}
