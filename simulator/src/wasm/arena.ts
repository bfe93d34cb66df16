// Memory of a search behind the constant tables: pieces are handed out once and never given back.
// States and their parents lie in chunks, the visited table in segments, so that nothing that grows
// is ever copied; directories say where the pieces are.
import type { Callee, Code, Global } from './code.ts';
import type { Image } from './image.ts';
import type { Module } from './module.ts';
import { opcode, type } from './opcodes.ts';

/** States per chunk, and entries per table segment, as powers of two. */
export const chunkBits = 12;
export const segmentBits = 16;

export interface Arena {
  /** Where the next piece begins; the host sets it to the end of the tables first. */
  readonly next: Global;
  /** (bytes) -> address of so many bytes, all zero. */
  readonly allocate: Callee;
  /** Addresses of the directories: chunks of states, chunks of parents, segments. */
  readonly states: number;
  readonly parents: number;
  readonly segments: number;
}

export function declareArena(module: Module, image: Image, statesMax: number): Arena {
  const chunks = Math.ceil(statesMax / 2 ** chunkBits) + 1;
  const segments = Math.ceil((statesMax * 8) / 2 ** segmentBits) + 4;
  const next = module.global(type.i32, 'next');
  const allocate = module.declare([type.i32], [type.i32]);
  module.define(allocate, (code) => emitAllocate(code, next));
  return {
    next,
    allocate,
    states: image.reserve(chunks * 4),
    parents: image.reserve(chunks * 4),
    segments: image.reserve(segments * 4),
  };
}

/** Pages are asked for by the mebibyte; without any left the search ends with a trap. */
const pagesAtOnce = 16;
const pageBits = 16;

function emitAllocate(code: Code, next: Global): void {
  const bytes = 0;
  const address = code.local();
  const missing = code.local();
  code.getGlobal(next).tee(address).get(bytes).op(opcode.i32Add).setGlobal(next);
  code
    .getGlobal(next)
    .constant(2 ** pageBits - 1)
    .op(opcode.i32Add)
    .constant(pageBits);
  code.op(opcode.i32ShrU, opcode.memorySize, opcode.i32Sub).tee(missing);
  code.constant(0).op(opcode.i32GtS);
  code.when(() => {
    code.get(missing).constant(pagesAtOnce).op(opcode.i32Add, opcode.memoryGrow);
    code
      .constant(0)
      .op(opcode.i32LtS)
      .when(() => code.op(opcode.unreachable));
  });
  code.get(address);
}

/** Pushes the address of item `number` (a local) of `size` bytes in the chunks of a directory. */
export function pushChunkAddress(
  code: Code,
  directory: number,
  number: number,
  size: number,
): void {
  code.get(number).constant(chunkBits).op(opcode.i32ShrU);
  code.constant(2).op(opcode.i32Shl).load(directory);
  code
    .get(number)
    .constant(2 ** chunkBits - 1)
    .op(opcode.i32And);
  code.constant(size).op(opcode.i32Mul, opcode.i32Add);
}

/** Pushes the address of the table entry whose number is in a local. */
export function pushEntryAddress(code: Code, { segments }: Arena, place: number): void {
  code.get(place).constant(segmentBits).op(opcode.i32ShrU);
  code.constant(2).op(opcode.i32Shl).load(segments);
  code
    .get(place)
    .constant(2 ** segmentBits - 1)
    .op(opcode.i32And);
  code.constant(2).op(opcode.i32Shl, opcode.i32Add);
}

/** The most bytes that so many states take, with their table and parents. */
export function bytesFor(states: number, words: number): number {
  const chunks = Math.ceil(states / 2 ** chunkBits);
  return chunks * 2 ** chunkBits * (words * 4 + 4) + 2 ** placeBitsFor(states) * 4;
}

/** Free places that a table keeps beyond its quarter: what is inserted before it is grown. */
export const tableSlack = 4096;

/** How many table places, as a power of two, so many states need. */
export function placeBitsFor(states: number): number {
  return Math.max(segmentBits, Math.ceil(Math.log2(((states + tableSlack) * 4) / 3)));
}
