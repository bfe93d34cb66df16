// What kind of value a slot or register holds, as far as a permutation of threads moves it: a
// number stays what it is, a pointer and a thread id are renamed.
import type { Display, Program, Range } from '../program.ts';

/** `plain`, the index of an address domain, or `program.domains.length`: a thread id. */
export type Sort = number;

export const plain: Sort = -1;

export function threadSort(program: Program): Sort {
  return program.domains.length;
}

export function sortOf(program: Program, display: Display): Sort {
  if (display.kind === 'pointer') return display.domain;
  return display.kind === 'thread' ? threadSort(program) : plain;
}

/** The largest value of the sort that names something; 0 names nothing. */
export function largestOf(program: Program, sort: Sort): number {
  return program.domains[sort]?.targets.length ?? program.threads.length;
}

/** True where no value of the sort is outside the range: then renaming never meets an overflow. */
export function covers(program: Program, range: Range, sort: Sort): boolean {
  if (sort === plain) return true;
  return range.min === 0 && range.max >= largestOf(program, sort);
}

export function isSameRange(left: Range, right: Range): boolean {
  return left.min === right.min && left.max === right.max;
}
