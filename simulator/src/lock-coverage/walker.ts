// Goes through all states of a program, breadth first and unreduced, and shows every step with its
// effects. Beside the packed state stands one word of the caller's, which makes states different.
import type { Effect } from '../effects.ts';
import { EffectProbe } from '../effects.ts';
import { IntegerLog } from '../integers.ts';
import { boundOf, groupDigits, type Limits } from '../limits.ts';
import type { Bound } from '../outcome.ts';
import type { Program } from '../program.ts';
import { poolBound } from '../search/space.ts';
import { result, type Stepper } from '../stepper.ts';
import { StateTable } from '../table.ts';

/** What is done at the states and steps that a walk meets. */
export interface Visitor {
  /** Memory holds the state; `word` is the caller's. */
  enter(state: number, word: number): void;
  /** A step of the thread. Gives the caller's word for the state behind it. */
  step(thread: number, choice: number, effects: readonly Effect[]): number;
  /** Where the last step leads; -1: nowhere, or to what was left out. */
  arrive(target: number): void;
  /** A thread that is not over has no step here. Memory holds the state. */
  blocked(thread: number): void;
  /** All steps of the state were shown. Memory holds the state. */
  leave(state: number): void;
}

export class Walker {
  readonly stepper: Stepper;
  readonly table: StateTable;
  readonly parents = new IntegerLog();
  readonly bounds = new Map<string, Bound>();
  finished = false;
  expanded = 0;
  private readonly visitor: Visitor;
  private readonly program: Program;
  private readonly limits: Limits;
  private readonly words: Int32Array;
  private readonly probe: EffectProbe;
  private readonly statesMax: number;

  constructor(
    program: Program,
    limits: Limits,
    { visitor, stepper, statesMax }: { visitor: Visitor; stepper: Stepper; statesMax: number },
  ) {
    this.program = program;
    this.limits = limits;
    this.visitor = visitor;
    this.stepper = stepper;
    this.statesMax = statesMax;
    this.probe = new EffectProbe(stepper.machine);
    this.words = new Int32Array(stepper.layout.words + 1);
    this.table = new StateTable(this.words.length);
    this.table.limit = statesMax;
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
    return this.table.bytes() + this.parents.bytes();
  }

  halt(bound: Bound): void {
    this.bounds.set(bound.limit, bound);
    this.finished = true;
  }

  private begin(): void {
    const { stepper } = this;
    if (stepper.initialResult === result.endless)
      this.halt(boundOf('local_instructions_max', this.limits));
    // A run that is over before its first step accesses nothing.
    if (stepper.initialResult !== result.moved) this.finished = true;
    else this.insert(stepper.initial, 0, -1);
  }

  private expand(): void {
    const { stepper, visitor, words } = this;
    const state = this.expanded;
    this.table.read(state, words);
    stepper.moveTo(words.subarray(0, stepper.layout.words));
    visitor.enter(state, words[stepper.layout.words]!);
    for (let thread = 0; thread < this.program.threads.length; thread++) {
      const canMove = this.takeSteps(state, thread);
      if (!canMove && !stepper.isOver(thread)) visitor.blocked(thread);
    }
    visitor.leave(state);
    this.expanded++;
    if (this.expanded === this.states) this.finished = true;
  }

  private takeSteps(state: number, thread: number): boolean {
    const { stepper, probe, limits } = this;
    let canMove = false;
    stepper.machine.probe = probe;
    stepper.select(thread);
    while (stepper.step()) {
      const { outcome } = stepper;
      if (outcome === result.endless) this.add(boundOf('local_instructions_max', limits));
      else if (outcome !== result.disabled) this.note(state, thread);
      stepper.back();
      if (outcome !== result.disabled) canMove = true;
    }
    stepper.machine.probe = undefined;
    if (stepper.truncated) this.add(boundOf('choices_max', limits));
    return canMove || stepper.truncated;
  }

  private note(state: number, thread: number): void {
    const { stepper, visitor } = this;
    const word = visitor.step(thread, stepper.choice, this.probe.collected());
    if (stepper.outcome === result.cut)
      this.add(poolBound(this.program, stepper.machine.context.exhaustedPool));
    const isMoved = stepper.outcome === result.moved;
    visitor.arrive(isMoved ? this.insert(stepper.next, word, state) : -1);
  }

  private insert(state: Int32Array, word: number, parent: number): number {
    const { table } = this;
    const key = new Int32Array(this.words.length);
    key.set(state);
    key[state.length] = word;
    const number = table.insert(key);
    if (number < 0)
      this.add({
        limit: 'coverage_states_max',
        text: `${groupDigits(this.statesMax)} states`,
      });
    else if (table.isNew) this.parents.push(parent);
    return number;
  }

  private add(bound: Bound): void {
    this.bounds.set(bound.limit, bound);
  }
}
