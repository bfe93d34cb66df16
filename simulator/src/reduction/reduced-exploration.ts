// Breadth-first exploration that leaves out interleavings which can't show anything new. It answers
// what is judged, not how states are reached: no counts of the full graph and no shortest runs.
import { Fragments } from '../fragments.ts';
import { boundOf, type Limits } from '../limits.ts';
import { builtinIndex } from '../machine/machine.ts';
import type { Bound } from '../outcome.ts';
import type { Program } from '../program.ts';
import { result, Stepper } from '../stepper.ts';
import { StateTable } from '../table.ts';
import type { Independence } from './independence.ts';
import { PersistentSets } from './persistent-set.ts';

export class ReducedExploration {
  readonly program: Program;
  readonly stepper: Stepper;
  readonly table: StateTable;
  /** Indices of the properties that are broken somewhere. */
  readonly violated = new Set<number>();
  /** Per witness, whether some state satisfies it. */
  readonly witnessed: boolean[];
  /** Values of the observations, by their text. */
  readonly outcomes = new Map<string, readonly number[]>();
  readonly bounds = new Map<string, Bound>();
  /** States from which no step leads to a state. */
  readonly lastStates: number[] = [];
  finished = false;
  expanded = 0;
  transitions = 0;
  private readonly limits: Limits;
  private readonly fragments: Fragments;
  private readonly persistent: PersistentSets;
  private readonly words: Int32Array;

  constructor(program: Program, independence: Independence, limits: Limits) {
    this.program = program;
    this.limits = limits;
    this.stepper = new Stepper(program, limits);
    this.fragments = new Fragments(this.stepper);
    this.persistent = new PersistentSets(this.stepper, independence);
    this.table = new StateTable(this.stepper.layout.words);
    this.table.limit = limits.states_max;
    this.words = new Int32Array(this.stepper.layout.words);
    this.witnessed = program.witnesses.map(() => false);
    this.begin();
  }

  /** Expands up to so many states; the number of those expanded. */
  advance(expansions: number): number {
    let done = 0;
    for (; done < expansions && !this.finished; done++) this.expand();
    return done;
  }

  private begin(): void {
    const { stepper } = this;
    this.noteEvents();
    if (stepper.initialResult === result.moved) {
      this.table.insert(stepper.initial);
      this.judge(stepper.initial, stepper.allOver(stepper.initial));
      return;
    }
    this.judge(stepper.initial, false);
    if (stepper.initialResult === result.endless) this.halt('local_instructions_max');
    this.finished = true;
  }

  private expand(): void {
    this.table.read(this.expanded, this.words);
    const { stepper } = this;
    stepper.moveTo(this.words);
    const chosen = this.persistent.choose();
    let [canMove, moves] = [false, false];
    for (let thread = 0; thread < this.program.threads.length; thread++) {
      if ((chosen & (1 << thread)) === 0) continue;
      stepper.select(thread);
      while (stepper.step()) {
        if (stepper.outcome !== result.disabled) canMove = true;
        if (stepper.outcome === result.moved) moves = true;
        if (stepper.outcome !== result.disabled) this.note();
        stepper.back();
        if (this.finished) return;
      }
      if (!stepper.truncated) continue;
      this.addBound(boundOf('choices_max', this.limits));
      canMove = true;
    }
    if (!moves) this.lastStates.push(this.expanded);
    if (!canMove && !stepper.allOver(this.words)) this.noteDeadlock();
    this.expanded++;
    this.finished = this.expanded === this.table.count;
  }

  private note(): void {
    const { stepper, table } = this;
    this.transitions++;
    this.noteEvents();
    switch (stepper.outcome) {
      case result.endless:
        this.halt('local_instructions_max');
        return;
      case result.cut:
        this.addBound(this.poolBound());
        return;
      case result.moved:
        if (table.insert(stepper.next) < 0) this.halt('states_max');
        else if (table.isNew) this.judge(stepper.next, stepper.allOver(stepper.next));
    }
  }

  private judge(words: Int32Array, allOver: boolean): void {
    const { fragments, stepper } = this;
    stepper.machine.context.eventCount = 0;
    fragments.judge(words, allOver);
    this.noteEvents();
    if (fragments.endless) this.halt('local_instructions_max');
    fragments.satisfied.forEach((satisfied, witness) => {
      if (satisfied) this.witnessed[witness] = true;
    });
    if (!fragments.isObserved || fragments.observed.length === 0) return;
    const key = fragments.observed.join();
    if (this.outcomes.has(key) || this.outcomes.size < this.limits.outcomes_max) {
      this.outcomes.set(key, [...fragments.observed]);
    } else this.addBound(boundOf('outcomes_max', this.limits));
  }

  private noteEvents(): void {
    const { context } = this.stepper.machine;
    for (let index = 0; index < context.eventCount; index++) {
      this.violated.add(context.eventProperty[index]!);
    }
  }

  private noteDeadlock(): void {
    const { context } = this.stepper.machine;
    context.eventCount = 0;
    context.event(builtinIndex(this.program, 'deadlock'), 0, '');
    this.noteEvents();
  }

  private poolBound(): Bound {
    const { name, members } = this.program.pools[this.stepper.machine.context.exhaustedPool]!;
    return { limit: `pool ${name}`, text: `pool ${name}: ${members.length} objects` };
  }

  private addBound(bound: Bound): void {
    if (!this.bounds.has(bound.limit)) this.bounds.set(bound.limit, bound);
  }

  private halt(limit: keyof Limits): void {
    this.addBound(boundOf(limit, this.limits));
    this.finished = true;
  }
}
