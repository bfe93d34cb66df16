// What the oracle says about liveness: weakly fair runs by their definition. States in which a run
// owes something are pairs of a state and a debt; those from which it can go on owing fairly for ever
// are a greatest fixpoint: from each of them, for every thread, some way inside the set meets a step
// of the thread or a state in which it cannot move.
import type { Program } from '../../simulator/src/program.ts';
import type { Naive, State } from './naive.ts';

interface Edge {
  thread: number;
  progress: boolean;
  to: string;
}

interface Node {
  state: State;
  depth: number;
  edges: Edge[];
  /** Threads that can't move here. */
  idle: Set<number>;
  isEnd: boolean;
}

export type Graph = Map<string, Node>;

/** All reachable states; undefined where there are more than `statesMax`. */
export function graphOf(naive: Naive, statesMax: number): Graph | undefined {
  const { program } = naive;
  const graph: Graph = new Map();
  const queue: [State, number][] = naive.initial.kind === 'moved' ? [[naive.initial.state, 0]] : [];
  for (const [state, depth] of queue) {
    const key = JSON.stringify(state);
    if (graph.has(key)) continue;
    if (graph.size === statesMax) return undefined;
    const moves = naive.moves(state);
    const able = new Set(moves.map(({ action }) => action.thread));
    const isStuck = program.schedule[state.position] !== undefined;
    graph.set(key, {
      state,
      depth,
      edges: moves.flatMap(({ action, leaf }) =>
        leaf.kind === 'moved'
          ? [{ thread: action.thread, progress: leaf.progress, to: JSON.stringify(leaf.state) }]
          : [],
      ),
      idle: new Set([...program.threads.keys()].filter((thread) => !able.has(thread))),
      isEnd:
        moves.length === 0 &&
        !(isStuck && (naive.allOver(state) || naive.moves(state, false).length > 0)),
    });
    for (const { leaf } of moves) if (leaf.kind === 'moved') queue.push([leaf.state, depth + 1]);
  }
  return graph;
}

/** What a run owes in a state, as far as it owed before: undefined at the beginning of the run. */
type Debt = (state: State, before: boolean | undefined) => boolean;

/** Names of the watched properties of liveness that are broken, with the steps to the lasso. */
export function brokenLiveness(program: Program, naive: Naive, graph: Graph): Map<string, number> {
  const broken = new Map<string, number>();
  const holds = (fragment: Parameters<Naive['evaluate']>[0], state: State, atFault: boolean) => {
    const value = naive.evaluate(fragment, state, []);
    return value === undefined ? atFault : value !== 0;
  };
  for (const { name, watched, liveness } of program.properties) {
    if (!watched) continue;
    let nearest: number | undefined;
    if (name === 'livelock') {
      const states = new Map([...graph].map(([key, node]) => [key, { ...node, owes: true }]));
      nearest = nearestFair(states, program, ({ progress }) => !progress);
    } else if (liveness !== undefined) {
      const debt: Debt = (state, before) => {
        if (holds(liveness.goal, state, true)) return false;
        if (liveness.kind === 'eventually') return before ?? true;
        return before === true || holds(liveness.trigger, state, false);
      };
      nearest = nearestOwing(withDebt(graph, debt), program);
    }
    if (nearest !== undefined) broken.set(name, nearest);
  }
  return broken;
}

type Owing = Map<string, Node & { owes: boolean }>;

/** Pairs of a state and a debt, with the depth of the pair. */
function withDebt(graph: Graph, debt: Debt): Owing {
  const pairs: Owing = new Map();
  const [first] = graph.keys();
  if (first === undefined) return pairs;
  const queue: [string, boolean, number][] = [[first, debt(graph.get(first)!.state, undefined), 0]];
  for (const [key, owes, depth] of queue) {
    const pair = `${key} ${owes}`;
    if (pairs.has(pair)) continue;
    const node = graph.get(key)!;
    const edges = node.edges.map((edge) => {
      const then = debt(graph.get(edge.to)!.state, owes);
      queue.push([edge.to, then, depth + 1]);
      return { ...edge, to: `${edge.to} ${then}` };
    });
    pairs.set(pair, { ...node, depth, owes, edges });
  }
  return pairs;
}

function nearestOwing(pairs: Owing, program: Program): number | undefined {
  const ends = [...pairs.values()].filter(({ owes, isEnd }) => owes && isEnd);
  const fair = nearestFair(pairs, program, () => true);
  const depths = [...ends.map(({ depth }) => depth), ...(fair === undefined ? [] : [fair])];
  return depths.length === 0 ? undefined : Math.min(...depths);
}

/** The least depth of a state on a fair cycle of owing states, along the edges allowed. */
function nearestFair(
  pairs: Owing,
  program: Program,
  allowed: (edge: Edge) => boolean,
): number | undefined {
  const threads = [...program.threads.keys()];
  const inside = (set: Set<string>, key: string) =>
    pairs.get(key)!.edges.filter((edge) => allowed(edge) && set.has(edge.to));
  const meets = (set: Set<string>, key: string, thread: number) => {
    const edges = inside(set, key);
    if (edges.some((edge) => edge.thread === thread)) return true;
    return edges.length > 0 && pairs.get(key)!.idle.has(thread);
  };
  const reachFrom = (set: Set<string>, start: string): Set<string> => {
    const seen = new Set([start]);
    for (const key of seen) for (const { to } of inside(set, key)) seen.add(to);
    return seen;
  };
  let set = new Set([...pairs].filter(([, { owes }]) => owes).map(([key]) => key));
  for (;;) {
    const kept = [...set].filter((key) => {
      const reached = [...reachFrom(set, key)];
      return threads.every((thread) => reached.some((one) => meets(set, one, thread)));
    });
    if (kept.length === set.size) break;
    set = new Set(kept);
  }
  // A state from which a fair run begins may only lead to the cycle: on it is who comes back, and
  // can do so with every thread met on the way.
  const onCycle = [...set].filter((key) => {
    const around = [...reachFrom(set, key)].filter((one) => reachFrom(set, one).has(key));
    const own = new Set(around);
    if (around.every((one) => inside(own, one).length === 0)) return false;
    return threads.every((thread) => around.some((one) => meets(own, one, thread)));
  });
  if (set.size > 0 && onCycle.length === 0) throw new Error('a fair run that has no fair cycle');
  return onCycle.length === 0
    ? undefined
    : Math.min(...onCycle.map((key) => pairs.get(key)!.depth));
}
