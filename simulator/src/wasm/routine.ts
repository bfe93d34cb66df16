// What one generated function needs while it is written: its code, where state words and registers
// are, and where to go when something is wrong.
import type { Layout } from '../layout.ts';
import type { BuiltinProperty, Program, RegisterId, SlotId } from '../program.ts';
import type { PlaceSlots } from '../reach.ts';
import type { Code, Global, Label } from './code.ts';
import type { Image } from './image.ts';
import { opcode } from './opcodes.ts';
import type { PackedWords } from './packed-words.ts';
import type { SlotTables } from './slot-tables.ts';

/** The same for all functions of a module. */
export interface Unit {
  readonly program: Program;
  readonly layout: Layout;
  readonly places: PlaceSlots;
  readonly image: Image;
  readonly slots: SlotTables;
  readonly globals: UnitGlobals;
  readonly calls: UnitCalls;
  readonly instructionsMax: number;
  /** Masks of conflict classes that reads and writes leave behind; undefined: nobody asks. */
  readonly footprints: Footprints | undefined;
}

export interface UnitGlobals {
  /** Events of the step or fragment that runs, one bit per property. */
  readonly events: Global;
  /** The value of the fragment that ran last. */
  readonly value: Global;
  /** The pool that was found exhausted. */
  readonly pool: Global;
  readonly reads: Global;
  readonly writes: Global;
}

export interface UnitCalls {
  /** (size) -> the possibility to take at the choice point met now. */
  readonly pick: { readonly index: number };
}

export interface Footprints {
  /** The class bit of a slot when it is read, and when it is written. */
  readonly readBits: readonly bigint[];
  readonly writeBits: readonly bigint[];
  /** Addresses of the same as tables of 64-bit words. */
  readonly readTable: number;
  readonly writeTable: number;
}

export type Fault = Extract<
  BuiltinProperty,
  'overflow' | 'null_dereference' | 'use_after_free' | 'out_of_bounds'
>;

export interface Routine {
  readonly unit: Unit;
  readonly code: Code;
  readonly words: PackedWords;
  /** The local that holds a register of the thread. */
  readonly register: (register: RegisterId) => number;
  /** Where a fault goes. */
  readonly faults: Readonly<Record<Fault, Label>>;
}

/** Leaves a footprint at a slot known now. */
export function noteSlot({ unit, code }: Routine, slot: SlotId, kind: 'reads' | 'writes'): void {
  const { footprints, globals } = unit;
  if (footprints === undefined) return;
  const bits = (kind === 'reads' ? footprints.readBits : footprints.writeBits)[slot]!;
  if (bits === 0n) return;
  code.getGlobal(globals[kind]).constant64(bits).op(opcode.i64Or).setGlobal(globals[kind]);
}

/** Leaves a footprint at the slot whose number is in a local. */
export function noteAddress({ unit, code }: Routine, slot: number, kind: 'reads' | 'writes'): void {
  const { footprints, globals } = unit;
  if (footprints === undefined) return;
  const table = kind === 'reads' ? footprints.readTable : footprints.writeTable;
  code.getGlobal(globals[kind]);
  code.get(slot).constant(3).op(opcode.i32Shl).load(table, opcode.i64Load);
  code.op(opcode.i64Or).setGlobal(globals[kind]);
}
