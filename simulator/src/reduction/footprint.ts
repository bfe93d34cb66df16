// What the steps of one thread touch in one state, seen while they are run. A write that leaves the
// slot as it was counts as a read: it matters only if somebody else changes the slot.
import type { Context } from '../machine/context.ts';
import type { Machine, Probe } from '../machine/machine.ts';
import type { Pc, SlotId } from '../program.ts';
import { compileReads, type EachSlot } from './access.ts';
import type { Independence } from './independence.ts';

export class FootprintProbe implements Probe {
  /** Classes of slots that were read or written since the last `clear`. */
  touched = 0n;
  /** Classes of slots that were given another value. */
  changed = 0n;
  private readonly context: Context;
  private readonly reads: (EachSlot | undefined)[] = [];
  private readonly touchBits: readonly bigint[];
  private readonly changeBits: readonly bigint[];
  private readonly touch = (slot: SlotId): void => {
    this.touched |= this.touchBits[slot]!;
  };
  private journalLength = 0;

  constructor({ program, context }: Machine, independence: Independence) {
    const { classOf, isVisible, visibleClass } = independence;
    this.context = context;
    const bitOf = (group: number): bigint => (group < 0 ? 0n : 1n << BigInt(group));
    this.touchBits = program.slots.map((_, slot) => bitOf(classOf[slot]!));
    this.changeBits = this.touchBits.map(
      (bit, slot) => bit | (isVisible[slot] === 1 ? bitOf(visibleClass) : 0n),
    );
    for (const instruction of program.code) this.reads.push(compileReads(context, instruction));
  }

  clear(): void {
    this.touched = 0n;
    this.changed = 0n;
  }

  begin(): void {
    this.journalLength = this.context.journalLength;
  }

  before(pc: Pc): void {
    this.reads[pc]?.(this.touch);
  }

  after(): void {
    const { context } = this;
    const { journal, cells } = context;
    for (; this.journalLength < context.journalLength; this.journalLength += 2) {
      const slot = journal[this.journalLength]!;
      this.touched |= this.touchBits[slot]!;
      if (journal[this.journalLength + 1] !== cells[slot]) this.changed |= this.changeBits[slot]!;
    }
  }
}
