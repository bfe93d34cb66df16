// All states of a program, breadth first and unreduced, with every step that breaks one of some
// properties. Interpreted, as replay is. What a limit left out is told, and all that is here is true.
import { Fragments } from '../fragments.ts';
import { IntegerLog, NumberSet } from '../integers.ts';
import type { Limits } from '../limits.ts';
import { builtinIndex } from '../machine/machine.ts';
import type { Program } from '../program.ts';
import type { Finding } from '../search/space.ts';
import { result, Stepper } from '../stepper.ts';
import { StateTable } from '../table.ts';

export interface GraphOptions {
  readonly properties: ReadonlySet<number>;
  /** Nothing is explored behind a violation. */
  readonly stopsThere: boolean;
  readonly keepsEdges: boolean;
  readonly statesMax: number;
  readonly findingsMax: number;
}

export class ViolationGraph {
  readonly stepper: Stepper;
  finished = false;
  /** States whose steps are all known; the others were found and are not explored. */
  expanded = 0;
  /** Steps that break a property, or lead to a state that does, in the order of discovery. */
  readonly findings: Finding[] = [];
  /** There are more of them than are kept. */
  moreFindings = false;
  /** Something is missing: states were left out, or steps of some. */
  bounded = false;
  /** States that a property is broken in. */
  readonly broken = new NumberSet();
  /** States with a step that breaks a property. */
  readonly breaking = new NumberSet();
  /** States some steps of which are not known. */
  readonly partial = new NumberSet();
  readonly starts = new IntegerLog();
  readonly targets = new IntegerLog();
  private readonly program: Program;
  private readonly options: GraphOptions;
  private readonly memoryMax: number;
  private readonly fragments: Fragments;
  private readonly table: StateTable;
  private readonly parents = new IntegerLog();
  private readonly words: Int32Array;
  private readonly deadlock: number;

  constructor(program: Program, limits: Limits, options: GraphOptions) {
    this.program = program;
    this.options = options;
    this.memoryMax = limits.memory_max;
    this.stepper = new Stepper(program, limits);
    this.fragments = new Fragments(this.stepper);
    this.table = new StateTable(this.stepper.layout.words);
    this.table.limit = Math.min(options.statesMax, limits.states_max);
    this.words = new Int32Array(this.stepper.layout.words);
    this.deadlock = builtinIndex(program, 'deadlock');
    this.begin();
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
    const logs = [this.parents, this.starts, this.targets, this.broken, this.breaking];
    return logs.reduce((sum, log) => sum + log.bytes(), this.table.bytes());
  }

  read(state: number, words: Int32Array): void {
    this.table.read(state, words);
  }

  /** The number of a packed state; -1: it was not found. */
  find(words: Int32Array): number {
    return this.table.find(words);
  }

  parentOf(state: number): number {
    return this.parents.at(state);
  }

  /** Whether the step just taken, or the state behind it, breaks one of the properties. */
  breaks(): boolean {
    const { context } = this.stepper.machine;
    for (let index = 0; index < context.eventCount; index++) {
      if (this.options.properties.has(context.eventProperty[index]!)) return true;
    }
    return false;
  }

  private begin(): void {
    const { stepper } = this;
    const hasBegun = stepper.initialResult === result.moved;
    const early = stepper.initialEvents.some(({ property }) =>
      this.options.properties.has(property),
    );
    this.table.insert(stepper.initial);
    this.parents.push(-1);
    const isBroken = this.judge(stepper.initial) || early;
    if (isBroken) this.noteBroken(0, { state: 0, thread: -1, choice: 0 });
    if (stepper.initialResult === result.endless) this.bounded = true;
    if (!hasBegun || (isBroken && this.options.stopsThere)) {
      this.finished = true;
      this.starts.push(0);
      this.expanded = 1;
    }
  }

  private expand(): void {
    const { stepper } = this;
    const state = this.expanded;
    this.table.read(state, this.words);
    this.starts.push(this.targets.length);
    if (!(this.options.stopsThere && this.broken.has(state))) {
      stepper.moveTo(this.words);
      const only = stepper.scheduled();
      let canMove = false;
      for (let thread = 0; thread < this.program.threads.length; thread++) {
        if (only !== undefined && only !== thread) continue;
        if (this.takeSteps(state, thread)) canMove = true;
      }
      if (!canMove && only === undefined) this.standStill(state);
    }
    this.expanded++;
    if (this.expanded === this.states) this.finished = true;
    if ((this.expanded & 255) === 0 && this.bytes() > this.memoryMax) this.cut();
  }

  private takeSteps(state: number, thread: number): boolean {
    const { stepper } = this;
    let canMove = false;
    stepper.select(thread);
    while (stepper.step()) {
      if (stepper.outcome === result.endless) this.leaveOut(state);
      else if (stepper.outcome !== result.disabled) this.note(state, thread);
      if (stepper.outcome !== result.disabled) canMove = true;
      stepper.back();
    }
    if (stepper.truncated) this.leaveOut(state);
    return canMove || stepper.truncated;
  }

  private note(state: number, thread: number): void {
    const { stepper, options } = this;
    const finding = { state, thread, choice: stepper.choice };
    const isBreaking = this.breaks();
    if (isBreaking) {
      this.breaking.add(state);
      this.keep(finding);
      if (options.stopsThere) return;
    }
    // What a larger pool would allow is not known.
    if (stepper.outcome === result.cut) this.leaveOut(state);
    if (stepper.outcome !== result.moved) return;
    const next = this.table.insert(stepper.next);
    if (next < 0) {
      this.leaveOut(state);
      return;
    }
    if (this.table.isNew) {
      this.parents.push(state);
      if (this.judge(stepper.next)) this.noteBroken(next, undefined);
    }
    if (options.keepsEdges) this.targets.push(next);
    if (!isBreaking && this.broken.has(next)) this.keep(finding);
  }

  /** Whether the state in memory, packed in `words`, breaks one of the properties. */
  private judge(words: Int32Array): boolean {
    const { stepper, fragments } = this;
    const hasBegun = stepper.initialResult === result.moved;
    stepper.machine.context.eventCount = 0;
    fragments.judge(words, hasBegun && stepper.allOver(words));
    if (fragments.endless) this.bounded = true;
    return this.breaks();
  }

  private standStill(state: number): void {
    const { stepper, options } = this;
    if (stepper.allOver(this.words) || !options.properties.has(this.deadlock)) return;
    if (stepper.machine.context.watched[this.deadlock] === 0) return;
    this.noteBroken(state, { state, thread: -1, choice: 0 });
  }

  private noteBroken(state: number, finding: Finding | undefined): void {
    this.broken.add(state);
    if (finding !== undefined) this.keep(finding);
  }

  private keep(finding: Finding): void {
    if (this.findings.length < this.options.findingsMax) this.findings.push(finding);
    else this.moreFindings = true;
  }

  private leaveOut(state: number): void {
    this.partial.add(state);
    this.bounded = true;
  }

  private cut(): void {
    this.bounded = true;
    this.finished = true;
  }
}
