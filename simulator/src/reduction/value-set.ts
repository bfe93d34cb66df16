// Sets of values that a slot or register may hold, as the static analysis knows them: a few numbers,
// or anything that the range allows.
import type { Range } from '../program.ts';

/** In ascending order, without duplicates; undefined: any value of the range. */
export type ValueSet = readonly number[] | undefined;

/** Values kept of one slot or register before the analysis gives up on telling them apart. */
export const valuesMax = 32;

export const onlyZero: ValueSet = [0];

/** A set of these values; narrow ranges are spelled out, so that "anything" is rare. */
export function valueSet(values: Iterable<number>, range: Range): ValueSet {
  const distinct = [...new Set(values)];
  if (distinct.length > valuesMax) return anyOf(range);
  return distinct.sort((left, right) => left - right);
}

/** Everything that the range allows. */
export function anyOf({ min, max }: Range): ValueSet {
  if (max - min >= valuesMax) return undefined;
  return Array.from({ length: max - min + 1 }, (_, index) => min + index);
}

/** Both sets together; `left` itself where `right` adds nothing. */
export function union(left: ValueSet, right: ValueSet, range: Range): ValueSet {
  if (left === undefined || left === right) return left;
  if (right === undefined) return anyOf(range);
  const more = right.filter((value) => !left.includes(value));
  return more.length === 0 ? left : valueSet([...left, ...more], range);
}
