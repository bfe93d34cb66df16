// Conditions become jumps: && and || never compute what C does not compute.

import { builtins } from '../check/builtins.ts';
import type { Expression } from '../syntax/tree.ts';
import type { Label } from './draft.ts';
import { newLabel } from './draft.ts';
import { lowerExpression, scalar } from './expression.ts';
import type { Unit } from './unit.ts';
import { constantOf, not } from './value.ts';

/** Whether the jump is taken: known while compiling, or not. */
export type Jumps = 'always' | 'never' | 'maybe';

const inverse = { always: 'never', never: 'always', maybe: 'maybe' } as const;

/** Goes on if the condition holds, else jumps. */
export function jumpIfFalse(condition: Expression, label: Label, unit: Unit): Jumps {
  const inner = simplified(condition);
  if (inner.kind === 'Unary' && inner.operator === '!') {
    return jumpIfTrue(inner.operand, label, unit);
  }
  if (inner.kind === 'Binary' && inner.operator === '&&') {
    const left = jumpIfFalse(inner.left, label, unit);
    if (left === 'always') return 'always';
    const right = jumpIfFalse(inner.right, label, unit);
    return left === 'never' || right === 'always' ? merged(left, right) : 'maybe';
  }
  if (inner.kind === 'Binary' && inner.operator === '||') {
    const yes = newLabel();
    const left = jumpIfTrue(inner.left, yes, unit);
    if (left === 'always') {
      unit.builder.place(yes);
      return 'never';
    }
    const right = jumpIfFalse(inner.right, label, unit);
    unit.builder.place(yes);
    return left === 'never' ? right : right === 'never' ? 'never' : 'maybe';
  }
  return leaf(inner, label, false, unit);
}

/** `a && b` where a never jumps: as b; where b always jumps: only if a cannot have jumped before. */
function merged(left: Jumps, right: Jumps): Jumps {
  return left === 'never' ? right : 'maybe';
}

/** Goes on if the condition does not hold, else jumps. */
export function jumpIfTrue(condition: Expression, label: Label, unit: Unit): Jumps {
  const inner = simplified(condition);
  if (inner.kind === 'Unary' && inner.operator === '!') {
    return jumpIfFalse(inner.operand, label, unit);
  }
  if (inner.kind === 'Binary' && inner.operator === '||') {
    const left = jumpIfTrue(inner.left, label, unit);
    if (left === 'always') return 'always';
    const right = jumpIfTrue(inner.right, label, unit);
    return left === 'never' ? right : 'maybe';
  }
  if (inner.kind === 'Binary' && inner.operator === '&&') {
    const no = newLabel();
    const left = jumpIfFalse(inner.left, no, unit);
    if (left === 'always') {
      unit.builder.place(no);
      return 'never';
    }
    const right = jumpIfTrue(inner.right, label, unit);
    unit.builder.place(no);
    return left === 'never' ? right : right === 'never' ? 'never' : 'maybe';
  }
  return leaf(inner, label, true, unit);
}

/** Without parentheses, likely() and unlikely(). */
function simplified(expression: Expression): Expression {
  if (expression.kind === 'Parenthesized') return simplified(expression.expression);
  if (expression.kind === 'Call' && /^(un)?likely$/.test(expression.callee.text)) {
    const [argument] = expression.arguments;
    if (builtins.has(expression.callee.text) && argument !== undefined) return simplified(argument);
  }
  return expression;
}

function leaf(expression: Expression, label: Label, wanted: boolean, unit: Unit): Jumps {
  const value = lowerExpression(expression, unit);
  // The address of a local is never NULL.
  const known = value.reference !== undefined ? 1 : constantOf(scalar(value, expression, unit));
  if (known !== undefined) {
    const jumps = (known !== 0) === wanted;
    if (jumps) unit.local({ op: 'jump', to: label }, expression);
    return jumps ? 'always' : inverse.always;
  }
  const part = scalar(value, expression, unit);
  const condition = wanted ? not(part) : part;
  unit.local({ op: 'branch', condition, otherwise: label }, expression);
  return 'maybe';
}
