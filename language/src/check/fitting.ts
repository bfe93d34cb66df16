// Does a value fit where it is wanted? Types first, then constants and lists.
import type { Expression, InitializerList } from '../syntax/tree.ts';
import { constantValue } from './constants.ts';
import type { CheckContext } from './context.ts';
import { report } from './context.ts';
import { checkExpression } from './expression.ts';
import type { IntegerType, Type } from './types.ts';
import { assignable, typeName } from './types.ts';

/** Checks that a value fits where `wanted` is needed. */
export function checkAssignable(
  expression: Expression,
  wanted: Type,
  what: string,
  context: CheckContext,
): void {
  if (expression.kind === 'InitializerList') {
    checkInitializerList(expression, wanted, context);
    return;
  }
  const found = checkExpression(expression, context);
  if (
    wanted.kind === 'pointer' &&
    found.kind === 'integer' &&
    constantValue(expression, context) === 0
  ) {
    return;
  }
  if (!assignable(found, wanted)) {
    report(
      context,
      'RW0301',
      expression,
      `${what} needs '${typeName(wanted)}', found '${typeName(found)}'`,
    );
    return;
  }
  if (wanted.kind === 'integer' && wanted.name !== 'bool') checkFits(expression, wanted, context);
}

/** A constant that can never fit is a mistake; what depends on the run is the violation `overflow`. */
function checkFits(expression: Expression, wanted: IntegerType, context: CheckContext): void {
  const value = constantValue(expression, context);
  const { min, max } = wanted.range;
  if (value === undefined || (value >= min && value <= max) || inverts(expression)) return;
  report(
    context,
    'RW0305',
    expression,
    `${value} does not fit: '${wanted.name}' holds ${min} .. ${max} here`,
  );
}

/** `~0` depends on the type it is computed in, which constants do not know. */
function inverts(expression: Expression): boolean {
  switch (expression.kind) {
    case 'Unary':
      return expression.operator === '~' || inverts(expression.operand);
    case 'Binary':
      return inverts(expression.left) || inverts(expression.right);
    case 'Conditional':
      return inverts(expression.consequent) || inverts(expression.alternative);
    case 'Parenthesized':
      return inverts(expression.expression);
    case 'Name':
      return true;
    default:
      return false;
  }
}

/** `{ .page = p, .write = 1 }` against a struct, word or array type. */
export function checkInitializerList(
  list: InitializerList,
  type: Type,
  context: CheckContext,
): void {
  if (type.kind === 'error') return;
  if (type.kind !== 'array' && type.kind !== 'struct' && type.kind !== 'word') {
    if (list.entries.length === 1 && list.entries[0]?.field === undefined && list.entries[0]) {
      checkAssignable(list.entries[0].value, type, 'this initializer', context);
      return;
    }
    report(context, 'RW0301', list, `'${typeName(type)}' takes one value, not a list`);
    return;
  }
  list.entries.forEach((entry, index) => {
    if (type.kind === 'array') {
      if (index >= type.length)
        report(context, 'RW0302', entry, `the array has ${type.length} elements`);
      checkAssignable(entry.value, type.of, 'this element', context);
      return;
    }
    const field =
      entry.field === undefined
        ? type.fields[index]
        : type.fields.find((candidate) => candidate.name === entry.field?.text);
    if (field === undefined) {
      const name =
        entry.field === undefined ? `field number ${index + 1}` : `field '${entry.field.text}'`;
      report(context, 'RW0204', entry.field ?? entry, `'${typeName(type)}' has no ${name}`);
      return;
    }
    if (entry.field !== undefined) context.bindings.names.set(entry.field, field);
    checkAssignable(entry.value, field.type, `field '${field.name}'`, {
      ...context,
      ghost: context.ghost || field.ghost,
    });
  });
}
