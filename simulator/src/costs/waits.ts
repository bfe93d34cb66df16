// How long threads wait: steps that others take while one thread cannot move.
import type { CostGraph } from './graph.ts';
import { heaviest } from './longest.ts';

/** For one thread. */
export interface ThreadWaits {
  /** Per state where it waits, the steps of others until it can move. */
  readonly most: Float64Array;
  /** Per state where it waits, one bit for each thread whose step there lets it move. */
  readonly enders: Int32Array;
}

export interface Waits {
  readonly threads: readonly ThreadWaits[];
  readonly most: number;
}

export function waits(graph: CostGraph): Waits {
  const threads = graph.program.threads.map((_, thread) => threadWaits(graph, thread));
  let most = 0;
  threads.forEach((one, thread) => {
    for (let state = 0; state < graph.states; state++) {
      if (graph.waits(state, thread)) most = Math.max(most, one.most[state]!);
    }
  });
  return { threads, most };
}

function threadWaits(graph: CostGraph, thread: number): ThreadWaits {
  const enders = new Int32Array(graph.states);
  for (let state = 0; state < graph.states; state++) {
    if (!graph.waits(state, thread)) continue;
    const end = graph.edgesEnd(state);
    for (let edge = graph.edgesBegin(state); edge < end; edge++) {
      const target = graph.targetOf(edge);
      if (target < 0 || graph.waits(target, thread)) continue;
      enders[state] = enders[state]! | (1 << graph.moverOf(edge));
    }
  }
  const most = heaviest({
    states: graph.states,
    kinds: 1,
    edgesBegin: (state) => graph.edgesBegin(state),
    edgesEnd: (state) => graph.edgesEnd(state),
    targetOf: (edge) => graph.targetOf(edge),
    inside: (state) => graph.waits(state, thread),
    follows: () => true,
    weight: () => 1,
  });
  return { most, enders };
}
