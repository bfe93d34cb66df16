// The heaviest walk from each state, in several kinds of weight at once. States that a walk can come
// back to are taken together (Tarjan, 1972, without recursion): where something is counted on the
// way round, there is no most.

/** Where walks go: states and edges are numbers. */
export interface Walks {
  readonly states: number;
  /** How many kinds of weight there are. */
  readonly kinds: number;
  edgesBegin(state: number): number;
  edgesEnd(state: number): number;
  /** The state that an edge leads to; -1: the walk ends with it. */
  targetOf(edge: number): number;
  /** Whether a walk may stand in a state and go on from it. */
  inside(state: number): boolean;
  /** Whether a walk may take an edge. */
  follows(edge: number): boolean;
  /** Weight of an edge, at least 0. */
  weight(edge: number, kind: number): number;
}

/**
 * Per state and kind, the most that can be counted from there on until a walk has left: the edge
 * that leaves counts. Infinity: there is no most. Example: `heaviest(walks)[state * kinds + kind]`.
 */
export function heaviest(walks: Walks): Float64Array {
  const finder = new Heaviest(walks);
  for (let state = 0; state < walks.states; state++) finder.from(state);
  return finder.most;
}

const none = -1;

class Heaviest {
  readonly most: Float64Array;
  private readonly walks: Walks;
  private readonly visited: Int32Array;
  private readonly low: Int32Array;
  private readonly component: Int32Array;
  private readonly open: number[] = [];
  private readonly path: number[] = [];
  private readonly pathEdges: number[] = [];
  private visits = 0;
  private components = 0;

  constructor(walks: Walks) {
    this.walks = walks;
    this.most = new Float64Array(walks.states * walks.kinds);
    this.visited = new Int32Array(walks.states);
    this.low = new Int32Array(walks.states);
    this.component = new Int32Array(walks.states).fill(none);
  }

  from(root: number): void {
    if (this.visited[root] !== 0 || !this.walks.inside(root)) return;
    this.enter(root);
    while (this.path.length > 0) this.walk();
  }

  private enter(state: number): void {
    this.visits++;
    this.visited[state] = this.visits;
    this.low[state] = this.visits;
    this.open.push(state);
    this.path.push(state);
    this.pathEdges.push(this.walks.edgesBegin(state));
  }

  private walk(): void {
    const last = this.path.length - 1;
    const state = this.path[last]!;
    const edge = this.pathEdges[last]!;
    if (edge >= this.walks.edgesEnd(state)) {
      this.leave(state);
      return;
    }
    this.pathEdges[last] = edge + 1;
    const target = this.walks.targetOf(edge);
    if (target < 0 || !this.walks.follows(edge) || !this.walks.inside(target)) return;
    if (this.visited[target] === 0) this.enter(target);
    else if (this.component[target] === none) this.lower(state, this.visited[target]!);
  }

  private leave(state: number): void {
    this.path.pop();
    this.pathEdges.pop();
    const before = this.path.at(-1);
    if (this.low[state] === this.visited[state]) this.close(state);
    if (before !== undefined) this.lower(before, this.low[state]!);
  }

  private lower(state: number, visit: number): void {
    if (visit < this.low[state]!) this.low[state] = visit;
  }

  /** All that was opened since the state is its component; what it leads to is known. */
  private close(state: number): void {
    const members: number[] = [];
    for (;;) {
      const member = this.open.pop()!;
      this.component[member] = this.components;
      members.push(member);
      if (member === state) break;
    }
    for (let kind = 0; kind < this.walks.kinds; kind++) this.weigh(members, kind);
    this.components++;
  }

  private weigh(members: readonly number[], kind: number): void {
    const { walks, most } = this;
    let best = 0;
    for (const member of members) {
      const end = walks.edgesEnd(member);
      for (let edge = walks.edgesBegin(member); edge < end; edge++) {
        if (walks.follows(edge)) best = Math.max(best, this.over(edge, kind));
      }
    }
    for (const member of members) most[member * walks.kinds + kind] = best;
  }

  /** What a walk counts that leaves a component over an edge, or goes round in it for ever. */
  private over(edge: number, kind: number): number {
    const { walks } = this;
    const weight = walks.weight(edge, kind);
    const target = walks.targetOf(edge);
    if (target < 0 || !walks.inside(target)) return weight;
    if (this.component[target] !== this.components)
      return weight + this.most[target * walks.kinds + kind]!;
    return weight > 0 ? Number.POSITIVE_INFINITY : 0;
  }
}
