// What every slot and every register at rest may ever hold, and what every step may touch: the
// whole program on sets of values, until nothing is added any more.
import type { Pc, Program, SlotId } from '../program.ts';
import { isResting } from '../reach.ts';
import type { Environment } from './abstract-instruction.ts';
import { type AbstractMemory, type AbstractStep, AbstractSteps } from './abstract-step.ts';
import { union, type ValueSet } from './value-set.ts';

/** A place to rest that its thread may come to. */
export interface Rest {
  readonly thread: number;
  readonly pc: Pc;
  /** What the registers that live there may hold. */
  environment: Environment;
  step: AbstractStep;
}

const noStep: AbstractStep = { reads: new Set(), writes: new Set(), rests: new Map() };

export class ProgramValues {
  readonly program: Program;
  /** Per thread, the places to rest that it may come to. */
  readonly rests: readonly ReadonlyMap<Pc, Rest>[];
  private readonly steps: AbstractSteps;
  private readonly slots: ValueSet[];
  private readonly readers = new Map<SlotId, Set<Rest>>();
  private readonly known: Map<Pc, Rest>[];
  private readonly work = new Set<Rest>();
  private readonly memory: AbstractMemory;
  /** Whose step is run: it is run again when what it has loaded grows, by itself or by others. */
  private running: Rest | undefined;

  constructor(program: Program) {
    this.program = program;
    this.steps = new AbstractSteps(program);
    this.slots = program.initial.map((value) => [value]);
    this.known = program.threads.map(() => new Map());
    this.rests = this.known;
    this.memory = {
      values: (slot) => this.load(slot),
      store: (slot, values) => this.store(slot, values),
    };
    this.runBeginnings();
    for (const rest of this.work) this.runAgain(rest);
  }

  /** Everything that the slot may hold in a reachable state. */
  valuesOf(slot: SlotId): ValueSet {
    return this.slots[slot];
  }

  /** The step from a place to rest, with another memory than that of all reachable states. */
  stepWith(rest: Rest, memory: AbstractMemory): AbstractStep {
    return this.steps.from(rest.pc, rest.environment, memory);
  }

  /**
   * Beginnings run before the initial state. What they read may still change before they are seen
   * again, so they are run until nothing is added.
   */
  private runBeginnings(): void {
    let size = -1;
    while (size !== this.sizeOfSlots()) {
      size = this.sizeOfSlots();
      this.program.threads.forEach(({ entry }, thread) => {
        const isAtRest = isResting(this.program.code[entry]!);
        if (isAtRest) this.arrive(thread, entry, new Map());
        else this.spread(thread, this.steps.from(entry, new Map(), this.memory));
      });
    }
  }

  private sizeOfSlots(): number {
    return this.slots.reduce((sum, values) => sum + (values?.length ?? 1e6), 0);
  }

  /** A set is walked in the order of insertion, and what is added while walking comes at its end. */
  private runAgain(rest: Rest): void {
    this.work.delete(rest);
    this.running = rest;
    rest.step = this.steps.from(rest.pc, rest.environment, this.memory);
    this.spread(rest.thread, rest.step);
  }

  private spread(thread: number, { rests }: AbstractStep): void {
    for (const [pc, environment] of rests) this.arrive(thread, pc, environment);
  }

  private arrive(thread: number, pc: Pc, environment: Environment): void {
    const rests = this.known[thread]!;
    const rest = rests.get(pc);
    if (rest === undefined) {
      const created = { thread, pc, environment, step: noStep };
      rests.set(pc, created);
      this.work.add(created);
      return;
    }
    const joined = this.steps.join(rest.environment, environment);
    if (joined === rest.environment) return;
    rest.environment = joined;
    this.work.add(rest);
  }

  private load(slot: SlotId): ValueSet {
    if (this.running !== undefined) this.readersOf(slot).add(this.running);
    return this.slots[slot];
  }

  private store(slot: SlotId, values: ValueSet): void {
    const before = this.slots[slot];
    const both = union(before, values, this.program.slots[slot]!.range);
    if (both === before) return;
    this.slots[slot] = both;
    for (const reader of this.readersOf(slot)) this.work.add(reader);
  }

  private readersOf(slot: SlotId): Set<Rest> {
    const known = this.readers.get(slot);
    if (known !== undefined) return known;
    const readers = new Set<Rest>();
    this.readers.set(slot, readers);
    return readers;
  }
}
