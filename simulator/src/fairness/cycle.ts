// A weakly fair cycle through a state: each thread moves in it, or cannot move in one of its states.
// Breadth first over pairs of a state and the set of threads that have done so; the first way back
// with all of them is the shortest cycle. Where that takes too much, it goes from thread to thread
// by the shortest way: a fair cycle still, but maybe a longer one.
import { IntegerLog, NumberSet } from '../integers.ts';
import type { Components } from './components.ts';
import type { StateGraph } from './graph.ts';

export class FairCycle {
  finished = false;
  /** False where pairs were left out. */
  shortest: boolean;
  private readonly graph: StateGraph;
  private readonly components: Components;
  private readonly entry: number;
  /** Edges of the part that is settled already; empty while all pairs are kept. */
  private readonly settled: number[] = [];
  private states = new IntegerLog();
  private met = new IntegerLog();
  private parents = new IntegerLog();
  private edges = new IntegerLog();
  private seen = new NumberSet();
  private at = 0;

  /** The entry is in a fair component. */
  constructor(graph: StateGraph, components: Components, entry: number) {
    this.graph = graph;
    this.components = components;
    this.entry = entry;
    this.shortest = (graph.states * (graph.allThreads + 1)) / 8 <= graph.bytesLeft();
    this.restart(entry, graph.idleIn(entry));
  }

  /** Goes on through up to so many pairs; the number of those. */
  advance(expansions: number): number {
    let done = 0;
    for (; done < expansions && !this.finished; done++) this.expand(this.at++);
    return done;
  }

  bytes(): number {
    return this.states.bytes() * 4 + this.seen.bytes();
  }

  /** The edges of the cycle, from the entry on, when finished. */
  path(): readonly number[] {
    return [...this.settled, ...this.edgesTo(this.states.length - 1)];
  }

  private expand(node: number): void {
    const { graph, components } = this;
    const state = this.states.at(node);
    const met = this.met.at(node);
    const end = graph.edgesEnd(state);
    for (let edge = graph.edgesBegin(state); edge < end && !this.finished; edge++) {
      if (!components.staysIn(state, edge)) continue;
      const target = graph.targetOf(edge);
      const metThere = met | (1 << graph.moverOf(edge)) | graph.idleIn(target);
      const isNext = !this.shortest && metThere !== met;
      this.add(target, metThere, { node, edge, isNext });
      if (isNext) {
        if (!this.finished) this.settle();
        return;
      }
    }
    if (this.shortest && !this.finished && this.isTooMuch()) this.beginGreedily();
  }

  /** Nothing where the pair was seen before. With the next thread done, a state seen before is news. */
  private add(
    state: number,
    met: number,
    from: { readonly node: number; readonly edge: number; readonly isNext: boolean },
  ): void {
    const isBack = state === this.entry && met === this.graph.allThreads;
    const key = this.keyOf(state, met);
    if (this.seen.has(key) && !isBack && !from.isNext) return;
    this.seen.add(key);
    this.states.push(state);
    this.met.push(met);
    this.parents.push(from.node);
    this.edges.push(from.edge);
    this.finished = isBack;
  }

  /** On the way to the next thread the set of threads that are done stays the same. */
  private keyOf(state: number, met: number): number {
    return this.shortest ? state * (this.graph.allThreads + 1) + met : state;
  }

  private isTooMuch(): boolean {
    const { limits } = this.graph;
    if (this.states.length > limits.counterexample_states_max) return true;
    return this.bytes() > this.graph.bytesLeft();
  }

  private beginGreedily(): void {
    this.shortest = false;
    this.restart(this.entry, this.graph.idleIn(this.entry));
  }

  /** Keeps the way to the newest pair, in which one thread more has moved or may rest. */
  private settle(): void {
    const newest = this.states.length - 1;
    this.settled.push(...this.edgesTo(newest));
    this.restart(this.states.at(newest), this.met.at(newest));
  }

  private restart(state: number, met: number): void {
    this.states = new IntegerLog();
    this.met = new IntegerLog();
    this.parents = new IntegerLog();
    this.edges = new IntegerLog();
    this.seen = new NumberSet();
    this.at = 0;
    this.seen.add(this.keyOf(state, met));
    this.states.push(state);
    this.met.push(met);
    this.parents.push(-1);
    this.edges.push(-1);
  }

  private edgesTo(last: number): readonly number[] {
    const found: number[] = [];
    for (let node = last; this.parents.at(node) >= 0; node = this.parents.at(node)) {
      found.push(this.edges.at(node));
    }
    return found.reverse();
  }
}
