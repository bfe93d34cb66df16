// The representative of a packed state among its images: the reference of what generated code does.
import type { Field } from '../layout.ts';
import type { RenamedField, Swap, Symmetry } from './symmetry.ts';

/**
 * Replaces a state by an image of it under exchanges of threads. States are ordered by the pcs, in
 * the order of the threads, then by their words as signed numbers; while an exchange makes the
 * state smaller, it is done. The result is always an image, and no exchange makes it smaller; with
 * two threads in a class it is the smallest image, with more it may be one of several.
 * Example: `canonicalize(symmetry, stepper.next); table.insert(stepper.next)`.
 */
export function canonicalize(symmetry: Symmetry, words: Int32Array): void {
  const image = new Int32Array(words.length);
  let isSmallest: boolean;
  do {
    isSmallest = true;
    for (const swap of symmetry.swaps) {
      if (exchangeIfSmaller(swap, words, image)) isSmallest = false;
    }
  } while (!isSmallest);
}

/** Writes the image of the state under the exchange to `image`. */
export function applySwap(swap: Swap, words: Int32Array, image: Int32Array): void {
  image.set(words);
  for (const [left, right] of swap.exchanged) {
    put(image, right, bitsOf(words, left));
    put(image, left, bitsOf(words, right));
  }
  for (const one of swap.renamed) rename(image, one);
  for (const { pc, rests } of swap.registers) {
    for (const one of rests[bitsOf(image, pc)]!) rename(image, one);
  }
}

function exchangeIfSmaller(swap: Swap, words: Int32Array, image: Int32Array): boolean {
  const [first, second] = swap.pcs;
  const order = bitsOf(words, second) - bitsOf(words, first);
  if (order > 0) return false;
  applySwap(swap, words, image);
  if (order === 0 && !isSmaller(image, words)) return false;
  words.set(image);
  return true;
}

function isSmaller(left: Int32Array, right: Int32Array): boolean {
  for (let word = 0; word < left.length; word++) {
    if (left[word] !== right[word]) return left[word]! < right[word]!;
  }
  return false;
}

function rename(words: Int32Array, { field, table }: RenamedField): void {
  put(words, field, table[bitsOf(words, field)]!);
}

function bitsOf(words: Int32Array, { word, shift, mask }: Field): number {
  return (words[word]! >>> shift) & mask;
}

function put(words: Int32Array, { word, shift, mask }: Field, bits: number): void {
  words[word] = (words[word]! & ~(mask << shift)) | (bits << shift);
}
