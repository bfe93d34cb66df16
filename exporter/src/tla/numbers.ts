// Numbers in TLA+, written so that TLC's integers of 32 bits with a sign hold them all. A value
// that may be 2^31 or more has a range that says so, and is written less 2^32 from there on.
import type { Range } from '@racewalk/simulator';
import type { Library } from './library.ts';
import { numberText } from './names.ts';

export const signedMax = 2 ** 31 - 1;
export const signedMin = -(2 ** 31);
export const signed: Range = { min: signedMin, max: signedMax };
export const unsigned: Range = { min: 0, max: 2 ** 32 - 1 };
export const truth: Range = { min: 0, max: 1 };

/** A text that can stand as an operand, and what its value can be. */
export interface Value {
  readonly text: string;
  readonly range: Range;
}

export function isWideRange({ max }: Range): boolean {
  return max > signedMax;
}

/** Both bounds fit TLC's integers. */
export function fitsSigned({ min, max }: Range): boolean {
  return min >= signedMin && max <= signedMax;
}

/** As it is written: numbers from 2^31 on less 2^32. */
export function literal(value: number): Value {
  const text = numberText(value > signedMax ? value - 2 ** 32 : value);
  return { text, range: { min: value, max: value } };
}

/** A condition that holds where the value is outside; undefined where it never is. */
export function outside(value: Value, bounds: Range, library: Library): string | undefined {
  const { text, range } = value;
  const tests: string[] = [];
  if (!isWideRange(range)) {
    // Never in range: the bounds may be no numbers of TLC's.
    if (range.max < bounds.min || range.min > bounds.max) return 'TRUE';
    if (range.min < bounds.min) tests.push(`${text} < ${numberText(bounds.min)}`);
    if (range.max > bounds.max) tests.push(`${text} > ${numberText(bounds.max)}`);
  } else if (!isWideRange(bounds)) {
    // Numbers from 2^31 on are below zero as they are written.
    tests.push(`${text} < ${numberText(Math.max(0, bounds.min))}`);
    if (bounds.max < signedMax) tests.push(`${text} > ${numberText(bounds.max)}`);
  } else {
    if (range.min < bounds.min) tests.push(less(value, literal(bounds.min), library));
    if (range.max > bounds.max) tests.push(less(literal(bounds.max), value, library));
  }
  return tests.length === 0 ? undefined : tests.join(' \\/ ');
}

export function less(left: Value, right: Value, library: Library): string {
  if (!isWideRange(left.range) && !isWideRange(right.range)) return `${left.text} < ${right.text}`;
  library.use('Below');
  const below = `Below(${left.text}, ${right.text})`;
  if (left.range.min >= 0 && right.range.min >= 0) return below;
  if (isWideRange(right.range)) return `(${left.text} < 0 \\/ ${below})`;
  return `(${right.text} >= 0 /\\ ${below})`;
}

export function equal(left: Value, right: Value): string {
  const same = `${left.text} = ${right.text}`;
  if (isWideRange(left.range) && right.range.min < 0) return `(${right.text} >= 0 /\\ ${same})`;
  if (isWideRange(right.range) && left.range.min < 0) return `(${left.text} >= 0 /\\ ${same})`;
  return same;
}

/** The pair <<high, low>> of a value. */
export function wide({ text, range }: Value): string {
  return `${isWideRange(range) ? 'FromUnsigned' : 'FromSigned'}(${text})`;
}

/** A condition that holds where a pair is outside. */
export function wideOutside(pair: string, { min, max }: Range): string {
  return `WideLess(${pair}, ${pairText(min)}) \\/ WideLess(${pairText(max)}, ${pair})`;
}

function pairText(value: number): string {
  const high = Math.floor(value / 65536);
  return `<<${high}, ${value - high * 65536}>>`;
}

export function rangeOfResult(operator: '+' | '-' | '*', left: Range, right: Range): Range {
  if (operator === '+') return { min: left.min + right.min, max: left.max + right.max };
  if (operator === '-') return { min: left.min - right.max, max: left.max - right.min };
  const corners = [left.min, left.max].flatMap((one) => [one * right.min, one * right.max]);
  return { min: Math.min(...corners), max: Math.max(...corners) };
}

export function narrowed(range: Range, bounds: Range): Range {
  return { min: Math.max(range.min, bounds.min), max: Math.min(range.max, bounds.max) };
}
