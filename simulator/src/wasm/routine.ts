// What one generated function needs while it is written: its code, where state words and registers
// are, and where to go when something is wrong.
import type { Layout } from '../layout.ts';
import type { BuiltinProperty, Program, RegisterId, SlotId } from '../program.ts';
import type { PlaceSlots } from '../reach.ts';
import type { Code, Global, Label } from './code.ts';
import type { Image } from './image.ts';
import { opcode } from './opcodes.ts';
import type { PackedWords } from './packed-words.ts';
import type { Scratch } from './scratch.ts';
import type { SlotTables } from './slot-tables.ts';

/** The same for all functions of a module. */
export interface Unit {
  readonly program: Program;
  readonly layout: Layout;
  readonly places: PlaceSlots;
  readonly image: Image;
  /** Places to work with that each thread has of its own. */
  readonly scratch: Scratch;
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
  /** Conflict classes that the step has touched so far, and those that it has changed. */
  readonly touched: Global;
  readonly changed: Global;
}

export interface UnitCalls {
  /** (size) -> the possibility to take at the choice point met now. */
  readonly pick: { readonly index: number };
}

export interface Footprints {
  /** The class of a slot as a bit; and with it, where the slot is visible, the visible class. */
  readonly touchBits: readonly bigint[];
  readonly changeBits: readonly bigint[];
  /** Addresses of the same as tables of 64-bit words. */
  readonly touchTable: number;
  readonly changeTable: number;
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

/** Notes that a slot known now is touched. */
export function noteTouch({ unit, code }: Routine, slot: SlotId): void {
  const bits = unit.footprints?.touchBits[slot];
  if (bits !== undefined) addBits(code, unit.globals.touched, bits);
}

/** Notes that the slot whose number is in a local is touched. */
export function noteTouchAt({ unit, code }: Routine, slot: number): void {
  if (unit.footprints === undefined) return;
  addBitsAt(code, unit.globals.touched, unit.footprints.touchTable, slot);
}

/** Notes a change where the values in the two locals differ. */
export function noteChange({ unit, code }: Routine, slot: SlotId, values: Values): void {
  const bits = unit.footprints?.changeBits[slot] ?? 0n;
  if (bits === 0n) return;
  code.get(values.before).get(values.after).op(opcode.i32Ne);
  code.when(() => addBits(code, unit.globals.changed, bits));
}

/** The same for the slot whose number is in a local. */
export function noteChangeAt({ unit, code }: Routine, slot: number, values: Values): void {
  const { footprints, globals } = unit;
  if (footprints === undefined) return;
  code.get(values.before).get(values.after).op(opcode.i32Ne);
  code.when(() => addBitsAt(code, globals.changed, footprints.changeTable, slot));
}

interface Values {
  readonly before: number;
  readonly after: number;
}

function addBits(code: Code, to: Global, bits: bigint): void {
  if (bits === 0n) return;
  code.getGlobal(to).constant64(bits).op(opcode.i64Or).setGlobal(to);
}

function addBitsAt(code: Code, to: Global, table: number, slot: number): void {
  code.getGlobal(to).get(slot).constant(3).op(opcode.i32Shl).load(table, opcode.i64Load);
  code.op(opcode.i64Or).setGlobal(to);
}
