// Turns what the exploration remembers (parents of states) into runs. Steps are not stored: the
// first one that leads from parent to child is the one meant, so runs are the same on every
// machine.
import { assert } from '../assert.ts';
import type { Action, Run } from '../outcome.ts';
import { result, type Stepper } from '../stepper.ts';
import type { Finding, StateSpace } from './space.ts';

/** The breadth-first run that ends with the finding. */
export function runToFinding(space: StateSpace, finding: Finding): Run {
  const run = runToState(space, finding.state);
  if (finding.thread < 0) return run;
  return [...run, { thread: finding.thread, choice: finding.choice }];
}

export function runToState(space: StateSpace, state: number): Run {
  const { stepper } = space;
  if (state === 0) return [];
  const chain: number[] = [];
  for (let at = state; at >= 0; at = space.parentOf(at)) chain.push(at);
  chain.reverse();
  const from = new Int32Array(stepper.layout.words);
  const to = new Int32Array(stepper.layout.words);
  return chain.slice(1).map((child, index) => {
    space.readState(chain[index]!, from);
    space.readState(child, to);
    return stepBetween(stepper, from, to);
  });
}

function stepBetween(stepper: Stepper, from: Int32Array, to: Int32Array): Action {
  stepper.moveTo(from);
  const only = stepper.scheduled();
  for (let thread = 0; thread < stepper.program.threads.length; thread++) {
    if (only !== undefined && only !== thread) continue;
    stepper.select(thread);
    while (stepper.step()) {
      stepper.back();
      if (stepper.outcome !== result.moved) continue;
      if (to.every((word, index) => word === stepper.next[index])) {
        return { thread, choice: stepper.choice };
      }
    }
  }
  assert(false, 'a step leads from a state to each of its children');
}

/** Neighbouring steps of different threads. */
export function switchesIn(run: Run): number {
  return run.filter(({ thread }, index) => index > 0 && run[index - 1]?.thread !== thread).length;
}
