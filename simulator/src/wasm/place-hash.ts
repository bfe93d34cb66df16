// Where the search for a state begins in the visited table, and what is compared there: a hash for the
// indexed table, a bijection of the packed state for the quotient table (see visited.ts).
import type { Layout } from '../layout.ts';
import type { Code, Global } from './code.ts';
import { opcode, type } from './opcodes.ts';
import type { RecordShape } from './record.ts';

interface HashParts {
  readonly layout: Layout;
  readonly shape: RecordShape;
  /** The table has 2 to the power of this many places. */
  readonly bits: Global;
  readonly isQuotient: Global;
}

/** Bits of a packed state, where they fit a quotient table; else undefined. */
export function quotientBits({ words, widths }: Layout): number | undefined {
  if (words > 2) return undefined;
  return widths.reduce((sum, width) => sum + width, 0);
}

/** (address of a state, record): writes `place` and `key` of the state into the record. */
export function emitHashed(code: Code, parts: HashParts): void {
  const bits = quotientBits(parts.layout);
  if (bits === undefined) {
    emitIndexedHash(code, parts);
    return;
  }
  code.getGlobal(parts.isQuotient);
  code.when(
    () => emitQuotientHash(code, parts, bits),
    () => emitIndexedHash(code, parts),
  );
}

function emitIndexedHash(code: Code, { layout, shape, bits }: HashParts): void {
  const [state, record] = [0, 1];
  const hash = code.local(type.i64);
  code.constant64(0x9e3779b97f4a7c15n).set(hash);
  for (let word = 0; word < layout.words; word += 2) {
    const isPair = word + 1 < layout.words;
    code
      .get(hash)
      .get(state)
      .load(word * 4, isPair ? opcode.i64Load : opcode.i32Load);
    if (!isPair) code.op(opcode.i64ExtendI32U);
    code.op(opcode.i64Xor).constant64(0xd6e8feb86659fd93n).op(opcode.i64Mul).set(hash);
    code.get(hash).get(hash).constant64(32).op(opcode.i64ShrU, opcode.i64Xor).set(hash);
  }
  code.get(hash).constant64(0xff51afd7ed558ccdn).op(opcode.i64Mul).set(hash);
  code.get(hash).get(hash).constant64(29).op(opcode.i64ShrU, opcode.i64Xor).set(hash);
  code.get(record).get(hash).op(opcode.i32WrapI64);
  pushPlaceMask(code, bits);
  code.op(opcode.i32And).store(shape.place);
  code.get(record).get(hash).constant64(32).op(opcode.i64ShrU, opcode.i32WrapI64);
  code.getGlobal(bits).op(opcode.i32ShrU).store(shape.key);
}

function emitQuotientHash(code: Code, { layout, shape, bits }: HashParts, width: number): void {
  const [state, record] = [0, 1];
  const mixed = code.local(type.i64);
  const mask = (1n << BigInt(width)) - 1n;
  const half = Math.max(1, Math.ceil(width / 2));
  code.get(state).load(0).op(opcode.i64ExtendI32U);
  if (layout.words === 2) {
    code.get(state).load(4).op(opcode.i64ExtendI32U);
    code.constant64(layout.widths[0]!).op(opcode.i64Shl, opcode.i64Or);
  }
  code.set(mixed);
  // An odd factor and a shift by at least half of the width can both be undone.
  for (const factor of [0xff51afd7ed558ccdn, 0xc4ceb9fe1a85ec53n]) {
    code.get(mixed).constant64(factor).op(opcode.i64Mul).constant64(mask).op(opcode.i64And);
    code.set(mixed);
    code.get(mixed).get(mixed).constant64(half).op(opcode.i64ShrU, opcode.i64Xor).set(mixed);
  }
  code.get(record).get(mixed).op(opcode.i32WrapI64);
  pushPlaceMask(code, bits);
  code.op(opcode.i32And).store(shape.place);
  code.get(record).get(mixed).getGlobal(bits).op(opcode.i64ExtendI32U, opcode.i64ShrU);
  code.op(opcode.i32WrapI64).store(shape.key);
}

/** Pushes the number of places less one. */
export function pushPlaceMask(code: Code, bits: Global): void {
  code.constant(1).getGlobal(bits).op(opcode.i32Shl).constant(1).op(opcode.i32Sub);
}
