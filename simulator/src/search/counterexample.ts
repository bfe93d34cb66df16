// Finds, for every violated property, the run that a reviewer would draw: fewest context switches,
// then fewest steps, then the first in the order of threads and choices.
//
// Nodes are pairs of a state and the thread that moved last. The nodes reached with s switches and
// k steps form a bucket, in the lexicographic order of their paths. A bucket comes from two others:
// (s, k - 1), where the same thread goes on, and (s - 1, k - 1), where another one takes over.
// Merging those two in the order of their paths keeps the order, so the first path that reaches a
// node is the best one, and the first event of a property is the end of its best run.
import { assert } from '../assert.ts';
import { IntegerLog, NumberSet } from '../integers.ts';
import { builtinIndex } from '../machine/machine.ts';
import type { Action, Run } from '../outcome.ts';
import { result } from '../stepper.ts';
import { StateTable } from '../table.ts';
import type { StateSpace } from './space.ts';

/** The last step of a run: out of a node; `thread` -1: the node itself. */
interface End {
  readonly node: number;
  readonly thread: number;
  readonly choice: number;
}

/**
 * The nodes with one number of switches: bucket k ends before `ends[k]`, and the next begins there.
 */
interface Layer {
  readonly begin: number;
  readonly ends: number[];
}

/** Nodes still to be expanded for the bucket that is being filled. */
interface Cursor {
  at: number;
  end: number;
}

export class Counterexamples {
  finished = false;
  private readonly ends = new Map<number, End>();
  private readonly wanted: Set<number>;
  private readonly space: StateSpace;
  /** The states that are met here, by numbers of their own. */
  private readonly table: StateTable;
  private readonly states = new IntegerLog();
  private readonly parents = new IntegerLog();
  private readonly threads = new IntegerLog();
  private readonly choices = new IntegerLog();
  private readonly settled = new NumberSet();
  private layer: Layer = { begin: 0, ends: [1] };
  private previous: Layer = { begin: 0, ends: [] };
  private readonly same: Cursor = { at: 0, end: 1 };
  private readonly other: Cursor = { at: 0, end: 0 };
  private readonly words: Int32Array;
  private readonly deadlock: number;
  private readonly seeksDeadlock: boolean;

  /** Looks for the runs that break these properties. */
  constructor(space: StateSpace, wanted: ReadonlySet<number>) {
    const { stepper } = space;
    this.space = space;
    this.words = new Int32Array(stepper.layout.words);
    this.deadlock = builtinIndex(space.program, 'deadlock');
    this.wanted = new Set(wanted);
    this.seeksDeadlock = this.wanted.has(this.deadlock) || space.bounds.size > 0;
    this.table = new StateTable(stepper.layout.words);
    this.table.insert(stepper.initial);
    space.fragments.endless = false;
    this.addNode(0, -1, { thread: -1, choice: 0 });
    for (const [property, { state, thread }] of space.findings) {
      if (state === 0 && thread < 0) this.found(property, { node: 0, thread: -1, choice: 0 });
    }
  }

  /** Expands up to so many nodes; the number of those expanded. */
  advance(expansions: number): number {
    let done = 0;
    for (; done < expansions && !this.finished; done++) this.expandNext();
    return done;
  }

  bytes(): number {
    return this.states.bytes() * 4 + this.settled.bytes() + this.table.bytesAfter(1);
  }

  /** Nodes waiting in the bucket being filled. */
  frontier(): number {
    return this.same.end - this.same.at + this.other.end - this.other.at;
  }

  /** The best run that breaks the property; undefined where a limit came first. */
  runOf(property: number): Run | undefined {
    const end = this.ends.get(property);
    if (end === undefined) return undefined;
    const run: Action[] = [];
    if (end.thread >= 0) run.push({ thread: end.thread, choice: end.choice });
    for (let node = end.node; node > 0; node = this.parents.at(node)) run.push(this.actionTo(node));
    return run.reverse();
  }

  /** All properties seen broken: the wanted ones, and what a bounded exploration had missed. */
  properties(): readonly number[] {
    return [...this.ends.keys()];
  }

  private found(property: number, end: End): void {
    if (this.ends.has(property)) return;
    this.ends.set(property, end);
    this.wanted.delete(property);
    if (this.wanted.size === 0) this.finished = true;
  }

  private expandNext(): void {
    const { same, other } = this;
    if (same.at === same.end && other.at === other.end) {
      this.closeBucket();
      return;
    }
    const isSame =
      other.at === other.end || (same.at < same.end && this.isBefore(same.at, other.at));
    this.expand(isSame ? same.at++ : other.at++, isSame);
    const { limits } = this.space;
    if (this.states.length > limits.counterexample_states_max) this.finished = true;
    if (this.space.bytes() + this.bytes() > limits.memory_max) this.finished = true;
  }

  /** The bucket is complete: goes on with one step more, or one switch more, or is at the end. */
  private closeBucket(): void {
    const { ends, begin } = this.layer;
    const steps = ends.length;
    const isEmpty = ends[steps - 1] === this.states.length;
    ends.push(this.states.length);
    if (isEmpty && steps >= this.previous.ends.length) {
      if (begin === this.states.length) {
        assert(this.wanted.size === 0, 'what the exploration found can be found again');
        this.finished = true;
        return;
      }
      this.previous = this.layer;
      this.layer = { begin: this.states.length, ends: [this.states.length] };
    }
    this.openBucket();
  }

  private openBucket(): void {
    const steps = this.layer.ends.length;
    aim(this.same, this.layer, steps - 1);
    aim(this.other, this.previous, steps - 1);
    // The root was left by every thread without a switch.
    if (this.other.at === 0) this.other.at = this.other.end;
  }

  private expand(node: number, isSame: boolean): void {
    const { table } = this;
    const { stepper, program } = this.space;
    table.read(this.states.at(node), this.words);
    stepper.moveTo(this.words);
    const only = stepper.scheduled();
    const last = this.threads.at(node);
    const firstNew = this.states.length;
    for (let thread = 0; thread < program.threads.length; thread++) {
      if (only !== undefined && only !== thread) continue;
      if (node > 0 && isSame !== (thread === last)) continue;
      this.takeSteps(node, thread);
    }
    if (!this.seeksDeadlock || this.ends.has(this.deadlock)) return;
    for (let fresh = firstNew; fresh < this.states.length; fresh++) this.judgeDeadlock(fresh);
  }

  private takeSteps(node: number, thread: number): void {
    const { table } = this;
    const { stepper, program } = this.space;
    stepper.select(thread);
    while (stepper.step()) {
      // Steps without an end take long, and there may be one at every node.
      if (stepper.outcome === result.endless) this.finished = true;
      else if (stepper.outcome !== result.disabled) {
        const action = { thread, choice: stepper.choice };
        this.noteEvents({ node, ...action });
        if (stepper.outcome === result.moved) {
          const state = table.insert(stepper.next);
          const key = state * program.threads.length + thread;
          if (!this.settled.has(key)) {
            this.settled.add(key);
            this.addNode(state, node, action);
            this.judge(this.states.length - 1);
          }
        }
      }
      stepper.back();
    }
  }

  /** Notes the events of the state in memory, which the node stands for. */
  private judge(node: number): void {
    const { stepper, fragments } = this.space;
    stepper.machine.context.eventCount = 0;
    fragments.judge(stepper.next, stepper.allOver(stepper.next));
    if (fragments.endless) this.finished = true;
    this.noteEvents({ node, thread: -1, choice: 0 });
  }

  private judgeDeadlock(node: number): void {
    const { stepper } = this.space;
    this.table.read(this.states.at(node), this.words);
    stepper.moveTo(this.words);
    const { context } = stepper.machine;
    if (stepper.allOver(this.words) || stepper.canMove()) return;
    context.eventCount = 0;
    context.event(this.deadlock, 0, '');
    this.noteEvents({ node, thread: -1, choice: 0 });
  }

  private noteEvents(end: End): void {
    const { context } = this.space.stepper.machine;
    for (let index = 0; index < context.eventCount; index++) {
      this.found(context.eventProperty[index]!, end);
    }
  }

  /** Compares the paths of two nodes with as many steps; they part at their last common node. */
  private isBefore(left: number, right: number): boolean {
    let [leftNode, rightNode] = [left, right];
    for (;;) {
      const leftParent = this.parents.at(leftNode);
      const rightParent = this.parents.at(rightNode);
      if (leftParent === rightParent) break;
      [leftNode, rightNode] = [leftParent, rightParent];
    }
    const [a, b] = [this.actionTo(leftNode), this.actionTo(rightNode)];
    return a.thread === b.thread ? a.choice < b.choice : a.thread < b.thread;
  }

  private addNode(state: number, parent: number, action: Action): void {
    this.states.push(state);
    this.parents.push(parent);
    this.threads.push(action.thread);
    this.choices.push(action.choice);
  }

  private actionTo(node: number): Action {
    return { thread: this.threads.at(node), choice: this.choices.at(node) };
  }
}

/** Sets the cursor on one bucket of a layer; on nothing where the layer has no such bucket. */
function aim(cursor: Cursor, layer: Layer, bucket: number): void {
  cursor.end = layer.ends[bucket] ?? 0;
  cursor.at = bucket === 0 ? Math.min(layer.begin, cursor.end) : (layer.ends[bucket - 1] ?? 0);
  if (cursor.at > cursor.end) cursor.at = cursor.end;
}
