// The packed state that a generated function works on: words in locals where every access names its
// slot, words in memory where some access learns its slot at run time.
import type { Field } from '../layout.ts';
import type { Code } from './code.ts';
import { opcode } from './opcodes.ts';
import { rowShift, type SlotTables } from './slot-tables.ts';

export interface PackedWords {
  /** Pushes the raw value of a field: what it holds, plus its smallest value. */
  readField(field: Field): void;
  /** Stores the value of a local in a field. */
  writeField(field: Field, value: number): void;
  /** Pushes the value of the slot whose number is in a local. */
  readSlot(slot: number, uniform: Uniform | undefined): void;
  /** Stores the value of a local in the slot whose number is in a local. */
  writeSlot(slot: number, value: number, uniform: Uniform | undefined): void;
  /** Pushes a word, or stores it from the stack, as `replaceBits` needs it. */
  readWord(word: number): void;
  writeWord(word: number, push: () => void): void;
}

export type Uniform = { readonly mask: number; readonly min: number };

function pushField(code: Code, { shift, mask, min }: Field): void {
  if (shift !== 0) code.constant(shift).op(opcode.i32ShrU);
  // The highest field of a word needs no mask.
  if (mask >>> 0 !== 0xffffffff >>> shift) code.constant(mask).op(opcode.i32And);
  if (min !== 0) code.constant(min).op(opcode.i32Add);
}

function pushOffset(code: Code, { shift, mask, min }: Field, value: number): void {
  code.get(value);
  if (min !== 0) code.constant(min).op(opcode.i32Sub);
  code.constant(mask).op(opcode.i32And);
  if (shift !== 0) code.constant(shift).op(opcode.i32Shl);
}

abstract class FieldWords implements PackedWords {
  protected readonly code: Code;

  constructor(code: Code) {
    this.code = code;
  }

  readField(field: Field): void {
    if (field.mask === 0) {
      this.code.constant(field.min);
      return;
    }
    this.readWord(field.word);
    pushField(this.code, field);
  }

  writeField(field: Field, value: number): void {
    if (field.mask === 0) return;
    this.writeWord(field.word, () => {
      this.readWord(field.word);
      this.code.constant(~(field.mask << field.shift)).op(opcode.i32And);
      pushOffset(this.code, field, value);
      this.code.op(opcode.i32Or);
    });
  }

  abstract readWord(word: number): void;
  abstract writeWord(word: number, push: () => void): void;
  abstract readSlot(slot: number, uniform: Uniform | undefined): void;
  abstract writeSlot(slot: number, value: number, uniform: Uniform | undefined): void;
}

/** Words in locals, read from the state at first use by the caller's `local`. */
export class LocalWords extends FieldWords {
  private readonly local: (word: number) => number;

  constructor(code: Code, local: (word: number) => number) {
    super(code);
    this.local = local;
  }

  readWord(word: number): void {
    this.code.get(this.local(word));
  }

  writeWord(word: number, push: () => void): void {
    push();
    this.code.set(this.local(word));
  }

  readSlot(): void {
    throw new Error('assertion failed: words in locals have no addresses');
  }

  writeSlot(): void {
    throw new Error('assertion failed: words in locals have no addresses');
  }
}

/** Words in memory, at the address in a local. */
export class MemoryWords extends FieldWords {
  private readonly base: number;
  private readonly slots: SlotTables;

  constructor(code: Code, base: number, slots: SlotTables) {
    super(code);
    this.base = base;
    this.slots = slots;
  }

  readWord(word: number): void {
    this.code.get(this.base).load(word * 4);
  }

  writeWord(word: number, push: () => void): void {
    this.code.get(this.base);
    push();
    this.code.store(word * 4);
  }

  readSlot(slot: number, uniform: Uniform | undefined): void {
    const { code } = this;
    const row = this.rowOf(slot);
    code.get(this.base).get(row).load(this.slots.rows()).op(opcode.i32Add).load(0);
    code
      .get(row)
      .load(this.slots.rows() + 4)
      .op(opcode.i32ShrU);
    this.pushMask(row, uniform);
    code.op(opcode.i32And);
    if (uniform?.min === 0) return;
    if (uniform !== undefined) code.constant(uniform.min);
    else code.get(row).load(this.slots.rows() + 12);
    code.op(opcode.i32Add);
  }

  writeSlot(slot: number, value: number, uniform: Uniform | undefined): void {
    const { code } = this;
    const row = this.rowOf(slot);
    const address = code.local();
    const shift = code.local();
    const rows = this.slots.rows();
    code.get(this.base).get(row).load(rows).op(opcode.i32Add).tee(address);
    code.get(address).load(0);
    this.pushMask(row, uniform);
    code
      .get(row)
      .load(rows + 4)
      .tee(shift)
      .op(opcode.i32Shl);
    code.constant(-1).op(opcode.i32Xor, opcode.i32And);
    code.get(value);
    if (uniform === undefined)
      code
        .get(row)
        .load(rows + 12)
        .op(opcode.i32Sub);
    else if (uniform.min !== 0) code.constant(uniform.min).op(opcode.i32Sub);
    code.get(shift).op(opcode.i32Shl, opcode.i32Or).store(0);
  }

  private rowOf(slot: number): number {
    const row = this.code.local();
    this.code.get(slot).constant(rowShift).op(opcode.i32Shl).set(row);
    return row;
  }

  private pushMask(row: number, uniform: Uniform | undefined): void {
    if (uniform !== undefined) this.code.constant(uniform.mask);
    else this.code.get(row).load(this.slots.rows() + 8);
  }
}
