// From which steps a violation can still be reached: for whoever picks the next step by hand.
import { isOfLiveness } from '../fairness/monitor.ts';
import { limitsWith } from '../limits.ts';
import type { Action, Progress } from '../outcome.ts';
import type { Program } from '../program.ts';
import type { State } from '../replay.ts';
import { result } from '../stepper.ts';
import { validate } from '../validate.ts';
import { defaultRaceLimits, type RaceLimits } from './race-limits.ts';
import { unscheduled } from './rerun.ts';
import { ViolationGraph } from './violation-graph.ts';

/** `unknown`: not within what was explored, and something was left out. */
export type CanReach = 'yes' | 'no' | 'unknown';

export interface ReachingSearch {
  /** Works on, through about so many states; true when the search is finished. */
  advance(expansions: number): boolean;
  progress(): Progress;
  /**
   * Whether a property can be broken by this step, in the state behind it, or later. Before the
   * search is finished the answer is `unknown`; so it is for a step that is not possible.
   */
  canReach(state: State, action: Action): CanReach;
}

/** Labels of a state, in the order in which one outweighs another. */
const label = { no: 0, unknown: 1, yes: 2 } as const;
const answers: readonly CanReach[] = ['no', 'unknown', 'yes'];

/**
 * Begins to work out from where violations can be reached, in slices as `startSearch` does. A
 * schedule of the program does not count. `properties` are indices; by default all that are watched.
 * Those of infinite runs are left out: no step breaks them.
 */
export function startReaching(
  program: Program,
  limits: Partial<RaceLimits> = {},
  properties: readonly number[] = program.properties.map((_, index) => index),
): ReachingSearch {
  validate(program);
  return new Reaching(program, { ...defaultRaceLimits, ...limits }, properties);
}

class Reaching implements ReachingSearch {
  private readonly graph: ViolationGraph;
  private labels = new Uint8Array(0);
  /** The state that the sweep stands before; it goes from the last one to the first. */
  private at = 0;
  private changed = false;
  private finished = false;

  constructor(program: Program, limits: RaceLimits, properties: readonly number[]) {
    const judged = properties.filter((index) => {
      const property = program.properties[index];
      return property?.watched === true && !isOfLiveness(property);
    });
    this.graph = new ViolationGraph(unscheduled(program), limitsWith({}), {
      properties: new Set(judged),
      stopsThere: false,
      keepsEdges: true,
      statesMax: limits.races_states_max,
      findingsMax: 0,
    });
  }

  advance(expansions: number): boolean {
    let left = expansions;
    while (left > 0 && !this.finished) {
      if (!this.graph.finished) left -= this.graph.advance(Math.min(left, 1024));
      else if (this.labels.length === 0) this.beginLabels();
      else left -= this.sweep(Math.min(left, 4096));
    }
    return this.finished;
  }

  progress(): Progress {
    const { graph } = this;
    const bytes = graph.bytes() + this.labels.byteLength;
    const frontier = graph.finished ? 0 : graph.states - graph.expanded;
    return { states: graph.states, frontier, depth: 0, bytes };
  }

  canReach(state: State, action: Action): CanReach {
    const { graph } = this;
    const { stepper } = graph;
    if (!this.finished || state.ended) return 'unknown';
    stepper.standOn(state);
    if (!stepper.take(action)) return 'unknown';
    const isBreaking = graph.breaks();
    const hasMoved = stepper.outcome === result.moved;
    const isCut = stepper.outcome === result.cut;
    stepper.back();
    if (isBreaking) return 'yes';
    if (!hasMoved) return isCut ? 'unknown' : 'no';
    const next = graph.find(stepper.next);
    return next < 0 ? 'unknown' : (answers[this.labels[next] ?? label.unknown] ?? 'unknown');
  }

  private beginLabels(): void {
    const { graph } = this;
    this.labels = new Uint8Array(graph.states);
    for (let state = 0; state < graph.states; state++) {
      if (graph.broken.has(state) || graph.breaking.has(state)) this.labels[state] = label.yes;
      else if (state >= graph.expanded || graph.partial.has(state))
        this.labels[state] = label.unknown;
    }
    this.at = graph.expanded;
  }

  /**
   * Goes once through the states, or some of them. Most steps lead to a state with a higher number,
   * so a few rounds settle all labels; as long as one changes another round is made.
   */
  private sweep(states: number): number {
    const { labels, graph } = this;
    const { starts, targets } = graph;
    const end = Math.max(0, this.at - states);
    const done = this.at - end;
    for (let state = this.at - 1; state >= end; state--) {
      const last = state + 1 < starts.length ? starts.at(state + 1) : targets.length;
      let best = labels[state] ?? 0;
      for (let edge = starts.at(state); edge < last; edge++) {
        best = Math.max(best, labels[targets.at(edge)] ?? 0);
      }
      if (best !== labels[state]) {
        labels[state] = best;
        this.changed = true;
      }
    }
    this.at = end;
    if (end > 0) return done;
    if (!this.changed) this.finished = true;
    this.changed = false;
    this.at = graph.expanded;
    return done + 1;
  }
}
