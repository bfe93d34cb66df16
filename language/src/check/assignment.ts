// Assignments, updates, and the variables that setup introduces by assigning them.
import type { AssignmentExpression, Expression, Name, UpdateExpression } from '../syntax/tree.ts';
import type { CheckContext } from './context.ts';
import { report, withGhost } from './context.ts';
import { checkExpression } from './expression.ts';
import { checkAssignable } from './fitting.ts';
import { checkTarget, isGhostPlace } from './place.ts';
import { plainVariable } from './symbols.ts';
import type { Type } from './types.ts';
import { errorType, typeName } from './types.ts';

export function updateType(expression: UpdateExpression, context: CheckContext): Type {
  const type = checkTarget(expression.operand, context);
  if (type.kind === 'word') {
    report(context, 'RW0301', expression, `'${expression.operator}' cannot be applied to a word`);
    return errorType;
  }
  return type;
}

export function assignmentType(expression: AssignmentExpression, context: CheckContext): Type {
  const { target, value, operator } = expression;
  if (operator === '=' && context.setup !== undefined && target.kind === 'Name') {
    const declared = declareSetupVariable(target, value, context);
    if (declared !== undefined) return declared;
  }
  const type = checkTarget(target, context);
  const ghost = context.ghost || isGhostPlace(target, context);
  const what = operator === '=' ? 'this assignment' : `'${operator}'`;
  if (operator === '=') {
    checkAssignable(value, type, what, withGhost(context, ghost));
    return type;
  }
  const found = checkExpression(value, withGhost(context, ghost));
  const pointer = type.kind === 'pointer' && (operator === '+=' || operator === '-=');
  const fits = (type.kind === 'integer' || pointer) && found.kind === 'integer';
  if (!fits && type.kind !== 'error' && found.kind !== 'error') {
    const names = `'${typeName(type)}' and '${typeName(found)}'`;
    report(context, 'RW0301', expression, `'${operator}' cannot be applied to ${names}`);
  }
  return type;
}

/** `buf = mmap(...)` in setup: a variable of the scenario, fixed afterwards. */
function declareSetupVariable(
  target: Name,
  value: Expression,
  context: CheckContext,
): Type | undefined {
  if (context.setup === undefined || context.scope.value(target.text) !== undefined)
    return undefined;
  const found = checkExpression(value, context);
  const type = found.kind === 'null' || found.kind === 'void' ? errorType : found;
  if (found.kind === 'null' || found.kind === 'void') {
    const message = `'${target.text}' needs a declaration: '${typeName(found)}' does not tell its type`;
    report(context, 'RW0301', value, message);
  }
  const symbol = plainVariable(target, context.file, 'setup', type);
  context.setup.values.set(target.text, symbol);
  context.bindings.names.set(target, symbol);
  context.bindings.types.set(target, type);
  return type;
}
