// The strongly connected components of the states in which a run owes (Tarjan, 1972, without
// recursion), and which of them hold a weakly fair run: each thread moves inside the component, or
// cannot move in one of its states. A run may then go round for ever and meet all of these.
import type { StateGraph } from './graph.ts';
import type { Monitor } from './monitor.ts';
import type { Owing } from './owing.ts';

export interface Region {
  readonly graph: StateGraph;
  readonly monitor: Monitor;
  readonly owing: Owing;
}

const none = -1;
/** Beside the bits of the threads: an edge stays inside the component. */
const cyclic = 1 << 30;

export class Components {
  finished = false;
  private readonly region: Region;
  /** Per state, when it was visited, counted from 1. */
  private readonly visited: Int32Array;
  /** Per state, the earliest visit known to be reachable from it and still open. */
  private readonly low: Int32Array;
  private readonly component: Int32Array;
  private readonly open: Int32Array;
  private openCount = 0;
  /** The path walked: its states, and the next edge of each. */
  private readonly path: Int32Array;
  private readonly pathEdges: Int32Array;
  private pathLength = 0;
  private visits = 0;
  private count = 0;
  private root = 0;
  /** Per component, its threads that move or may rest. */
  private readonly met: Int32Array;
  private weighed = 0;

  constructor(region: Region) {
    this.region = region;
    const { states } = region.graph;
    this.visited = new Int32Array(states);
    this.low = new Int32Array(states);
    this.component = new Int32Array(states).fill(none);
    this.open = new Int32Array(states);
    this.path = new Int32Array(states);
    this.pathEdges = new Int32Array(states);
    this.met = new Int32Array(states);
  }

  /** Goes on through about so many states; the number of those. */
  advance(expansions: number): number {
    let done = 0;
    for (; done < expansions && !this.finished; done++) {
      if (this.pathLength > 0) this.walk();
      else if (this.root < this.region.graph.states) this.enterIf(this.root++);
      else this.weighNext();
    }
    return done;
  }

  bytes(): number {
    return this.visited.byteLength * 7;
  }

  /** Whether some weakly fair run that owes goes through the state infinitely often. */
  isFair(state: number): boolean {
    const component = this.component[state]!;
    return component !== none && this.met[component] === (this.region.graph.allThreads | cyclic);
  }

  /** Whether the edge keeps a run inside the component of the state it leaves. */
  staysIn(state: number, edge: number): boolean {
    const { graph, monitor } = this.region;
    const component = this.component[state];
    if (component === none || this.component[graph.targetOf(edge)] !== component) return false;
    return !(monitor.endedByProgress && graph.isProgress(edge));
  }

  private enterIf(state: number): void {
    if (this.visited[state] === 0 && this.region.owing.has(state)) this.enter(state);
  }

  private enter(state: number): void {
    this.visits++;
    this.visited[state] = this.visits;
    this.low[state] = this.visits;
    this.open[this.openCount++] = state;
    this.path[this.pathLength] = state;
    this.pathEdges[this.pathLength++] = this.region.graph.edgesBegin(state);
  }

  /** Follows the next edge of the last state of the path, or leaves that state. */
  private walk(): void {
    const { graph, monitor, owing } = this.region;
    const last = this.pathLength - 1;
    const state = this.path[last]!;
    const edge = this.pathEdges[last]!;
    if (edge >= graph.edgesEnd(state)) {
      this.leave(state);
      return;
    }
    this.pathEdges[last] = edge + 1;
    const target = graph.targetOf(edge);
    if (!owing.has(target) || (monitor.endedByProgress && graph.isProgress(edge))) return;
    if (this.visited[target] === 0) this.enter(target);
    else if (this.component[target] === none) this.lower(state, this.visited[target]!);
  }

  private leave(state: number): void {
    this.pathLength--;
    if (this.low[state] === this.visited[state]) this.close(state);
    if (this.pathLength > 0) this.lower(this.path[this.pathLength - 1]!, this.low[state]!);
  }

  private lower(state: number, visit: number): void {
    if (visit < this.low[state]!) this.low[state] = visit;
  }

  /** All that was opened since the state is its component. */
  private close(state: number): void {
    for (;;) {
      const member = this.open[--this.openCount]!;
      this.component[member] = this.count;
      if (member === state) break;
    }
    this.count++;
  }

  /** Adds what the component of one state after the other lets each thread do. */
  private weighNext(): void {
    const { graph } = this.region;
    if (this.weighed === graph.expanded) {
      this.finished = true;
      return;
    }
    const state = this.weighed++;
    const component = this.component[state]!;
    if (component === none) return;
    let met = this.met[component]! | graph.idleIn(state);
    const end = graph.edgesEnd(state);
    for (let edge = graph.edgesBegin(state); edge < end; edge++) {
      if (this.staysIn(state, edge)) met |= cyclic | (1 << graph.moverOf(edge));
    }
    this.met[component] = met;
  }
}
