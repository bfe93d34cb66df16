// Stands on one packed state and takes the possible steps of its threads, one combination at a
// time. Searches, replay and counting all move through this; none of them knows instructions or
// packing.
import { type Layout, layoutOf } from './layout.ts';
import type { Limits } from './limits.ts';
import { type StepEvent, stop } from './machine/context.ts';
import { Machine } from './machine/machine.ts';
import type { Action } from './outcome.ts';
import type { Pc, Program, RegisterId } from './program.ts';

/** What came of a combination. */
export const result = {
  /** `next` holds the state after the step. */
  moved: 0,
  /** The combination does not exist in this state. */
  disabled: 1,
  /** A fault or a check ended the run. */
  ended: 2,
  /** A pool was exhausted: the run is cut. */
  cut: 3,
  /** local_instructions_max was reached: nothing can be said about this step. */
  endless: 4,
} as const;

/** A state as values: one per slot, and of each thread where it rests and what it still needs. */
export interface StateValues {
  readonly slots: readonly number[];
  readonly threads: readonly {
    readonly pc: Pc;
    readonly registers: ReadonlyMap<RegisterId, number>;
  }[];
}

export class Stepper {
  readonly program: Program;
  readonly machine: Machine;
  readonly layout: Layout;
  /** The packed state that this stands on. */
  readonly current: Int32Array;
  /** The packed state after the last combination, if it moved. */
  readonly next: Int32Array;
  /** The initial state. Meaningless where the run was over before it began. */
  readonly initial: Int32Array;
  /** `moved`, or what stopped the local beginning of a thread. */
  readonly initialResult: number;
  /**
   * Where each thread stands initially; the one that was stopped, at the instruction that did it.
   */
  readonly initialPcs: readonly Pc[];
  /** Events of the local beginnings. They also stand in the context, right after creation. */
  readonly initialEvents: readonly StepEvent[];
  thread = 0;
  choice = -1;
  /** What the last combination came to: one of `result`. */
  outcome: number = result.disabled;
  /** The thread had more combinations than `choices_max`. */
  truncated = false;
  /** The instruction that disabled the last disabled combination. */
  disabledAt: Pc = 0;
  /** Where the thread began the step. */
  from: Pc = 0;
  private readonly choicesMax: number;

  constructor(program: Program, limits: Limits) {
    this.program = program;
    this.machine = new Machine(program, limits.local_instructions_max);
    this.layout = layoutOf(program);
    this.choicesMax = limits.choices_max;
    this.current = new Int32Array(this.layout.words);
    this.next = new Int32Array(this.layout.words);
    this.initial = new Int32Array(this.layout.words);
    const { outcome, pcs } = this.runBeginnings();
    this.initialResult = outcome;
    this.initialPcs = pcs;
    const { context } = this.machine;
    this.initialEvents = context.events();
    context.journalLength = 0;
    if (outcome === result.moved) this.layout.encode(this.initial, context.cells, pcs);
    this.current.set(this.initial);
  }

  /** Goes to another state; its words are copied. */
  moveTo(words: Int32Array): void {
    const { current, layout } = this;
    const { cells } = this.machine.context;
    for (let word = 0; word < current.length; word++) {
      if (current[word] === words[word]) continue;
      current[word] = words[word]!;
      layout.decodeWord(current, word, cells);
    }
  }

  /** Goes to a state that is given by its values, and did not end a run. */
  standOn({ slots, threads }: StateValues): void {
    this.remember({ slots, threads });
    const pcs = threads.map(({ pc }) => pc);
    this.layout.encode(this.current, this.machine.context.cells, pcs);
  }

  /** Brings values into memory alone: fragments can look at them, and no step can be taken. */
  remember({ slots, threads }: StateValues): void {
    const { cells, registerBase } = this.machine.context;
    cells.fill(0);
    cells.set(slots);
    for (const { registers } of threads) {
      for (const [register, value] of registers) cells[registerBase + register] = value;
    }
  }

  isOver(thread: number): boolean {
    return this.layout.isOver(this.current, thread);
  }

  /** Begins with the first combination of a thread: call `step` until it says false. */
  select(thread: number): void {
    const { context } = this.machine;
    this.thread = thread;
    this.choice = -1;
    this.truncated = false;
    this.from = this.layout.pcOf(this.current, thread);
    context.digitsFixed = 0;
  }

  /**
   * Takes the next combination of the selected thread. False: there are no more. After it, memory
   * stands after the step until `back` is called; that must happen before anything else moves.
   */
  step(): boolean {
    const { machine, layout, thread } = this;
    const { context } = machine;
    if (this.choice < 0) {
      if (layout.isOver(this.current, thread)) return false;
    } else if (!context.nextCombination()) return false;
    if (this.choice + 1 === this.choicesMax) {
      this.truncated = true;
      return false;
    }
    this.choice++;
    context.eventCount = 0;
    context.digitsMet = 0;
    layout.decodeThread(this.current, thread, context.cells);
    const pc = machine.run(this.from);
    if (pc >= 0) {
      this.outcome = result.moved;
      this.pack(pc);
    } else {
      this.outcome = resultOf(pc);
      if (pc === stop.disabled) {
        this.disabledAt = machine.stoppedAt;
        context.eventCount = 0;
      }
    }
    return true;
  }

  /** Takes the writes of the last combination back. */
  back(): void {
    this.machine.context.undo(0);
  }

  /** Takes one action; false, with memory as it was, where it is not possible here. */
  take(action: Action): boolean {
    if (action.thread < 0 || action.thread >= this.program.threads.length) return false;
    this.select(action.thread);
    while (this.step()) {
      const isMeant = this.choice === action.choice;
      if (isMeant && this.outcome !== result.disabled && this.outcome !== result.endless)
        return true;
      this.back();
      if (isMeant) return false;
    }
    return false;
  }

  /** True where some thread has a possible step, or one that a limit hides. */
  canMove(): boolean {
    return this.program.threads.some((_, thread) => this.isEnabled(thread));
  }

  /** True where the thread has a possible step, or one that a limit hides. */
  isEnabled(thread: number): boolean {
    this.select(thread);
    while (this.step()) {
      this.back();
      if (this.outcome !== result.disabled) return true;
    }
    return this.truncated;
  }

  /** True where every thread has ended. */
  allOver(words: Int32Array): boolean {
    const { threads } = this.program;
    for (let thread = 0; thread < threads.length; thread++) {
      if (!this.layout.isOver(words, thread)) return false;
    }
    return true;
  }

  /** The threads that the schedule lets move here: all of them, or one. */
  scheduled(): number | undefined {
    return this.program.schedule[this.layout.positionOf(this.current)];
  }

  private pack(pc: Pc): void {
    const { current, next, layout } = this;
    const { context } = this.machine;
    for (let word = 0; word < next.length; word++) next[word] = current[word]!;
    const { journal, cells } = context;
    for (let index = 0; index < context.journalLength; index += 2) {
      const slot = journal[index]!;
      layout.encodeSlot(next, slot, cells[slot]!);
    }
    layout.encodeThread(next, this.thread, pc, cells);
    const { length } = this.program.schedule;
    if (length === 0) return;
    layout.encodePosition(next, Math.min(length, layout.positionOf(current) + 1));
  }

  private runBeginnings(): { readonly outcome: number; readonly pcs: readonly Pc[] } {
    const { machine, program } = this;
    const pcs = program.threads.map(({ entry }) => entry);
    machine.describes = true;
    let outcome: number = result.moved;
    for (let thread = 0; thread < pcs.length && outcome === result.moved; thread++) {
      const entry = pcs[thread]!;
      const pc = machine.rests[entry] === 1 ? entry : machine.run(entry);
      pcs[thread] = pc >= 0 ? pc : machine.stoppedAt;
      if (pc < 0) outcome = resultOf(pc);
    }
    machine.describes = false;
    return { outcome, pcs };
  }
}

function resultOf(code: number): number {
  switch (code) {
    case stop.disabled:
      return result.disabled;
    case stop.pool:
      return result.cut;
    case stop.endless:
      return result.endless;
    default:
      return result.ended;
  }
}
