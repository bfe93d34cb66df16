// Expressions whose value is known when the text is read.
import type { BinaryExpression, Expression } from '../syntax/tree.ts';
import { compute } from './arithmetic.ts';
import type { CheckContext } from './context.ts';
import { report } from './context.ts';

/** Exact value, or undefined if the expression is not a constant. Binds the names it uses. */
export function constantValue(expression: Expression, context: CheckContext): number | undefined {
  switch (expression.kind) {
    case 'Number':
      return expression.value;
    case 'Parenthesized':
      return constantValue(expression.expression, context);
    case 'Name': {
      if (expression.text === 'true') return 1;
      if (expression.text === 'false') return 0;
      const symbol = context.scope.value(expression.text);
      if (symbol === undefined) return undefined;
      context.bindings.names.set(expression, symbol);
      return symbol.kind === 'constant' ? symbol.value : undefined;
    }
    case 'Unary': {
      const value = constantValue(expression.operand, context);
      if (value === undefined) return undefined;
      if (expression.operator === '-') return -value;
      if (expression.operator === '+') return value;
      if (expression.operator === '~') return ~value;
      return expression.operator === '!' ? Number(value === 0) : undefined;
    }
    case 'Binary': {
      const left = constantValue(expression.left, context);
      const right = constantValue(expression.right, context);
      if (left === undefined || right === undefined) return undefined;
      return constantBinary(expression.operator, left, right);
    }
    case 'Conditional': {
      const condition = constantValue(expression.condition, context);
      if (condition === undefined) return undefined;
      return constantValue(
        condition !== 0 ? expression.consequent : expression.alternative,
        context,
      );
    }
    case 'Call':
      // The one macro that constants need: BIT(n).
      if (expression.callee.text === 'BIT' && expression.arguments.length === 1) {
        const bit = constantValue(expression.arguments[0] as Expression, context);
        return bit === undefined || bit < 0 || bit > 31 ? undefined : 2 ** bit;
      }
      return undefined;
    default:
      return undefined;
  }
}

function constantBinary(
  operator: BinaryExpression['operator'],
  a: number,
  b: number,
): number | undefined {
  if (operator === '&&') return Number(a !== 0 && b !== 0);
  if (operator === '||') return Number(a !== 0 || b !== 0);
  return compute(operator, a, b, true);
}

/** As constantValue; reports what is not constant or lies outside low .. high. */
export function requireConstant(
  expression: Expression,
  what: string,
  low: number,
  high: number,
  context: CheckContext,
): number | undefined {
  if (expression.kind === 'ErrorExpression') return undefined;
  const value = constantValue(expression, context);
  if (value === undefined) {
    report(context, 'RW0303', expression, `${what} must be a constant`);
    return undefined;
  }
  if (value < low || value > high) {
    report(context, 'RW0305', expression, `${what} is ${value}; it must be ${low} to ${high}`);
    return undefined;
  }
  return value;
}
