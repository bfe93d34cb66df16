// Runs through the graph as actions that can be replayed.
import { assert } from '../assert.ts';
import type { Action, Run } from '../outcome.ts';
import { result } from '../stepper.ts';
import type { StateGraph } from './graph.ts';

/** The steps of a run that goes through these states, from the first one on. */
export function runThrough(graph: StateGraph, states: readonly number[]): Run {
  return states.slice(1).map((to, index) => {
    const from = states[index]!;
    return actionOf(graph, from, edgeBetween(graph, from, to));
  });
}

function edgeBetween(graph: StateGraph, from: number, to: number): number {
  const end = graph.edgesEnd(from);
  for (let edge = graph.edgesBegin(from); edge < end; edge++) {
    if (graph.targetOf(edge) === to) return edge;
  }
  assert(false, 'an edge leads from a state of a run to the next');
}

/** The steps of a run from `state` along the edges. */
export function runAlong(graph: StateGraph, state: number, edges: readonly number[]): Run {
  let from = state;
  return edges.map((edge) => {
    const action = actionOf(graph, from, edge);
    from = graph.targetOf(edge);
    return action;
  });
}

/** The first choice of the edge's thread that makes the edge. */
function actionOf(graph: StateGraph, from: number, edge: number): Action {
  const { stepper } = graph;
  const { context } = stepper.machine;
  const words = new Int32Array(stepper.layout.words);
  graph.read(from, words);
  stepper.moveTo(words);
  graph.read(graph.targetOf(edge), words);
  const thread = graph.moverOf(edge);
  stepper.select(thread);
  context.progressed = false;
  while (stepper.step()) {
    stepper.back();
    const isSame =
      stepper.outcome === result.moved &&
      context.progressed === graph.isProgress(edge) &&
      words.every((word, index) => word === stepper.next[index]);
    if (isSame) return { thread, choice: stepper.choice };
    context.progressed = false;
  }
  assert(false, 'a step of the thread makes each of its edges');
}
