// The exchange of two threads as far as memory goes: which slot takes the place of which. Pointers
// follow their targets. What the code demands is closed under what memory itself demands: an object
// moves with its fields, and what an initial pointer points to moves with the pointer.
import type { Program, SlotId } from '../program.ts';
import { objectStatus } from '../program.ts';
import type { Footprint } from './footprint.ts';
import { covers, plain, type Sort, sortOf, threadSort } from './sorts.ts';

export class Exchange {
  readonly program: Program;
  readonly first: number;
  readonly second: number;
  /** Why this is no symmetry of the program; the first reason found. */
  problem: string | undefined;
  /** Sorts whose values are used as numbers somewhere: they must not be moved. */
  readonly asNumbers = new Set<Sort>();
  private readonly footprint: Footprint;
  private readonly partner = new Map<SlotId, SlotId>();
  private readonly open: SlotId[] = [];
  private readonly moved = new Set<Sort>();
  /** Per domain, the value of each slot that is a target. */
  private readonly valueAt: readonly ReadonlyMap<SlotId, number>[];

  constructor(program: Program, footprint: Footprint, first: number, second: number) {
    this.program = program;
    this.footprint = footprint;
    this.first = first;
    this.second = second;
    this.valueAt = program.domains.map(
      ({ targets }) => new Map(targets.map(({ slot }, index) => [slot, index + 1])),
    );
  }

  fail(why: string): void {
    this.problem ??= why;
  }

  slot(slot: SlotId): SlotId {
    return this.partner.get(slot) ?? slot;
  }

  thread(thread: number): number {
    if (thread === this.first) return this.second;
    return thread === this.second ? this.first : thread;
  }

  /** The value that stands for `value` after the exchange; -1 where there is none. */
  value(sort: Sort, value: number): number {
    if (sort === plain || value === 0) return value;
    if (sort === threadSort(this.program)) return this.thread(value - 1) + 1;
    const target = this.program.domains[sort]?.targets[value - 1];
    if (target === undefined) return value;
    return this.valueAt[sort]?.get(this.slot(target.slot)) ?? -1;
  }

  /** After `check`: whether some value of the sort is renamed. */
  moves(sort: Sort): boolean {
    return this.moved.has(sort);
  }

  movedSlots(): readonly (readonly [SlotId, SlotId])[] {
    return [...this.partner].filter(([slot, other]) => slot < other).sort(([a], [b]) => a - b);
  }

  /** Demands that the slots take each other's place. */
  pairSlots(slot: SlotId, other: SlotId): void {
    if (this.partner.get(slot) === other) return;
    const { slots } = this.program;
    if (this.partner.has(slot) || this.partner.has(other)) {
      this.fail(`${slots[slot]?.name} would stand for two slots`);
      return;
    }
    this.partner.set(slot, other);
    this.partner.set(other, slot);
    this.open.push(slot);
  }

  /** Demands that the values take each other's place. */
  pairValues(sort: Sort, value: number, other: number): void {
    const target = this.program.domains[sort]?.targets[value - 1];
    const partner = this.program.domains[sort]?.targets[other - 1];
    if (target !== undefined && partner !== undefined) this.pairSlots(target.slot, partner.slot);
    else if (this.value(sort, value) !== other) this.fail(`${value} does not become ${other}`);
  }

  /** Follows all demands made so far to their ends. */
  close(): void {
    for (let slot = this.open.pop(); slot !== undefined; slot = this.open.pop()) {
      if (this.problem !== undefined) return;
      const other = this.slot(slot);
      this.pairContents(slot, other);
      this.pairAround(slot, other);
      this.pairAround(other, slot);
    }
  }

  /** After `close`: whether all that was demanded makes a symmetry of memory. */
  check(): void {
    this.moved.add(threadSort(this.program));
    this.program.domains.forEach(({ targets }, domain) => {
      if (targets.some(({ slot }) => this.slot(slot) !== slot)) this.moved.add(domain);
    });
    for (const sort of this.asNumbers) {
      if (this.moves(sort)) this.fail(`${this.nameOf(sort)} is used as a number`);
    }
    this.program.domains.forEach((_, domain) => {
      if (this.problem === undefined) this.checkDomain(domain);
    });
    this.program.slots.forEach((_, slot) => {
      if (this.footprint.touched[slot] === 1 && this.problem === undefined) this.checkSlot(slot);
    });
    for (const pool of this.footprint.allocated) this.checkPool(pool);
  }

  private pairContents(slot: SlotId, other: SlotId): void {
    if (this.footprint.touched[slot] !== 1) return;
    const { slots, initial } = this.program;
    const sort = sortOf(this.program, slots[slot]!.display);
    if (this.program.domains[sort] !== undefined) {
      this.pairValues(sort, initial[slot]!, initial[other]!);
    }
  }

  /** The objects that the slot begins, or lies in, move with it. */
  private pairAround(slot: SlotId, other: SlotId): void {
    this.program.domains.forEach(({ targets }, domain) => {
      const value = this.valueAt[domain]!.get(slot);
      if (value === undefined) return;
      const partner = this.valueAt[domain]!.get(other);
      if (partner === undefined) {
        this.fail(`${targets[value - 1]?.name} has no counterpart`);
        return;
      }
      const status = targets[value - 1]?.status;
      const otherStatus = targets[partner - 1]?.status;
      if (status !== undefined && otherStatus !== undefined) this.pairSlots(status, otherStatus);
      for (const offset of this.offsetsIn(domain, value)) {
        this.pairSlots(slot + offset, other + offset);
      }
    });
    for (const { start, offset } of this.footprint.containers[slot]!) {
      this.pairSlots(start, other - offset);
    }
  }

  /** An element of an array moves as a whole; of another object it is known what code gets to. */
  private offsetsIn(domain: number, value: number): Iterable<number> {
    const { targets } = this.program.domains[domain]!;
    const { arrayFirst, arrayLast } = targets[value - 1]!;
    if (arrayFirst === arrayLast) return this.footprint.offsets[domain]!;
    return Array(targets[arrayFirst]!.slot - targets[arrayFirst - 1]!.slot).keys();
  }

  private checkDomain(domain: number): void {
    const { targets } = this.program.domains[domain]!;
    if (this.moves(domain) && this.valueAt[domain]!.size !== targets.length) {
      this.fail(`two pointers of ${this.nameOf(domain)} point to one slot`);
    }
    targets.forEach(({ slot, status, name }, index) => {
      const value = this.value(domain, index + 1);
      const partner = targets[value - 1];
      const isWhole =
        partner !== undefined &&
        (status === undefined ? undefined : this.slot(status)) === partner.status &&
        [...this.footprint.offsets[domain]!].every(
          (offset) => this.slot(slot + offset) === partner.slot + offset,
        );
      if (!isWhole) this.fail(`${name} does not move as a whole`);
    });
    if (this.footprint.advanced.has(domain)) this.checkArrays(domain);
  }

  /** `p + n` goes on to mean the same: arrays move as a whole, in their order. */
  private checkArrays(domain: number): void {
    const { targets } = this.program.domains[domain]!;
    targets.forEach(({ arrayFirst, arrayLast, name }, index) => {
      const value = index + 1;
      const moved = this.value(domain, value);
      const partner = targets[moved - 1];
      const shift = moved - value;
      const isInOrder =
        partner?.arrayFirst === arrayFirst + shift &&
        partner.arrayLast === arrayLast + shift &&
        this.value(domain, arrayFirst) === arrayFirst + shift;
      if (!isInOrder) this.fail(`the array of ${name} is reordered`);
    });
  }

  private checkSlot(slot: SlotId): void {
    const { slots, initial } = this.program;
    const other = this.slot(slot);
    const { range, display, name } = slots[slot]!;
    const partner = slots[other];
    const sort = sortOf(this.program, display);
    if (partner === undefined) return;
    if (range.min !== partner.range.min || range.max !== partner.range.max) {
      this.fail(`${name} and ${partner.name} have different ranges`);
    }
    if (this.footprint.touched[other] !== 1 || sort !== sortOf(this.program, partner.display)) {
      this.fail(`${name} and ${partner.name} are of different kinds`);
    }
    if (this.moves(sort) && !covers(this.program, range, sort)) {
      this.fail(`${name} cannot hold every value`);
    }
    if (this.value(sort, initial[slot]!) !== initial[other]) {
      this.fail(`${name} and ${partner.name} begin differently`);
    }
  }

  /** The fresh members are taken in a fixed order, so they stay where they are. */
  private checkPool(pool: number): void {
    const { members, domain, name } = this.program.pools[pool]!;
    const { targets } = this.program.domains[domain]!;
    for (const member of members) {
      const moved = this.value(domain, member);
      if (moved === member) continue;
      const status = targets[member - 1]?.status;
      const isFresh = status === undefined || this.program.initial[status] === objectStatus.fresh;
      if (isFresh || !members.includes(moved)) this.fail(`pool ${name} is allocated in an order`);
    }
  }

  private nameOf(sort: Sort): string {
    return this.program.domains[sort]?.type ?? 'the id of a thread';
  }
}
