// Counts complete runs exactly: paths from the initial state to where a run ends, in the graph of
// all states. A graph with a cycle has infinitely many, and is found by what Kahn's order leaves
// over.
import { type Edges, runEnds } from './edges.ts';

export class Interleavings {
  finished = false;
  /** Undefined after the end: the graph is cyclic. */
  count: bigint | undefined;
  private readonly edges: Edges;
  private readonly states: number;
  private readonly incoming: Int32Array;
  /** Ways to come to a state, as far as counted; given up once the state is done. */
  private readonly ways: (bigint | undefined)[] = [1n];
  /** States whose ways are all counted. */
  private readonly ready: number[] = [0];
  private done = 0;
  private total = 0n;

  constructor(edges: Edges, states: number) {
    this.edges = edges;
    this.states = states;
    this.incoming = new Int32Array(states);
    for (let index = 0; index < edges.targets.length; index++) {
      const target = edges.targets.at(index);
      if (target !== runEnds) this.incoming[target] = this.incoming[target]! + 1;
    }
    if (this.incoming[0] !== 0) this.finished = true;
  }

  /** Counts on through up to so many states; the number of those counted. */
  advance(expansions: number): number {
    let done = 0;
    for (; done < expansions && !this.finished; done++) this.countNext();
    return done;
  }

  bytes(): number {
    return this.incoming.byteLength + this.ways.length * 8;
  }

  private countNext(): void {
    const state = this.ready.pop();
    if (state === undefined) {
      if (this.done === this.states) this.count = this.total;
      this.finished = true;
      return;
    }
    this.done++;
    const ways = this.ways[state]!;
    this.ways[state] = undefined;
    const { starts, targets } = this.edges;
    const begin = starts.at(state);
    const end = state + 1 < this.states ? starts.at(state + 1) : targets.length;
    if (begin === end) this.total += ways;
    for (let index = begin; index < end; index++) this.follow(targets.at(index), ways);
  }

  private follow(target: number, ways: bigint): void {
    if (target === runEnds) {
      this.total += ways;
      return;
    }
    this.ways[target] = (this.ways[target] ?? 0n) + ways;
    const left = this.incoming[target]! - 1;
    this.incoming[target] = left;
    if (left === 0) this.ready.push(target);
  }
}
