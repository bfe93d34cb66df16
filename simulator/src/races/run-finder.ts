// The runs to what a violation graph has found, and where their steps begin.
import { assert } from '../assert.ts';
import type { Action, Run } from '../outcome.ts';
import type { Pc } from '../program.ts';
import type { Finding } from '../search/space.ts';
import { result } from '../stepper.ts';
import type { ViolationGraph } from './violation-graph.ts';

export class RunFinder {
  private readonly graph: ViolationGraph;
  private readonly words: Int32Array;
  private readonly target: Int32Array;

  constructor(graph: ViolationGraph) {
    this.graph = graph;
    this.words = new Int32Array(graph.stepper.layout.words);
    this.target = new Int32Array(graph.stepper.layout.words);
  }

  /** A shortest run to the state, and the step out of it that is meant. */
  runTo({ state, thread, choice }: Finding): Run {
    const { graph } = this;
    const chain: number[] = [];
    for (let at = state; at >= 0; at = graph.parentOf(at)) chain.push(at);
    chain.reverse();
    const run = chain.slice(1).map((child, at) => this.stepTo(chain[at] ?? 0, child));
    return thread < 0 ? run : [...run, { thread, choice }];
  }

  /** Where the thread of each step rests before it. */
  pcsOf(run: Run): readonly Pc[] {
    const { stepper } = this.graph;
    stepper.moveTo(stepper.initial);
    return run.map((action) => {
      const pc = stepper.layout.pcOf(stepper.current, action.thread);
      assert(stepper.take(action), 'a run that was found can be replayed');
      const moved = stepper.outcome === result.moved;
      stepper.back();
      if (moved) stepper.moveTo(stepper.next);
      return pc;
    });
  }

  /** The first step that leads from a state to another. */
  private stepTo(from: number, to: number): Action {
    const { graph, words, target } = this;
    const { stepper } = graph;
    graph.read(from, words);
    graph.read(to, target);
    stepper.moveTo(words);
    const only = stepper.scheduled();
    for (let thread = 0; thread < stepper.program.threads.length; thread++) {
      if (only !== undefined && only !== thread) continue;
      stepper.select(thread);
      while (stepper.step()) {
        const isMeant =
          stepper.outcome === result.moved &&
          stepper.next.every((word, index) => word === target[index]);
        stepper.back();
        if (isMeant) return { thread, choice: stepper.choice };
      }
    }
    assert(false, 'a step leads from a state to each of its children');
  }
}
