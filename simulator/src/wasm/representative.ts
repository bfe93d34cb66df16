// Generated code that replaces a state by its representative among the images under exchanges of
// threads: what symmetry/canonicalize.ts does, word for word.
import type { Field } from '../layout.ts';
import type { RenamedField, Swap, Symmetry } from '../symmetry/symmetry.ts';
import type { Callee, Code } from './code.ts';
import { lookUp } from './expression.ts';
import type { Image } from './image.ts';
import type { Module } from './module.ts';
import { opcode, type } from './opcodes.ts';
import { MemoryWords } from './packed-words.ts';
import type { Scratch } from './scratch.ts';
import type { SlotTables } from './slot-tables.ts';
import { copyWords } from './step.ts';

interface Parts {
  readonly image: Image;
  readonly slots: SlotTables;
  readonly scratch: Scratch;
}

/** (address of a state) puts the representative in its place. */
export function declareRepresentative(module: Module, symmetry: Symmetry, parts: Parts): Callee {
  const spare = parts.scratch.reserve(symmetry.words * 4);
  const swaps = symmetry.swaps.map((swap) => {
    const callee = module.declare([type.i32], [type.i32]);
    module.define(callee, (code) => emitExchange(code, swap, symmetry.words, { ...parts, spare }));
    return callee;
  });
  const representative = module.declare([type.i32], []);
  module.define(representative, (code) => {
    const state = 0;
    const changed = code.local();
    code.loop((again) => {
      code.constant(0).set(changed);
      for (const swap of swaps) {
        code.get(state).call(swap).get(changed).op(opcode.i32Or).set(changed);
      }
      code.get(changed).branchIf(again);
    });
  });
  return representative;
}

/** (address of a state) exchanges where that makes the state smaller, and says whether it did. */
function emitExchange(
  code: Code,
  swap: Swap,
  words: number,
  { image, slots, scratch, spare }: Parts & { readonly spare: number },
): void {
  const state = 0;
  const copy = code.local();
  const order = code.local();
  const before = new MemoryWords(code, state, slots);
  const after = new MemoryWords(code, copy, slots);
  const [first, second] = swap.pcs;
  before.readField(bare(second));
  before.readField(bare(first));
  code.op(opcode.i32Sub).tee(order).constant(0).op(opcode.i32GtS);
  code.when(() => code.constant(0).op(opcode.return));
  scratch.push(code, spare);
  code.set(copy);
  copyWords(code, words, state, copy);
  const value = code.local();
  const move = (from: Field, to: Field): void => {
    before.readField(bare(from));
    code.set(value);
    after.writeField(bare(to), value);
  };
  for (const [left, right] of swap.exchanged) {
    move(left, right);
    move(right, left);
  }
  const rename = ({ field, table }: RenamedField): void => {
    after.readField(bare(field));
    lookUp(code, image.table(table));
    code.set(value);
    after.writeField(bare(field), value);
  };
  swap.renamed.forEach(rename);
  for (const { pc, rests } of swap.registers) {
    const number = code.local();
    after.readField(bare(pc));
    code.set(number);
    rests.forEach((fields, rest) => {
      if (fields.length === 0) return;
      code
        .get(number)
        .constant(rest)
        .op(opcode.i32Eq)
        .when(() => fields.forEach(rename));
    });
  }
  code
    .get(order)
    .op(opcode.i32Eqz)
    .when(() => emitUnlessSmaller(code, words, state, copy));
  copyWords(code, words, copy, state);
  code.constant(1);
}

/** Returns 0 unless the copy is smaller: word after word, as signed numbers. */
function emitUnlessSmaller(code: Code, words: number, state: number, copy: number): void {
  code.block((smaller) => {
    for (let word = 0; word < words; word++) {
      code
        .get(copy)
        .load(word * 4)
        .get(state)
        .load(word * 4)
        .op(opcode.i32LtS)
        .branchIf(smaller);
      code
        .get(copy)
        .load(word * 4)
        .get(state)
        .load(word * 4)
        .op(opcode.i32Ne);
      code.when(() => code.constant(0).op(opcode.return));
    }
    code.constant(0).op(opcode.return);
  });
}

/** The bits of a field alone. */
function bare(field: Field): Field {
  return { ...field, min: 0 };
}
