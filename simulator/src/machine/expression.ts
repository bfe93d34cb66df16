// Compiles expressions to closures over a Context. A fault is recorded and the closure goes on with
// 0: the instruction around it looks at `faultKind` before it does anything. The first fault
// counts, so evaluation order (left before right) decides which one it is.
import { unreachable } from '../assert.ts';
import type { BinaryOperator, Expression, Range } from '../program.ts';
import type { Context } from './context.ts';
import { fault } from './fault.ts';
import { compileAddress } from './place.ts';

export type Evaluate = () => number;

type Binary = Extract<Expression, { readonly op: 'binary' }>;

export function compileExpression(context: Context, expression: Expression): Evaluate {
  switch (expression.op) {
    case 'constant': {
      const { value } = expression;
      return () => value;
    }
    case 'register':
      return compileRegister(context, expression.register);
    case 'binary':
      return compileBinary(context, expression);
    case 'negate': {
      const value = compileExpression(context, expression.value);
      const { min, max } = expression.range;
      return () => inRange(context, 0 - value(), min, max);
    }
    case 'complement': {
      const value = compileExpression(context, expression.value);
      const { min, max } = expression.range;
      if (min >= 0) return () => inRange(context, ~value() >>> 0, min, max);
      return () => inRange(context, ~value(), min, max);
    }
    case 'not': {
      const value = compileExpression(context, expression.value);
      return () => (value() === 0 ? 1 : 0);
    }
    case 'cast':
      return compileCast(context, expression);
    case 'convert': {
      const value = compileExpression(context, expression.value);
      const { min, max } = expression.range;
      return () => inRange(context, value(), min, max);
    }
    case 'member':
      return compileMember(context, expression);
    case 'advance':
      return compileAdvance(context, expression);
    case 'address':
      return compileAddressOf(context, expression);
    default:
      return unreachable(expression);
  }
}

/** True where the 32 bits of a value of this range mean an unsigned number. */
export function isUnsigned(range: Range): boolean {
  return range.max > 0x7fffffff;
}

/** True where evaluating the expression can never fault, so that nobody has to look. */
export function neverFaults(expression: Expression): boolean {
  switch (expression.op) {
    case 'constant':
    case 'register':
      return true;
    case 'not':
    case 'cast':
      return neverFaults(expression.value);
    case 'binary':
      return (
        (isComparison(expression.operator) || isFullBitwise(expression)) &&
        neverFaults(expression.left) &&
        neverFaults(expression.right)
      );
    default:
      return false;
  }
}

function isComparison(operator: BinaryOperator): boolean {
  return ['==', '!=', '<', '<=', '>', '>='].includes(operator);
}

function isFullBitwise({ operator, range }: Binary): boolean {
  if (operator !== '&' && operator !== '|' && operator !== '^') return false;
  return range.max - range.min === 0xffffffff;
}

function inRange(context: Context, value: number, min: number, max: number): number {
  return value < min || value > max ? context.raise(fault.range, value, min, max) : value;
}

function compileRegister(context: Context, register: number): Evaluate {
  const { cells } = context;
  const cell = context.registerBase + register;
  const unsigned = isUnsigned(context.program.registers[register]!.range);
  return unsigned ? () => cells[cell]! >>> 0 : () => cells[cell]!;
}

function compileBinary(context: Context, expression: Binary): Evaluate {
  const { operator, range } = expression;
  const left = compileExpression(context, expression.left);
  const right = compileExpression(context, expression.right);
  switch (operator) {
    case '==':
      return () => (left() === right() ? 1 : 0);
    case '!=':
      return () => (left() !== right() ? 1 : 0);
    case '<':
      return () => (left() < right() ? 1 : 0);
    case '<=':
      return () => (left() <= right() ? 1 : 0);
    case '>':
      return () => (left() > right() ? 1 : 0);
    case '>=':
      return () => (left() >= right() ? 1 : 0);
    case '&':
    case '|':
    case '^':
      return compileBitwise(context, operator, { left, right }, range);
    default:
      return compileArithmetic(context, operator, { left, right }, range);
  }
}

interface Operands {
  readonly left: Evaluate;
  readonly right: Evaluate;
}

function compileBitwise(
  context: Context,
  operator: '&' | '|' | '^',
  { left, right }: Operands,
  { min, max }: Range,
): Evaluate {
  const unsigned = min >= 0;
  switch (operator) {
    case '&':
      if (unsigned) return () => inRange(context, (left() & right()) >>> 0, min, max);
      return () => inRange(context, left() & right(), min, max);
    case '|':
      if (unsigned) return () => inRange(context, (left() | right()) >>> 0, min, max);
      return () => inRange(context, left() | right(), min, max);
    case '^':
      if (unsigned) return () => inRange(context, (left() ^ right()) >>> 0, min, max);
      return () => inRange(context, left() ^ right(), min, max);
    default:
      return unreachable(operator);
  }
}

type Arithmetic = '+' | '-' | '*' | '/' | '%' | '<<' | '>>';

/** Doubles are exact here: where a product leaves 2^53 it has left every range long before. */
function compileArithmetic(
  context: Context,
  operator: Arithmetic,
  { left, right }: Operands,
  { min, max }: Range,
): Evaluate {
  switch (operator) {
    case '+':
      return () => inRange(context, left() + right(), min, max);
    case '-':
      return () => inRange(context, left() - right(), min, max);
    case '*':
      // + 0 turns the -0 of 0 * -1 into 0.
      return () => inRange(context, left() * right() + 0, min, max);
    case '/':
      return () => inRange(context, quotient(context, left(), right()), min, max);
    case '%':
      return () => inRange(context, remainder(context, left(), right()), min, max);
    case '<<':
      return () => inRange(context, shifted(context, left(), right()), min, max);
    case '>>':
      return () => inRange(context, shiftedDown(context, left(), right()), min, max);
    default:
      return unreachable(operator);
  }
}

function quotient(context: Context, left: number, right: number): number {
  if (right === 0) return context.raise(fault.division, 0, 0, 0);
  return Math.trunc(left / right) + 0;
}

function remainder(context: Context, left: number, right: number): number {
  if (right === 0) return context.raise(fault.division, 0, 0, 0);
  return (left % right) + 0;
}

/** Exact: `left * 2^count`. What a type cannot hold is told by the range. */
function shifted(context: Context, left: number, count: number): number {
  if (count < 0 || count > 31) return context.raise(fault.shift, count, 0, 0);
  return left * 2 ** count;
}

/** Rounds down, as the arithmetic shift of every kernel compiler does. */
function shiftedDown(context: Context, left: number, count: number): number {
  if (count < 0 || count > 31) return context.raise(fault.shift, count, 0, 0);
  return Math.floor(left / 2 ** count);
}

function compileCast(
  context: Context,
  expression: Extract<Expression, { readonly op: 'cast' }>,
): Evaluate {
  const value = compileExpression(context, expression.value);
  const spare = 32 - expression.bits;
  if (expression.signed) return () => (value() << spare) >> spare;
  return () => (value() << spare) >>> spare;
}

function compileMember(
  context: Context,
  expression: Extract<Expression, { readonly op: 'member' }>,
): Evaluate {
  const { domains } = context.program;
  const value = compileExpression(context, expression.value);
  const to = new Map(domains[expression.to]!.targets.map(({ slot }, index) => [slot, index + 1]));
  const table = domains[expression.from]!.targets.map(
    ({ slot }) => to.get(slot + expression.offset) ?? 0,
  );
  return () => {
    const pointer = value();
    if (pointer === 0) return context.raise(fault.null, 0, 0, 0);
    const member = table[pointer - 1];
    if (member === undefined || member === 0) throw new Error('assertion failed: no such member');
    return member;
  };
}

function compileAdvance(
  context: Context,
  expression: Extract<Expression, { readonly op: 'advance' }>,
): Evaluate {
  const { domain } = expression;
  const { targets } = context.program.domains[domain]!;
  const pointer = compileExpression(context, expression.pointer);
  const by = compileExpression(context, expression.by);
  const first = Int32Array.from(targets, (target) => target.arrayFirst);
  const last = Int32Array.from(targets, (target) => target.arrayLast);
  return () => {
    const from = pointer();
    const distance = by();
    if (from === 0) return context.raise(fault.null, 0, 0, 0);
    const to = from + distance;
    if (to >= first[from - 1]! && to <= last[from - 1]!) return to;
    return context.raise(fault.leaves, domain, from, distance);
  };
}

function compileAddressOf(
  context: Context,
  expression: Extract<Expression, { readonly op: 'address' }>,
): Evaluate {
  const address = compileAddress(context, expression.place);
  const { targets } = context.program.domains[expression.domain]!;
  const values = new Map(targets.map(({ slot }, index) => [slot, index + 1]));
  return () => {
    const slot = address();
    if (context.faultKind !== fault.none) return 0;
    const value = values.get(slot);
    if (value === undefined) throw new Error('assertion failed: no pointer to this place');
    return value;
  };
}
