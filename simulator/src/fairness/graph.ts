// The graph of all states as liveness needs it: who leads from where to where, who could move, and
// which goals hold. States are numbered breadth first. What a limit left out is not in it; all that
// is in it is true.
import { assert } from '../assert.ts';
import { Edges } from '../edges.ts';
import { Fragments } from '../fragments.ts';
import { IntegerLog, NumberSet } from '../integers.ts';
import { boundOf, type Limits } from '../limits.ts';
import type { Bound } from '../outcome.ts';
import type { Fragment, Program } from '../program.ts';
import { result, Stepper } from '../stepper.ts';
import { StateTable } from '../table.ts';

/** Something that holds in some states. */
export interface Predicate {
  readonly fragment: Fragment;
  /** What is taken for it in a state where it faults. */
  readonly atFault: boolean;
}

/** How often the memory is measured: every so many states expanded, a power of two. */
const measureEvery = 256;
/** What finding components takes afterwards, a state. */
const analysisBytes = 48;
/** One bit a thread, and one more, in an integer. */
const threadsMax = 30;

export class StateGraph {
  readonly stepper: Stepper;
  readonly fragments: Fragments;
  readonly limits: Limits;
  /** One bit for each thread. */
  readonly allThreads: number;
  finished = false;
  /** States whose steps are all known; those after them have none here. */
  expanded = 0;
  /** Built-in properties that a predicate breaks by a fault, with the first state where it does. */
  readonly faults = new Map<number, number>();
  /** What was left out, and why. */
  readonly bounds = new Map<string, Bound>();
  private readonly table: StateTable;
  private readonly parents = new IntegerLog();
  private readonly depths = new IntegerLog();
  private readonly edges = new Edges();
  /** Per edge, twice the thread that moves, plus 1 if the step is progress. */
  private readonly movers = new IntegerLog();
  /** Per expanded state, the threads that can move there. */
  private readonly able = new IntegerLog();
  private readonly ends = new NumberSet();
  private readonly predicates: readonly Predicate[];
  private readonly holding: readonly NumberSet[];
  private readonly words: Int32Array;
  private readonly memoryMax: number;

  /** `memoryMax`, in bytes, is what is left of the memory for all that liveness needs. */
  constructor(
    program: Program,
    limits: Limits,
    { predicates, memoryMax }: { predicates: readonly Predicate[]; memoryMax: number },
  ) {
    assert(program.threads.length <= threadsMax, 'the threads fit a set of bits');
    this.limits = limits;
    this.memoryMax = memoryMax;
    this.predicates = predicates;
    this.holding = predicates.map(() => new NumberSet());
    this.allThreads = 2 ** program.threads.length - 1;
    this.stepper = new Stepper(program, limits);
    this.fragments = new Fragments(this.stepper);
    this.table = new StateTable(this.stepper.layout.words);
    this.table.limit = limits.states_max;
    this.words = new Int32Array(this.stepper.layout.words);
    // A run that is over before its first step has nothing to do any more.
    if (this.stepper.initialResult === result.moved) this.arrive(this.stepper.initial, -1);
    else this.finished = true;
  }

  get states(): number {
    return this.table.count;
  }

  /** Expands up to so many states; the number of those expanded. */
  advance(expansions: number): number {
    let done = 0;
    for (; done < expansions && !this.finished; done++) this.expand();
    return done;
  }

  bytes(): number {
    const logs = [this.parents, this.depths, this.edges, this.movers, this.able];
    const sets = [this.ends, ...this.holding];
    return [this.table, ...logs, ...sets].reduce((sum, part) => sum + part.bytes(), 0);
  }

  /** Bytes that are left for looking for a cycle. */
  bytesLeft(): number {
    return this.memoryMax - this.bytes() - this.states * analysisBytes;
  }

  /** Copies a state, packed, into `words`. */
  read(state: number, words: Int32Array): void {
    this.table.read(state, words);
  }

  /** The states of a shortest run to it, from the initial one on. */
  runTo(state: number): readonly number[] {
    const states: number[] = [];
    for (let at = state; at >= 0; at = this.parents.at(at)) states.push(at);
    return states.reverse();
  }

  /** Steps of a shortest run to it. */
  depthOf(state: number): number {
    return this.depths.at(state);
  }

  /** The first of the edges out of a state; those up to `edgesEnd` follow. */
  edgesBegin(state: number): number {
    return state < this.expanded ? this.edges.begin(state) : 0;
  }

  edgesEnd(state: number): number {
    return state < this.expanded ? this.edges.end(state) : 0;
  }

  targetOf(edge: number): number {
    return this.edges.targetOf(edge);
  }

  moverOf(edge: number): number {
    return this.movers.at(edge) >>> 1;
  }

  isProgress(edge: number): boolean {
    return (this.movers.at(edge) & 1) === 1;
  }

  /** One bit for each thread that cannot move in an expanded state. */
  idleIn(state: number): number {
    return this.allThreads & ~this.able.at(state);
  }

  /** A complete run ends in this state: all threads are over, or it is a deadlock. */
  isEnd(state: number): boolean {
    return this.ends.has(state);
  }

  isAllOver(state: number): boolean {
    this.table.read(state, this.words);
    return this.stepper.allOver(this.words);
  }

  /** Whether a predicate, by its index, holds in a state. */
  holds(predicate: number, state: number): boolean {
    return this.holding[predicate]!.has(state);
  }

  private expand(): void {
    const state = this.expanded;
    const { stepper } = this;
    this.table.read(state, this.words);
    stepper.moveTo(this.words);
    this.edges.startAt(state);
    const only = stepper.scheduled();
    let able = 0;
    for (let thread = 0; thread < stepper.program.threads.length; thread++) {
      if (only !== undefined && only !== thread) continue;
      if (this.takeSteps(state, thread)) able |= 1 << thread;
      if (this.finished) return;
    }
    this.able.push(able);
    if (able === 0 && this.isComplete(only !== undefined)) this.ends.add(state);
    this.expanded++;
    if (this.expanded === this.states) this.finished = true;
    else if (this.expanded % measureEvery === 0) this.measure();
  }

  /** Takes all steps of one thread; false where there is none. */
  private takeSteps(state: number, thread: number): boolean {
    const { stepper } = this;
    const { context } = stepper.machine;
    let canMove = false;
    stepper.select(thread);
    context.progressed = false;
    while (stepper.step()) {
      if (stepper.outcome === result.endless) this.halt('local_instructions_max');
      else if (stepper.outcome !== result.disabled) canMove = true;
      if (stepper.outcome === result.moved) this.addEdge(state, thread, context.progressed);
      stepper.back();
      if (this.finished) return true;
      context.progressed = false;
    }
    if (!stepper.truncated) return canMove;
    this.addBound('choices_max');
    return true;
  }

  private addEdge(state: number, thread: number, isProgress: boolean): void {
    const { table, stepper } = this;
    const next = table.insert(stepper.next);
    if (next < 0) {
      this.halt('states_max');
      return;
    }
    this.edges.push(next);
    this.movers.push(thread * 2 + (isProgress ? 1 : 0));
    if (table.isNew) this.note(state);
  }

  private arrive(words: Int32Array, parent: number): void {
    this.table.insert(words);
    this.note(parent);
  }

  /** Notes of the newest state, which memory holds, how it was reached and what holds in it. */
  private note(parent: number): void {
    const state = this.table.count - 1;
    const words = parent < 0 ? this.stepper.initial : this.stepper.next;
    this.parents.push(parent);
    this.depths.push(parent < 0 ? 0 : this.depths.at(parent) + 1);
    const { context } = this.stepper.machine;
    context.eventCount = 0;
    this.predicates.forEach(({ fragment, atFault }, index) => {
      const value = this.fragments.evaluate(fragment, words);
      if (value === undefined ? atFault : value !== 0) this.holding[index]!.add(state);
    });
    for (const { property } of context.eventCount > 0 ? context.events() : []) {
      if (!this.faults.has(property)) this.faults.set(property, state);
    }
    if (this.fragments.endless) this.halt('local_instructions_max');
  }

  /** Whether a run that can't go on is complete, and not just not as scheduled. */
  private isComplete(isScheduled: boolean): boolean {
    const { stepper } = this;
    return !isScheduled || !(stepper.allOver(this.words) || stepper.canMove());
  }

  private measure(): void {
    const growth = this.table.bytesAfter(measureEvery) - this.table.bytes();
    if (this.bytesLeft() < growth) this.halt('memory_max');
  }

  private addBound(limit: keyof Limits): void {
    const { text } = boundOf(limit, this.limits);
    this.bounds.set(limit, { limit, text: `liveness not decided: ${text}` });
  }

  private halt(limit: keyof Limits): void {
    this.addBound(limit);
    this.finished = true;
  }
}
