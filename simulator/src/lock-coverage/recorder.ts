// Notes every access with what is held at it, every lock that is taken while others are held, and the
// steps between the states, for the search for runs.
import { Edges } from '../edges.ts';
import type { Effect } from '../effects.ts';
import { IntegerLog } from '../integers.ts';
import type { Action } from '../outcome.ts';
import type { Pc, Program, SlotId } from '../program.ts';
import type { Stepper } from '../stepper.ts';
import { type Cell, excludes, type Held, type LockOrder } from './coverage.ts';
import type { Holdings } from './holdings.ts';
import type { Visitor } from './walker.ts';

/** An access, told apart by what its thread holds. */
export interface SeenAccess {
  readonly id: number;
  readonly thread: number;
  readonly pc: Pc;
  /** Index into the cells. */
  readonly cell: number;
  readonly writes: boolean;
  readonly held: readonly Held[];
  /** Every step seen with it reads and writes the cell. */
  atomic: boolean;
}

/** Two steps that are possible in one state, with accesses that no lock keeps apart. */
export interface Meeting {
  readonly one: number;
  readonly other: number;
  readonly state: number;
}

export class Recorder implements Visitor {
  readonly cells: readonly Cell[];
  readonly accesses: SeenAccess[] = [];
  readonly orders = new Map<string, LockOrder>();
  /** The first of each pair of accesses, in the order of the states. */
  readonly meetings = new Map<string, Meeting>();
  /** Sets of accesses of one step. */
  readonly labels: (readonly number[])[] = [];
  readonly edges = new Edges();
  readonly movers = new IntegerLog();
  readonly choices = new IntegerLog();
  readonly labelOf = new IntegerLog();
  private readonly stepper: Stepper;
  private readonly holdings: Holdings;
  private readonly cellOf: Int32Array;
  private readonly known = new Map<string, SeenAccess>();
  private readonly labelNumbers = new Map<string, number>();
  private readonly labelPairs = new Set<number>();

  constructor(program: Program, stepper: Stepper, holdings: Holdings, cells: readonly Cell[]) {
    this.stepper = stepper;
    this.holdings = holdings;
    this.cells = cells;
    this.cellOf = cellsOf(program, holdings, cells);
  }

  enter(state: number, word: number): void {
    this.edges.startAt(state);
    this.holdings.enter(this.stepper.machine.context.cells, word);
  }

  step(thread: number, choice: number, effects: readonly Effect[]): number {
    const { holdings } = this;
    holdings.begin();
    const passed = this.passedOver(effects);
    const seen: SeenAccess[] = [];
    const waits = effects.some(({ kind }) => kind === 'await');
    let held = holdings.heldBy(thread);
    for (const effect of effects) {
      if (effect.kind !== 'read' && effect.kind !== 'write') continue;
      const cell = this.cellOf[effect.slot]!;
      if (cell >= 0 && !passed.has(effect.slot)) {
        const writes = effect.kind === 'write';
        seen.push(this.access({ thread, pc: effect.pc, cell, writes, held }));
      }
      if (effect.kind === 'read') continue;
      const taken = holdings.write(thread, effect);
      for (const lock of taken) this.noteOrder(held, lock, { thread, pc: effect.pc, waits });
      held = holdings.heldBy(thread);
    }
    for (const access of seen) {
      const isBoth = seen.some(
        ({ cell, writes }) => cell === access.cell && writes !== access.writes,
      );
      access.atomic &&= isBoth;
    }
    this.movers.push(thread);
    this.choices.push(choice);
    this.labelOf.push(this.label(seen));
    return holdings.keep();
  }

  arrive(target: number): void {
    this.edges.push(target);
  }

  blocked(): void {
    // A thread that waits accesses nothing.
  }

  leave(state: number): void {
    const { movers, labelOf } = this;
    const first = this.edges.begin(state);
    for (let one = first; one < labelOf.length; one++) {
      for (let other = first; other < one; other++) {
        if (movers.at(one) !== movers.at(other))
          this.meet(labelOf.at(other), labelOf.at(one), state);
      }
    }
  }

  bytes(): number {
    return [this.edges, this.movers, this.choices, this.labelOf].reduce(
      (sum, log) => sum + log.bytes(),
      0,
    );
  }

  actionOf(edge: number): Action {
    return { thread: this.movers.at(edge), choice: this.choices.at(edge) };
  }

  /** Slots that the step uses as a lock only: it takes or gives back a bit of them. */
  private passedOver(effects: readonly Effect[]): ReadonlySet<SlotId> {
    const slots = new Set<SlotId>();
    for (const effect of effects) {
      if (effect.kind !== 'write') continue;
      effect.values.forEach((is, at) => {
        const slot = effect.slot + at;
        if (this.holdings.changesBit(slot, effect.before[at] ?? 0, is)) slots.add(slot);
      });
    }
    return slots;
  }

  private access(access: Omit<SeenAccess, 'id' | 'atomic'>): SeenAccess {
    const { thread, pc, cell, writes, held } = access;
    const key = `${thread} ${pc} ${cell} ${writes} ${heldKey(held)}`;
    let known = this.known.get(key);
    if (known === undefined) {
      known = { id: this.accesses.length, ...access, atomic: true };
      this.accesses.push(known);
      this.known.set(key, known);
    }
    return known;
  }

  private noteOrder(
    held: readonly Held[],
    taken: Held,
    by: { thread: number; pc: Pc; waits: boolean },
  ): void {
    for (const earlier of held) {
      if (earlier.lock === taken.lock) continue;
      const key = `${earlier.lock} ${earlier.shared} ${taken.lock} ${taken.shared} ${by.thread} ${by.pc} ${by.waits}`;
      if (!this.orders.has(key)) this.orders.set(key, { held: earlier, taken, ...by });
    }
  }

  private label(seen: readonly SeenAccess[]): number {
    const ids = [...new Set(seen.map(({ id }) => id))];
    const key = ids.join();
    let number = this.labelNumbers.get(key);
    if (number === undefined) {
      number = this.labels.push(ids) - 1;
      this.labelNumbers.set(key, number);
    }
    return number;
  }

  private meet(one: number, other: number, state: number): void {
    const key = one * 2 ** 26 + other;
    if (this.labelPairs.has(key)) return;
    this.labelPairs.add(key);
    for (const a of this.labels[one]!) {
      for (const b of this.labels[other]!) {
        if (!isUnprotected(this.accesses[a]!, this.accesses[b]!)) continue;
        const pair = a < b ? `${a} ${b}` : `${b} ${a}`;
        if (!this.meetings.has(pair)) this.meetings.set(pair, { one: a, other: b, state });
      }
    }
  }
}

/** Two accesses of one place by two threads, one of which writes, and no lock excludes the other. */
export function isUnprotected(one: SeenAccess, other: SeenAccess): boolean {
  return (
    one.cell === other.cell &&
    one.thread !== other.thread &&
    (one.writes || other.writes) &&
    !excludes(one.held, other.held)
  );
}

/** For each slot its cell; -1 for ghost state, and for what is a lock itself. */
function cellsOf(program: Program, holdings: Holdings, cells: readonly Cell[]): Int32Array {
  const cellOf = new Int32Array(program.slots.length).fill(-1);
  cells.forEach(({ slot, length }, index) => {
    for (let at = slot; at < slot + length; at++) {
      if (!program.slots[at]!.ghost && !holdings.isOfLock(at)) cellOf[at] = index;
    }
  });
  return cellOf;
}

function heldKey(held: readonly Held[]): string {
  return held.map(({ lock, shared }) => (shared ? `${lock}s` : `${lock}`)).join();
}
