// A run with what each step accessed, and the order that the accesses force: a step happens before
// another if it is an earlier one of the same thread, or an earlier one that conflicts with it, or
// if a step lies between of which both are true. Two steps of different threads conflict if they
// access the same slot and one of them writes it.
import type { Action, Run } from '../outcome.ts';
import type { Pc, SlotId } from '../program.ts';
import type { Walk } from '../simulation/walk.ts';
import { type Accesses, AccessProbe } from './accesses.ts';

export interface HistoryStep extends Accesses {
  readonly action: Action;
  /** Where the thread rested, and the step began. */
  readonly pc: Pc;
  /** Per thread, how many of its steps happen before this one, or are it. */
  readonly clock: readonly number[];
  /** Steps of other threads that this one conflicts with and that nothing lies between. */
  readonly races: readonly number[];
}

/** Replays the run; undefined where it is not one of this program. */
export function historyOf(walk: Walk, run: Run): readonly HistoryStep[] | undefined {
  const { stepper } = walk;
  const { machine } = stepper;
  const probe = new AccessProbe(machine);
  const order = new Order(walk.program.threads.length);
  const steps: HistoryStep[] = [];
  walk.restart();
  for (const action of run) {
    const pc = stepper.layout.pcOf(stepper.current, action.thread);
    machine.probe = probe;
    const isPossible = stepper.take(action);
    machine.probe = undefined;
    if (!isPossible) return undefined;
    const accesses = probe.collected();
    stepper.back();
    if (!walk.take(action)) return undefined;
    steps.push({ action, pc, ...accesses, ...order.add(action.thread, accesses) });
  }
  return steps;
}

/** The accesses to a slot that a later one may conflict with. */
interface Last {
  /** Index of the last step that wrote it; -1: none. */
  write: number;
  /** Of each thread, the last step that has read it since. */
  readonly reads: Map<number, number>;
}

class Order {
  private readonly threads: number;
  private readonly clocks: (readonly number[])[] = [];
  private readonly movers: number[] = [];
  private readonly latest = new Map<number, number>();
  private readonly slots = new Map<SlotId, Last>();

  constructor(threads: number) {
    this.threads = threads;
  }

  /** The next step of the run. */
  add(
    thread: number,
    { reads, writes }: Accesses,
  ): { readonly clock: readonly number[]; readonly races: readonly number[] } {
    const step = this.clocks.length;
    const before = this.latest.get(thread);
    const conflicts = this.conflicts(thread, { reads, writes });
    const clock = Array.from({ length: this.threads }, () => 0);
    const predecessors = before === undefined ? conflicts : [...conflicts, before];
    for (const predecessor of predecessors) {
      this.clocks[predecessor]?.forEach((count, at) => {
        if (count > (clock[at] ?? 0)) clock[at] = count;
      });
    }
    clock[thread] = (clock[thread] ?? 0) + 1;
    const races = conflicts.filter((one) =>
      predecessors.every((other) => other === one || !this.happensBefore(one, other)),
    );
    this.clocks.push(clock);
    this.movers.push(thread);
    this.latest.set(thread, step);
    for (const slot of reads) this.last(slot).reads.set(thread, step);
    for (const slot of writes) this.slots.set(slot, { write: step, reads: new Map() });
    return { clock, races };
  }

  private conflicts(thread: number, { reads, writes }: Accesses): readonly number[] {
    const found = new Set<number>();
    for (const slot of reads) found.add(this.last(slot).write);
    for (const slot of writes) {
      const last = this.last(slot);
      found.add(last.write);
      for (const read of last.reads.values()) found.add(read);
    }
    return [...found].filter((step) => step >= 0 && this.movers[step] !== thread);
  }

  private happensBefore(one: number, other: number): boolean {
    const mover = this.movers[one] ?? 0;
    return (this.clocks[other]?.[mover] ?? 0) >= (this.clocks[one]?.[mover] ?? 0);
  }

  private last(slot: SlotId): Last {
    const known = this.slots.get(slot);
    if (known !== undefined) return known;
    const fresh = { write: -1, reads: new Map<number, number>() };
    this.slots.set(slot, fresh);
    return fresh;
  }
}

/** True if the first step happens before the second, which stands behind it in the run. */
export function happensBefore(first: HistoryStep, second: HistoryStep): boolean {
  const { thread } = first.action;
  return (second.clock[thread] ?? 0) >= (first.clock[thread] ?? 0);
}

/** The slots that both access and at least one of them writes, in the program's order. */
export function conflictingSlots(first: Accesses, second: Accesses): readonly SlotId[] {
  const touched = new Set([...second.reads, ...second.writes]);
  const written = new Set(second.writes);
  const slots = new Set([
    ...first.writes.filter((slot) => touched.has(slot)),
    ...first.reads.filter((slot) => written.has(slot)),
  ]);
  return [...slots].sort((a, b) => a - b);
}
