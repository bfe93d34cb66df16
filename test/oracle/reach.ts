// What the oracle says about a whole program: counts, verdicts, outcomes and, by trying every run,
// the run to show for each violated property.
import type { Action, Run } from '../../simulator/src/outcome.ts';
import type { Program } from '../../simulator/src/program.ts';
import { Naive, type State } from './naive.ts';

export interface Answer {
  states: number;
  transitions: number;
  depth: number;
  violated: number[];
  outcomes: string[];
  witnessed: number[];
  deadlocks: number;
  pools: number;
  /** Undefined: the graph has a cycle. */
  interleavings: string | undefined;
}

/** All reachable states; undefined where there are more than `statesMax`. */
export function reach(program: Program, zeroDead: boolean, statesMax: number): Answer | undefined {
  const naive = new Naive(program, zeroDead);
  const violated = new Set(naive.initial.events);
  const outcomes = new Set<string>();
  const witnessed = new Set<number>();
  const graph = new Map<string, (string | undefined)[]>();
  const deadlock = naive.builtin('deadlock');
  const answer = { transitions: 0, depth: 0, deadlocks: 0, pools: 0 };
  const ended = naive.initial.kind !== 'moved';
  let level = new Map([[JSON.stringify(naive.initial.state), naive.initial.state]]);
  for (; level.size > 0; answer.depth++) {
    const next = new Map<string, State>();
    for (const [key, state] of level) {
      const edges: (string | undefined)[] = ended ? [undefined] : [];
      graph.set(key, edges);
      if (graph.size > statesMax) return undefined;
      const events = naive.stateEvents(state, ended);
      for (const property of events) violated.add(property);
      if (events.includes(deadlock)) answer.deadlocks++;
      program.witnesses.forEach(({ condition }, witness) => {
        if (naive.evaluate(condition, state, [])) witnessed.add(witness);
      });
      if (!ended && naive.allOver(state) && program.observations.length > 0) {
        const values = program.observations.map(({ value }) => naive.evaluate(value, state, []));
        if (!values.includes(undefined)) outcomes.add(values.join());
      }
      for (const { leaf } of ended ? [] : naive.moves(state)) {
        answer.transitions++;
        for (const property of leaf.events) violated.add(property);
        if (leaf.kind === 'cut') answer.pools++;
        const target = leaf.kind === 'moved' ? JSON.stringify(leaf.state) : undefined;
        edges.push(target);
        if (target !== undefined && !level.has(target) && !graph.has(target))
          next.set(target, leaf.state);
      }
    }
    level = next;
  }
  const sorted = (set: Set<number>) => [...set].sort((a, b) => a - b);
  return {
    ...answer,
    depth: answer.depth - 1,
    states: graph.size,
    violated: sorted(violated),
    outcomes: [...outcomes].sort(),
    witnessed: sorted(witnessed),
    interleavings: countPaths(graph)?.toString(),
  };
}

function countPaths(graph: Map<string, (string | undefined)[]>): bigint | undefined {
  const known = new Map<string, bigint | 'open'>();
  const count = (key: string): bigint => {
    const found = known.get(key);
    if (found === 'open') throw new RangeError('cyclic');
    if (found !== undefined) return found;
    known.set(key, 'open');
    const edges = graph.get(key)!;
    let total = edges.length === 0 ? 1n : 0n;
    for (const edge of edges) total += edge === undefined ? 1n : count(edge);
    known.set(key, total);
    return total;
  };
  try {
    return count([...graph.keys()][0]!);
  } catch (error) {
    if (error instanceof RangeError && error.message === 'cyclic') return undefined;
    throw error;
  }
}

/**
 * For each violated property the best run of all, found by trying every run of an acyclic program.
 */
export function bestRuns(program: Program): Map<number, Run> {
  const naive = new Naive(program);
  const best = new Map<number, Run>();
  const note = (events: number[], run: Run): void => {
    for (const property of events) {
      const known = best.get(property);
      if (known === undefined || compareRuns(run, known) < 0) best.set(property, run);
    }
  };
  const visit = (state: State, run: Action[]): void => {
    for (const { action, leaf } of naive.moves(state)) {
      const longer = [...run, action];
      note(leaf.events, longer);
      if (leaf.kind !== 'moved') continue;
      note(naive.stateEvents(leaf.state), longer);
      visit(leaf.state, longer);
    }
  };
  const { kind, state, events } = naive.initial;
  note([...events, ...naive.stateEvents(state, kind !== 'moved')], []);
  if (kind === 'moved') visit(state, []);
  return best;
}

export function compareRuns(left: Run, right: Run): number {
  const fewer = switches(left) - switches(right) || left.length - right.length;
  if (fewer !== 0) return fewer;
  for (const [index, action] of left.entries()) {
    const other = right[index]!;
    const order = action.thread - other.thread || action.choice - other.choice;
    if (order !== 0) return order;
  }
  return 0;
}

function switches(run: Run): number {
  let count = 0;
  for (let index = 1; index < run.length; index++)
    if (run[index]!.thread !== run[index - 1]!.thread) count++;
  return count;
}
