// The states in which a run may owe something, each with a shortest run that leads there. Sources
// (where a run begins to owe) and their successors are merged in the order of their distance.
import { IntegerLog } from '../integers.ts';
import type { StateGraph } from './graph.ts';
import type { Monitor } from './monitor.ts';

const unknown = -2;
const source = -1;

export class Owing {
  finished = false;
  private readonly graph: StateGraph;
  private readonly monitor: Monitor;
  /** Per state, the owing state before it; `source`, or `unknown` where no run owes. */
  private readonly before: Int32Array;
  private readonly distances: Int32Array;
  private readonly queue = new IntegerLog();
  private at = 0;
  private nextSource = 0;

  constructor(graph: StateGraph, monitor: Monitor) {
    this.graph = graph;
    this.monitor = monitor;
    this.before = new Int32Array(graph.states).fill(unknown);
    this.distances = new Int32Array(graph.states);
  }

  /** Goes on through up to so many states; the number of those. */
  advance(expansions: number): number {
    let done = 0;
    for (; done < expansions && !this.finished; done++) this.visitNext();
    return done;
  }

  bytes(): number {
    return this.before.byteLength + this.distances.byteLength + this.queue.bytes();
  }

  has(state: number): boolean {
    return this.before[state] !== unknown;
  }

  /** Steps of a shortest run that owes in this state. */
  distanceOf(state: number): number {
    return this.distances[state]!;
  }

  /** The states of a shortest run that owes in its last state, from the initial one on. */
  runTo(state: number): readonly number[] {
    const states: number[] = [];
    let at = state;
    for (; this.before[at] !== source; at = this.before[at]!) states.push(at);
    return [...this.graph.runTo(at), ...states.reverse()];
  }

  private visitNext(): void {
    const { graph, queue, nextSource } = this;
    const hasHead = this.at < queue.length;
    const hasSource = nextSource < graph.states;
    if (!hasHead && !hasSource) {
      this.finished = true;
      return;
    }
    const isSourceFirst =
      !hasHead || (hasSource && graph.depthOf(nextSource) <= this.distances[queue.at(this.at)]!);
    if (isSourceFirst && hasSource) this.visitSource(this.nextSource++);
    else this.follow(queue.at(this.at++));
  }

  /** A source is nearer than, or as near as, any other run that comes to it. */
  private visitSource(state: number): void {
    if (this.has(state) || !this.monitor.begins(this.graph, state)) return;
    this.before[state] = source;
    this.distances[state] = this.graph.depthOf(state);
    this.follow(state);
  }

  private follow(state: number): void {
    const { graph, monitor } = this;
    const end = graph.edgesEnd(state);
    for (let edge = graph.edgesBegin(state); edge < end; edge++) {
      const target = graph.targetOf(edge);
      if (this.has(target) || !monitor.remains(graph, target)) continue;
      if (monitor.endedByProgress && graph.isProgress(edge)) continue;
      this.before[target] = state;
      this.distances[target] = this.distances[state]! + 1;
      this.queue.push(target);
    }
  }
}
