// The mutable heart of the machine: one memory, the journal that undoes a step, the first fault,
// the events and the odometer of choices. Compiled closures share one Context.
//
// Indices into typed arrays are in range by construction: validate.ts proves the static ones, and
// arrays that grow are grown before the write.
import type { Pc, Program } from '../program.ts';
import { fault } from './fault.ts';

/** What a compiled instruction returns in place of the next pc. */
export const stop = {
  /** The combination does not exist: an await is false, or an any is empty. */
  disabled: -1,
  /** A fault is recorded in the context; the run ends. */
  fault: -2,
  /** A check with `ends` failed; the run ends. */
  check: -3,
  /** A pool is exhausted; the run is cut. */
  pool: -4,
  /** The step never came to its end. */
  endless: -5,
} as const;

/** Something that broke a watched property. */
export interface StepEvent {
  /** Index into `Program.properties`. */
  readonly property: number;
  readonly message: string;
  /**
   * The instruction: the failed check or access, the entry of a fragment, or where a thread waits.
   */
  readonly pc: Pc;
}

export class Context {
  readonly program: Program;
  /** Slots, then registers. Values above 2^31 - 1 are kept as their 32 bits. */
  readonly cells: Int32Array;
  readonly registerBase: number;

  faultKind: number = fault.none;
  faultA = 0;
  faultB = 0;
  faultC = 0;

  /** Pairs of slot and value before, in the order of the writes. */
  journal = new Int32Array(64);
  journalLength = 0;

  /**
   * Events of watched properties since `eventCount` was zeroed. Only the first `eventCount` are
   * meant.
   */
  readonly eventProperty: number[] = [];
  readonly eventPc: Pc[] = [];
  readonly eventMessage: string[] = [];
  eventCount = 0;
  readonly watched: Uint8Array;

  /** Set by a mark of progress; who wants to know clears it before the step. */
  progressed = false;

  /** Marks with a count that were run; who wants to know empties it before the step. */
  readonly counted: Pc[] = [];
  /** For each of them, the slot written last in its step; -1: none. */
  readonly countedAfter: number[] = [];

  /** The odometer: choice point i takes possibility `digits[i]` of `sizes[i]`. */
  digits = new Float64Array(16);
  sizes = new Float64Array(16);
  digitsFixed = 0;
  digitsMet = 0;

  /** The pool that was found exhausted by the last `stop.pool`. */
  exhaustedPool = -1;

  constructor(program: Program) {
    this.program = program;
    this.registerBase = program.slots.length;
    this.cells = new Int32Array(program.slots.length + program.registers.length);
    this.cells.set(program.initial);
    this.watched = Uint8Array.from(program.properties, (property) => (property.watched ? 1 : 0));
  }

  /**
   * Keeps the first fault only: what is computed after it has no meaning. Returns 0, a harmless
   * value.
   */
  raise(kind: number, a: number, b: number, c: number): number {
    if (this.faultKind === fault.none) {
      this.faultKind = kind;
      this.faultA = a;
      this.faultB = b;
      this.faultC = c;
    }
    return 0;
  }

  event(property: number, pc: Pc, message: string): void {
    if (this.watched[property] === 0) return;
    const index = this.eventCount++;
    this.eventProperty[index] = property;
    this.eventPc[index] = pc;
    this.eventMessage[index] = message;
  }

  /** A copy of the events since they were cleared. */
  events(): readonly StepEvent[] {
    const events: StepEvent[] = [];
    for (let index = 0; index < this.eventCount; index++) {
      events.push({
        property: this.eventProperty[index]!,
        message: this.eventMessage[index]!,
        pc: this.eventPc[index]!,
      });
    }
    return events;
  }

  write(slot: number, value: number): void {
    if (this.journalLength === this.journal.length) this.journal = grown(this.journal);
    this.journal[this.journalLength++] = slot;
    this.journal[this.journalLength++] = this.cells[slot]!;
    this.cells[slot] = value;
  }

  /** Takes back all writes since the journal had `length` entries. */
  undo(length: number): void {
    const { cells, journal } = this;
    for (let index = this.journalLength - 2; index >= length; index -= 2) {
      cells[journal[index]!] = journal[index + 1]!;
    }
    this.journalLength = length;
  }

  /** The possibility to take at the choice point met now; new points begin with 0. */
  pick(size: number): number {
    const index = this.digitsMet++;
    if (index < this.digitsFixed) return this.digits[index]!;
    if (index === this.digits.length) this.growDigits();
    this.digits[index] = 0;
    this.sizes[index] = size;
    this.digitsFixed = index + 1;
    return 0;
  }

  /** Turns the odometer; false when all combinations were seen. */
  nextCombination(): boolean {
    const { digits, sizes } = this;
    let last = this.digitsFixed - 1;
    while (last >= 0 && digits[last]! + 1 >= sizes[last]!) last--;
    this.digitsFixed = last + 1;
    if (last < 0) return false;
    digits[last] = digits[last]! + 1;
    return true;
  }

  private growDigits(): void {
    const digits = new Float64Array(this.digits.length * 2);
    digits.set(this.digits);
    this.digits = digits;
    const sizes = new Float64Array(digits.length);
    sizes.set(this.sizes);
    this.sizes = sizes;
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
