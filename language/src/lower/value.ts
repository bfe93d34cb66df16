// Values and places while code is made, and what can be computed at once.
import type { BinaryOperator, Expression, Place, Range, RegisterId } from '@racewalk/simulator';
import { compute } from '../check/arithmetic.ts';
import type { IntegerType, Type } from '../check/types.ts';
import { within } from '../check/types.ts';
import type { Activation } from './unit.ts';

/** A place in the registers of the running thread: a local, or a part of one. */
export interface LocalPlace {
  readonly kind: 'registers';
  readonly registers: readonly RegisterId[];
  readonly type: Type;
  /** The call whose local it is; undefined for a thread_local variable and for temporaries. */
  readonly owner?: Activation;
}

export interface MemoryPlace {
  readonly kind: 'memory';
  readonly place: Place;
  readonly type: Type;
  /** The whole word that this is a part of; a part cannot be written alone. */
  readonly partOfWord: boolean;
}

/** Not a place, but parts can be taken: the result of a call, a constant parameter. */
export interface ValuePlace {
  readonly kind: 'value';
  readonly value: Value;
}

export type Lvalue = LocalPlace | MemoryPlace | ValuePlace;

/** One expression for each register that a value of the type takes. */
export interface Value {
  readonly type: Type;
  readonly parts: readonly Expression[];
  /** For `&local`: what it points to. Such a value has no parts. */
  readonly reference?: LocalPlace;
}

export const zero: Expression = { op: 'constant', value: 0 };
export const one: Expression = { op: 'constant', value: 1 };

/** Shared by all programs: they are small in number, and asked for all the time. */
const registerValues: Expression[] = [];

export function registerValue(register: RegisterId): Expression {
  for (let next = registerValues.length; next <= register; next++)
    registerValues.push({ op: 'register', register: next });
  return registerValues[register] ?? zero;
}

export function constant(value: number): Expression {
  return value === 0 ? zero : value === 1 ? one : { op: 'constant', value };
}

export function constantOf(expression: Expression): number | undefined {
  return expression.op === 'constant' ? expression.value : undefined;
}

export const boolRange: Range = { min: 0, max: 1 };

/** Values the expression can have, as far as its form tells. `registers` gives a register's range. */
export function rangeOf(
  expression: Expression,
  registers: (id: RegisterId) => Range,
): Range | undefined {
  switch (expression.op) {
    case 'constant':
      return { min: expression.value, max: expression.value };
    case 'register':
      return registers(expression.register);
    case 'not':
      return boolRange;
    case 'binary':
      return isComparison(expression.operator) ? boolRange : expression.range;
    case 'negate':
    case 'complement':
    case 'convert':
      return expression.range;
    case 'cast':
      return expression.signed
        ? { min: -(2 ** (expression.bits - 1)), max: 2 ** (expression.bits - 1) - 1 }
        : { min: 0, max: 2 ** expression.bits - 1 };
    default:
      return undefined;
  }
}

const comparisons: ReadonlySet<BinaryOperator> = new Set(['==', '!=', '<', '<=', '>', '>=']);

export function isComparison(operator: BinaryOperator): boolean {
  return comparisons.has(operator);
}

/** `left operator right`, at once if both are known and nothing is violated by it. */
export function binary(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  range: Range,
): Expression {
  const a = constantOf(left);
  const b = constantOf(right);
  if (a !== undefined && b !== undefined) {
    const value = compute(operator, a, b, range.min >= 0);
    if (value !== undefined && value >= range.min && value <= range.max) return constant(value);
  }
  return { op: 'binary', operator, left, right, range };
}

export function not(value: Expression): Expression {
  const known = constantOf(value);
  return known === undefined ? { op: 'not', value } : constant(Number(known === 0));
}

/** 0 or 1. */
export function truth(value: Expression, range: Range | undefined): Expression {
  if (range !== undefined && within(range, boolRange)) return value;
  return binary('!=', value, zero, boolRange);
}

/** C's explicit cast to an integer type. */
export function cast(value: Expression, type: IntegerType): Expression {
  const bits = Math.round(Math.log2(type.range.max - type.range.min + 1));
  const known = constantOf(value);
  if (known === undefined) return { op: 'cast', value, bits, signed: !type.unsigned };
  const low = bits === 32 ? known >>> 0 : (known & (2 ** bits - 1)) >>> 0;
  const negative = !type.unsigned && low >= 2 ** (bits - 1);
  return constant(negative ? low - 2 ** bits : low);
}
