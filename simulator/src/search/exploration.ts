// Breadth-first exploration of all states: what is reachable, which properties break, which
// outcomes there are. The first run found to anything is remembered by its last state and step.
// This one interprets the program: the reference for the generated code, and its stand-in.

import { Edges, runEnds } from '../edges.ts';
import { Fragments } from '../fragments.ts';
import { IntegerLog } from '../integers.ts';
import { boundOf, type Limits } from '../limits.ts';
import { builtinIndex } from '../machine/machine.ts';
import type { Bound } from '../outcome.ts';
import type { Program } from '../program.ts';
import { result, Stepper } from '../stepper.ts';
import { StateTable } from '../table.ts';
import {
  type Finding,
  type FoundOutcome,
  poolBound,
  reasonToDropEdges,
  type StateSpace,
} from './space.ts';

/** How often the memory is measured: every so many new states, a power of two. */
const measureEvery = 256;

export class Exploration implements StateSpace {
  readonly program: Program;
  readonly limits: Limits;
  readonly stepper: Stepper;
  readonly fragments: Fragments;
  readonly table: StateTable;
  readonly parents = new IntegerLog();
  edges: Edges | undefined = new Edges();
  edgesDropped = '';
  readonly findings = new Map<number, Finding>();
  readonly outcomes = new Map<string, FoundOutcome>();
  readonly witnesses: (Finding | undefined)[];
  readonly bounds = new Map<string, Bound>();
  finished = false;
  /** Distinct states found; the table may get more from the search for the shortest run. */
  states = 0;
  transitions = 0;
  expanded = 0;
  depth = 0;
  /** The last place in the schedule where the scheduled thread could not move; -1: none. */
  stuckAt = -1;
  /** Some run follows the schedule to its end, or ends inside it. */
  followed = false;
  /** Some state was refused; the level that it was met from is the last one. */
  private refused = false;
  private levelEnd = 1;
  private readonly words: Int32Array;
  private readonly deadlock: number;

  constructor(program: Program, limits: Limits) {
    this.program = program;
    this.limits = limits;
    this.stepper = new Stepper(program, limits);
    this.fragments = new Fragments(this.stepper);
    this.table = new StateTable(this.stepper.layout.words);
    this.table.limit = limits.states_max;
    this.words = new Int32Array(this.stepper.layout.words);
    this.witnesses = program.witnesses.map(() => undefined);
    this.deadlock = builtinIndex(program, 'deadlock');
    this.begin();
  }

  /** Expands up to so many states; the number of those expanded. */
  advance(expansions: number): number {
    let done = 0;
    for (; done < expansions && !this.finished; done++) this.expand();
    return done;
  }

  frontier(): number {
    return this.states - this.expanded;
  }

  bytes(): number {
    return this.table.bytes() + this.parents.bytes() + (this.edges?.bytes() ?? 0);
  }

  /** What the states may take before memory is measured again, growth of the table included. */
  bytesNeeded(): number {
    return this.table.bytesAfter(measureEvery) + this.parents.bytes() + measureEvery * 4;
  }

  /** Longest distance of a state found so far. */
  depthReached(): number {
    return this.states > this.levelEnd ? this.depth + 1 : this.depth;
  }

  readState(number: number, words: Int32Array): void {
    this.table.read(number, words);
  }

  parentOf(number: number): number {
    return this.parents.at(number);
  }

  dropEdges(why: string): void {
    this.edges = undefined;
    this.edgesDropped = why;
  }

  private begin(): void {
    const { stepper } = this;
    this.noteEvents({ state: 0, thread: -1, choice: 0 });
    if (stepper.initialResult === result.moved) {
      this.table.insert(stepper.initial);
      this.arrive(0, -1, stepper.initial);
      this.followed ||= this.program.schedule.length === 0;
      return;
    }
    // The run was over before its first step: there is one state, and it has no successor.
    this.states = 1;
    this.expanded = 1;
    this.followed = true;
    this.judge({ state: 0, thread: -1, choice: 0 }, stepper.initial, false);
    if (stepper.initialResult === result.endless)
      this.halt(boundOf('local_instructions_max', this.limits));
    this.edges?.starts.push(0);
    this.edges?.push(runEnds);
    this.finished = true;
  }

  private expand(): void {
    if (this.expanded === this.states) {
      this.finished = true;
      return;
    }
    const state = this.expanded;
    if (state === this.levelEnd) {
      if (this.refused) {
        this.finished = true;
        return;
      }
      this.depth++;
      this.levelEnd = this.states;
    }
    const { stepper } = this;
    this.table.read(state, this.words);
    stepper.moveTo(this.words);
    this.edges?.startAt(state);
    const only = stepper.scheduled();
    let canMove = false;
    for (let thread = 0; thread < this.program.threads.length; thread++) {
      if (only !== undefined && only !== thread) continue;
      if (this.takeSteps(state, thread)) canMove = true;
      if (this.finished) return;
    }
    if (!canMove) this.noteStandstill(state, only !== undefined);
    this.expanded++;
    if (this.expanded === this.states) this.finished = true;
  }

  /** Takes all steps of one thread; false where there is none. */
  private takeSteps(state: number, thread: number): boolean {
    const { stepper } = this;
    let canMove = false;
    stepper.select(thread);
    while (stepper.step()) {
      if (stepper.outcome !== result.disabled) {
        canMove = true;
        this.note(state, thread);
      }
      stepper.back();
      if (this.finished) return true;
    }
    if (!stepper.truncated) return canMove;
    this.addBound(boundOf('choices_max', this.limits));
    return true;
  }

  /** Notes the step just taken, with the state it leads to. */
  private note(state: number, thread: number): void {
    const { stepper } = this;
    if (stepper.outcome === result.endless) {
      this.halt(boundOf('local_instructions_max', this.limits));
      return;
    }
    this.transitions++;
    if (stepper.machine.context.eventCount > 0) {
      this.noteEvents({ state, thread, choice: stepper.choice });
    }
    if (stepper.outcome === result.moved) {
      this.noteNext(state, thread);
      return;
    }
    this.followed = true;
    this.edges?.push(runEnds);
    if (stepper.outcome === result.cut)
      this.addBound(poolBound(this.program, stepper.machine.context.exhaustedPool));
  }

  private noteNext(state: number, thread: number): void {
    const { stepper, table } = this;
    const next = table.insert(stepper.next);
    if (next < 0) {
      // Not stored, but judged: what is found does not depend on the order inside a level.
      this.addBound(boundOf('states_max', this.limits));
      this.refused = true;
      const finding = { state, thread, choice: stepper.choice };
      this.judge(finding, stepper.next, stepper.allOver(stepper.next));
      return;
    }
    this.edges?.push(next);
    if (table.isNew) this.arrive(next, state, stepper.next);
  }

  /** A new state: judges it, while memory holds it. */
  private arrive(state: number, parent: number, words: Int32Array): void {
    this.parents.push(parent);
    this.states++;
    const { schedule } = this.program;
    if (!this.followed && this.stepper.layout.positionOf(words) === schedule.length)
      this.followed = true;
    this.judge({ state, thread: -1, choice: 0 }, words, this.stepper.allOver(words));
    if (this.states % measureEvery === 0) this.measure();
  }

  private judge(finding: Finding, words: Int32Array, allOver: boolean): void {
    const { fragments, stepper } = this;
    const { context } = stepper.machine;
    context.eventCount = 0;
    fragments.judge(words, allOver);
    if (context.eventCount > 0) this.noteEvents(finding);
    if (fragments.endless) this.halt(boundOf('local_instructions_max', this.limits));
    fragments.satisfied.forEach((satisfied, witness) => {
      if (satisfied) this.witnesses[witness] ??= finding;
    });
    if (fragments.isObserved && fragments.observed.length > 0) this.noteOutcome(finding);
  }

  private noteOutcome(finding: Finding): void {
    const values = [...this.fragments.observed];
    const key = values.join();
    if (this.outcomes.has(key)) return;
    if (this.outcomes.size < this.limits.outcomes_max) this.outcomes.set(key, { values, finding });
    else this.addBound(boundOf('outcomes_max', this.limits));
  }

  private noteEvents(finding: Finding): void {
    const { context } = this.stepper.machine;
    for (let index = 0; index < context.eventCount; index++) {
      const property = context.eventProperty[index]!;
      if (!this.findings.has(property)) this.findings.set(property, finding);
    }
  }

  /**
   * No thread that may move can: all are over, or it is a deadlock, or the schedule does not fit.
   */
  private noteStandstill(state: number, isScheduled: boolean): void {
    const { stepper } = this;
    const { context } = stepper.machine;
    if (isScheduled && (stepper.allOver(this.words) || stepper.canMove())) {
      this.stuckAt = Math.max(this.stuckAt, stepper.layout.positionOf(this.words));
      return;
    }
    if (stepper.allOver(this.words)) return;
    if (isScheduled) this.stuckAt = Math.max(this.stuckAt, stepper.layout.positionOf(this.words));
    context.eventCount = 0;
    context.event(this.deadlock, 0, '');
    this.noteEvents({ state, thread: -1, choice: 0 });
  }

  private measure(): void {
    const { limits } = this;
    const needed = this.bytesNeeded();
    if (this.edges !== undefined) {
      const sizes = { states: this.states, others: needed, edges: this.edges.bytes() };
      const why = reasonToDropEdges(limits, sizes);
      if (why !== undefined) this.dropEdges(why);
    }
    if (needed > limits.memory_max) this.halt(boundOf('memory_max', limits));
  }

  private addBound(bound: Bound): void {
    if (!this.bounds.has(bound.limit)) this.bounds.set(bound.limit, bound);
  }

  private halt(bound: Bound): void {
    this.addBound(bound);
    this.finished = true;
  }
}
