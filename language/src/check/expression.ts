// Types of expressions, meanings of the names in them.
import type {
  BinaryExpression,
  Expression,
  IndexExpression,
  MemberExpression,
  Name,
  UnaryExpression,
} from '../syntax/tree.ts';
import { assignmentType, updateType } from './assignment.ts';
import { checkCall } from './call.ts';
import { constantValue } from './constants.ts';
import type { CheckContext } from './context.ts';
import { report } from './context.ts';
import { checkInitializerList } from './fitting.ts';
import { checkWrittenPlace, inner, isGhostPlace, isPlace, takeAddress } from './place.ts';
import { quantifierType } from './quantifier.ts';
import { suggestion } from './suggest.ts';
import type { VariableSymbol } from './symbols.ts';
import type { IntegerType, Type } from './types.ts';
import {
  assignable,
  boolType,
  commonType,
  errorType,
  intType,
  isScalar,
  nullType,
  promote,
  sameFlags,
  sameType,
  threadType,
  typeName,
  unsignedLongType,
  unsignedType,
} from './types.ts';
import { abstractType } from './written-type.ts';

/** The type of an expression whose value is used. */
export function checkExpression(expression: Expression, context: CheckContext): Type {
  const found = typeOf(expression, context);
  if (found.kind === 'array') {
    takeAddress(expression, context);
  }
  const type = decayed(found);
  context.bindings.types.set(expression, type);
  return type;
}

/** The type of a place: arrays stay arrays. */
export function checkPlace(expression: Expression, context: CheckContext): Type {
  const type = typeOf(expression, context);
  context.bindings.types.set(expression, type);
  return type;
}

function decayed(type: Type): Type {
  return type.kind === 'array' ? { kind: 'pointer', to: type.of } : type;
}

/** Checks a condition: anything that is zero or not. */
export function checkCondition(expression: Expression, context: CheckContext): void {
  const type = checkExpression(expression, context);
  if (!isScalar(type) && type.kind !== 'error' && type.kind !== 'null') {
    report(context, 'RW0301', expression, `a condition cannot be of type '${typeName(type)}'`);
  }
}

function typeOf(expression: Expression, context: CheckContext): Type {
  switch (expression.kind) {
    case 'Number':
      return numberType(expression.value, expression.unsigned, expression.long);
    case 'String':
      report(context, 'RW0407', expression, 'strings have no meaning in the model');
      return errorType;
    case 'Name':
      return nameType(expression, context);
    case 'Call':
      return checkCall(expression, context);
    case 'Member':
      return memberType(expression, context);
    case 'Index':
      return indexType(expression, context);
    case 'Unary':
      return unaryType(expression, context);
    case 'Update':
      return updateType(expression, context);
    case 'Binary':
      return binaryType(expression, context);
    case 'Assignment':
      return assignmentType(expression, context);
    case 'Conditional': {
      checkCondition(expression.condition, context);
      const left = checkExpression(expression.consequent, context);
      const right = checkExpression(expression.alternative, context);
      return conditionalType(expression, left, right, context);
    }
    case 'Cast': {
      const type = abstractType(expression.type, context);
      const operand = checkExpression(expression.operand, context);
      const fits =
        (type.kind === 'integer' && isScalar(operand)) ||
        type.kind === 'void' ||
        assignable(operand, type);
      if (!fits) {
        const names = `'${typeName(operand)}' to '${typeName(type)}'`;
        report(context, 'RW0301', expression, `cannot cast ${names}`);
      }
      return type;
    }
    case 'CompoundLiteral': {
      const type = abstractType(expression.type, context);
      checkInitializerList(expression.initializer, type, context);
      return type;
    }
    case 'InitializerList':
      report(
        context,
        'RW0301',
        expression,
        'an initializer list stands only after = in a declaration',
      );
      return errorType;
    case 'Quantifier':
      return quantifierType(expression, context);
    case 'Parenthesized':
      return checkPlace(expression.expression, context);
    case 'ErrorExpression':
      return errorType;
  }
}

function numberType(value: number, unsigned: boolean, long: boolean): Type {
  if (long) return unsigned ? unsignedLongType : { ...unsignedLongType, ...longOf(value) };
  return unsigned || value > intType.range.max ? unsignedType : intType;
}

function longOf(value: number): Partial<IntegerType> {
  return value > intType.range.max ? {} : { name: 'long', unsigned: false, range: intType.range };
}

function nameType(name: Name, context: CheckContext): Type {
  if (name.text === '') return errorType;
  const symbol = context.scope.value(name.text);
  if (symbol === undefined) {
    const builtin = builtinValueType(name.text);
    if (builtin !== undefined) return builtin;
    const names = [...context.scope.valueNames()];
    report(context, 'RW0201', name, `unknown name '${name.text}'${suggestion(name.text, names)}`);
    return errorType;
  }
  context.bindings.names.set(name, symbol);
  switch (symbol.kind) {
    case 'variable':
      if (symbol.ghost && !context.ghost) reportGhost(name, context);
      return symbol.type;
    case 'constant':
      return symbol.type;
    default:
      report(context, 'RW0208', name, `'${name.text}' is a ${symbol.kind}, not a value`);
      return errorType;
  }
}

export function builtinValueType(name: string): Type | undefined {
  if (name === 'NULL') return nullType;
  if (name === 'true' || name === 'false') return boolType;
  return name === 'this_thread' || name === 'NO_THREAD' ? threadType : undefined;
}

function reportGhost(expression: Name, context: CheckContext): void {
  report(
    context,
    'RW0401',
    expression,
    `'${expression.text}' is ghost state: code may write it but not read it`,
  );
}

function memberType(expression: MemberExpression, context: CheckContext): Type {
  const object = expression.arrow
    ? checkExpression(expression.object, context)
    : checkPlace(expression.object, context);
  if (object.kind === 'error' || expression.field.text === '') return errorType;
  const owner = expression.arrow ? (object.kind === 'pointer' ? object.to : undefined) : object;
  if (owner === undefined || (owner.kind !== 'struct' && owner.kind !== 'word')) {
    report(context, 'RW0301', expression.field, memberMistake(object, expression.arrow));
    return errorType;
  }
  const field = owner.fields.find((candidate) => candidate.name === expression.field.text);
  if (field === undefined) {
    const near = suggestion(
      expression.field.text,
      owner.fields.map((candidate) => candidate.name),
    );
    const message = `'${typeName(owner)}' has no field '${expression.field.text}'${near}`;
    report(context, 'RW0204', expression.field, message);
    return errorType;
  }
  context.bindings.names.set(expression.field, field);
  if (field.ghost && !context.ghost) reportGhost(expression.field, context);
  return field.type;
}

function memberMistake(object: Type, arrow: boolean): string {
  const name = typeName(object);
  if (!arrow && object.kind === 'pointer') return `'${name}' is a pointer: use '->' instead of '.'`;
  if (arrow && (object.kind === 'struct' || object.kind === 'word')) {
    return `'${name}' is not a pointer: use '.' instead of '->'`;
  }
  return `'${name}' has no fields`;
}

function indexType(expression: IndexExpression, context: CheckContext): Type {
  const object = checkPlace(expression.object, context);
  const index = checkExpression(expression.index, context);
  if (index.kind !== 'integer' && index.kind !== 'error') {
    report(context, 'RW0301', expression.index, `an index cannot be of type '${typeName(index)}'`);
  }
  const variable = variableOf(expression.object, context);
  if (variable?.pool === true && !context.inspects) {
    const message = `objects of the pool '${variable.name}' are reached through pointers, not by index`;
    report(context, 'RW0306', expression, message);
  }
  if (object.kind === 'array') return object.of;
  if (object.kind === 'pointer') return object.to;
  if (object.kind !== 'error') {
    report(context, 'RW0301', expression.object, `'${typeName(object)}' cannot be indexed`);
  }
  return errorType;
}

function variableOf(expression: Expression, context: CheckContext): VariableSymbol | undefined {
  if (expression.kind !== 'Name') return undefined;
  const symbol = context.bindings.names.get(expression);
  return symbol?.kind === 'variable' ? symbol : undefined;
}

function unaryType(expression: UnaryExpression, context: CheckContext): Type {
  const { operator, operand } = expression;
  if (operator === '&') return addressType(expression, context);
  const type = checkExpression(operand, context);
  if (type.kind === 'error') return errorType;
  if (operator === '*') {
    if (type.kind === 'pointer') return type.to;
    report(context, 'RW0301', expression, `'${typeName(type)}' is not a pointer`);
    return errorType;
  }
  if (operator === '!') {
    if (isScalar(type) || type.kind === 'null') return intType;
  } else if (type.kind === 'integer') {
    return promote(type);
  }
  report(context, 'RW0301', expression, `'${operator}' cannot be applied to '${typeName(type)}'`);
  return errorType;
}

function addressType(expression: UnaryExpression, context: CheckContext): Type {
  const target = inner(expression.operand);
  const type = checkWrittenPlace(target, context);
  if (isGhostPlace(target, context)) {
    report(context, 'RW0401', target, 'the address of ghost state cannot be taken');
  }
  takeAddress(target, context);
  if (!isPlace(target, context)) {
    if (type.kind !== 'error') report(context, 'RW0307', target, "'&' needs a variable or a field");
    return errorType;
  }
  return type.kind === 'error' ? errorType : { kind: 'pointer', to: type };
}

function conditionalType(
  expression: Expression,
  left: Type,
  right: Type,
  context: CheckContext,
): Type {
  if (left.kind === 'error' || right.kind === 'error') return errorType;
  if (left.kind === 'integer' && right.kind === 'integer') {
    return left === right ? left : commonType(left, right);
  }
  if (left.kind === 'null') return right;
  if (right.kind === 'null' || sameType(left, right)) return left;
  const names = `'${typeName(left)}' and '${typeName(right)}'`;
  report(context, 'RW0301', expression, `the two results have different types, ${names}`);
  return errorType;
}

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

function binaryType(expression: BinaryExpression, context: CheckContext): Type {
  const { operator } = expression;
  const left = checkExpression(expression.left, context);
  const right = checkExpression(expression.right, context);
  if (left.kind === 'error' || right.kind === 'error') {
    return comparisons.has(operator) || operator === '&&' || operator === '||'
      ? intType
      : errorType;
  }
  if (operator === '&&' || operator === '||') {
    for (const side of [expression.left, expression.right]) {
      const type = context.bindings.types.get(side) ?? errorType;
      if (!isScalar(type) && type.kind !== 'null') {
        report(context, 'RW0301', side, `a condition cannot be of type '${typeName(type)}'`);
      }
    }
    return intType;
  }
  if (left.kind === 'integer' && right.kind === 'integer') {
    if (comparisons.has(operator)) return intType;
    if (operator === '<<' || operator === '>>') return promote(left);
    return '|&^'.includes(operator) && sameFlags(left, right) ? left : commonType(left, right);
  }
  if (operator === '==' || operator === '!=') {
    const zero = (type: Type, side: Expression) =>
      type.kind === 'integer' && constantValue(side, context) === 0;
    const comparable =
      sameType(left, right) ||
      left.kind === 'null' ||
      right.kind === 'null' ||
      zero(left, expression.left) ||
      zero(right, expression.right);
    if (comparable && left.kind !== 'struct' && left.kind !== 'void') return intType;
  }
  const step = operator === '+' || operator === '-';
  if (step && left.kind === 'pointer' && right.kind === 'integer') return left;
  if (operator === '+' && left.kind === 'integer' && right.kind === 'pointer') return right;
  const names = `'${typeName(left)}' and '${typeName(right)}'`;
  report(context, 'RW0301', expression, `'${operator}' cannot be applied to ${names}`);
  return comparisons.has(operator) ? intType : errorType;
}
