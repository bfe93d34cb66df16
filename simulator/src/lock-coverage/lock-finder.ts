// Which bits of memory are locks, and which slots are one location: told by what steps do.
//
// A value is a lock if a step that waits makes it so that the same step would have to wait:
// `wait_until(lock == 0); lock = 1`. A named bit, or a truth value, is one, too, if some thread waits
// for nothing but that it is cleared. Who sets it holds it, and nobody else can until it is cleared.
import type { Effect } from '../effects.ts';
import type { Program, SlotId } from '../program.ts';
import { AccessProbe } from '../races/accesses.ts';
import { result, type Stepper } from '../stepper.ts';
import type { Cell, CoverageLock, OwnerSlots } from './coverage.ts';
import type { Visitor } from './walker.ts';

export class LockFinder implements Visitor {
  private readonly program: Program;
  private readonly stepper: Stepper;
  private readonly probe: AccessProbe;
  private readonly owners: readonly OwnerSlots[];
  private readonly ofOwners: ReadonlySet<SlotId>;
  private readonly bits = new Map<string, { readonly slot: SlotId; readonly mask: number }>();
  /** Slots that are accessed together with the one before. */
  private readonly joined = new Set<SlotId>();
  /** Bits that a waiting step has set in the state at hand. */
  private candidates: { thread: number; slot: SlotId; mask: number }[] = [];
  private waiting: number[] = [];

  constructor(program: Program, stepper: Stepper, owners: readonly OwnerSlots[]) {
    this.program = program;
    this.stepper = stepper;
    this.owners = owners;
    this.ofOwners = new Set(owners.flatMap(({ owner, readers }) => [owner, readers ?? owner]));
    this.probe = new AccessProbe(stepper.machine);
  }

  /** Owners first; then bits, in the order of the slots. */
  locks(): readonly CoverageLock[] {
    const bits = [...this.bits.values()].sort((a, b) => a.slot - b.slot || a.mask - b.mask);
    return [
      ...this.owners.map((owner): CoverageLock => ({ kind: 'owner', ...owner })),
      ...bits.map((bit): CoverageLock => ({ kind: 'bits', ...bit })),
    ];
  }

  cells(): readonly Cell[] {
    const cells: { slot: SlotId; length: number }[] = [];
    for (const slot of this.program.slots.keys()) {
      const last = cells.at(-1);
      if (last !== undefined && this.joined.has(slot)) last.length++;
      else cells.push({ slot, length: 1 });
    }
    return cells;
  }

  enter(): void {
    this.candidates = [];
    this.waiting = [];
  }

  step(thread: number, _: number, effects: readonly Effect[]): number {
    const waits = effects.some(({ kind }) => kind === 'await');
    for (const effect of effects) {
      if (effect.kind !== 'read' && effect.kind !== 'write') continue;
      for (let at = 1; at < effect.values.length; at++) this.joined.add(effect.slot + at);
      if (waits && effect.kind === 'write') this.propose(thread, effect);
    }
    return 0;
  }

  arrive(): void {
    // Only the steps matter here.
  }

  blocked(thread: number): void {
    this.waiting.push(thread);
  }

  leave(): void {
    for (const { thread, slot, mask } of this.candidates) {
      if (this.couldMove(thread, slot, (value) => value | mask)) continue;
      this.bits.set(`${slot} ${mask}`, { slot, mask });
    }
    for (const thread of this.waiting) this.findAwaited(thread);
  }

  private propose(thread: number, effect: Extract<Effect, { kind: 'write' }>): void {
    effect.values.forEach((is, at) => {
      const slot = effect.slot + at;
      for (const mask of this.takenBits(slot, effect.before[at] ?? 0, is)) {
        if (!this.bits.has(`${slot} ${mask}`)) this.candidates.push({ thread, slot, mask });
      }
    });
  }

  private takenBits(slot: SlotId, was: number, is: number): readonly number[] {
    const { display, ghost } = this.program.slots[slot]!;
    if (ghost || this.ofOwners.has(slot)) return [];
    switch (display.kind) {
      case 'bits':
        return display.bits.flatMap(({ mask }) => ((is & ~was & mask) !== 0 ? [mask] : []));
      case 'pointer':
      case 'thread':
        return [];
      default:
        return was === 0 && is > 0 ? [is] : [];
    }
  }

  private findAwaited(thread: number): void {
    const { cells } = this.stepper.machine.context;
    for (const slot of this.readsOf(thread)) {
      const { display, ghost } = this.program.slots[slot]!;
      if (ghost || (display.kind !== 'bits' && display.kind !== 'bool')) continue;
      const masks = display.kind === 'bits' ? display.bits.map(({ mask }) => mask) : [1];
      for (const mask of masks) {
        if ((cells[slot]! & mask) === 0 || this.bits.has(`${slot} ${mask}`)) continue;
        if (!this.couldMove(thread, slot, (value) => value & ~mask)) continue;
        this.bits.set(`${slot} ${mask}`, { slot, mask });
      }
    }
  }

  private readsOf(thread: number): readonly SlotId[] {
    const { stepper, probe } = this;
    const reads = new Set<SlotId>();
    stepper.machine.probe = probe;
    stepper.select(thread);
    while (stepper.step()) {
      for (const slot of probe.collected().reads) reads.add(slot);
      stepper.back();
    }
    stepper.machine.probe = undefined;
    return [...reads];
  }

  /** Whether the thread could move here if the slot held another value. */
  private couldMove(thread: number, slot: SlotId, change: (value: number) => number): boolean {
    const { stepper } = this;
    const { cells } = stepper.machine.context;
    const kept = cells[slot]!;
    cells[slot] = change(kept);
    let can = false;
    stepper.select(thread);
    while (!can && stepper.step()) {
      can = stepper.outcome !== result.disabled;
      stepper.back();
    }
    cells[slot] = kept;
    return can;
  }
}
