// Types of expressions, meanings of the names in them.
import type {
  AssignmentExpression,
  BinaryExpression,
  Expression,
  IndexExpression,
  InitializerList,
  MemberExpression,
  Name,
  QuantifierExpression,
  UnaryExpression,
  UpdateExpression,
} from '../syntax/tree.ts';
import { builtins } from './builtins.ts';
import { checkCall } from './call.ts';
import { constantValue } from './constants.ts';
import type { CheckContext } from './context.ts';
import { report } from './context.ts';
import { Scope } from './scope.ts';
import { suggestion } from './suggest.ts';
import type { FieldSymbol, VariableSymbol } from './symbols.ts';
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
    const symbol = placeSymbol(expression, context);
    if (symbol !== undefined) context.bindings.addressTaken.add(symbol);
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
  if (variable?.pool === true) {
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
  const symbol = placeSymbol(target, context);
  if (symbol !== undefined) context.bindings.addressTaken.add(symbol);
  if (!isPlace(target, context)) {
    if (type.kind !== 'error') report(context, 'RW0307', target, "'&' needs a variable or a field");
    return errorType;
  }
  return type.kind === 'error' ? errorType : { kind: 'pointer', to: type };
}

function inner(expression: Expression): Expression {
  return expression.kind === 'Parenthesized' ? inner(expression.expression) : expression;
}

/** The variable or field that a place is, or is an element of. */
function placeSymbol(
  expression: Expression,
  context: CheckContext,
): VariableSymbol | FieldSymbol | undefined {
  const place = inner(expression);
  if (place.kind === 'Index') return placeSymbol(place.object, context);
  const name = place.kind === 'Name' ? place : place.kind === 'Member' ? place.field : undefined;
  const symbol = name === undefined ? undefined : context.bindings.names.get(name);
  return symbol?.kind === 'variable' || symbol?.kind === 'field' ? symbol : undefined;
}

export function isPlace(expression: Expression, context: CheckContext): boolean {
  const place = inner(expression);
  switch (place.kind) {
    case 'Name':
      return context.bindings.names.get(place)?.kind === 'variable';
    case 'Member':
      return place.arrow || isPlace(place.object, context);
    case 'Index':
      return true;
    case 'Unary':
      return place.operator === '*';
    default:
      return false;
  }
}

/** Is what is written here ghost state? */
export function isGhostPlace(expression: Expression, context: CheckContext): boolean {
  const place = inner(expression);
  switch (place.kind) {
    case 'Name': {
      const symbol = context.scope.value(place.text);
      return symbol?.kind === 'variable' && symbol.ghost;
    }
    case 'Member': {
      const symbol = context.bindings.names.get(place.field);
      if (symbol?.kind === 'field' && symbol.ghost) return true;
      return !place.arrow && isGhostPlace(place.object, context);
    }
    case 'Index':
      return isGhostPlace(place.object, context);
    default:
      return false;
  }
}

/**
 * A place that is written, or whose address is taken: naming ghost state is no read of it, but an
 * index or a pointer on the way to a real place is.
 */
function checkWrittenPlace(target: Expression, context: CheckContext): Type {
  checkPlace(target, { ...context, ghost: true, diagnostics: [] });
  return checkPlace(target, { ...context, ghost: context.ghost || isGhostPlace(target, context) });
}

/** The type of an assignment's left side, with all that forbids to write it. */
export function checkTarget(target: Expression, context: CheckContext): Type {
  const type = checkWrittenPlace(target, context);
  if (type.kind === 'error') return type;
  if (!isPlace(target, context)) {
    report(
      context,
      'RW0307',
      target,
      'the left side of an assignment must be a variable, a field or *pointer',
    );
    return errorType;
  }
  const symbol = placeSymbol(target, context);
  if (symbol?.kind === 'variable') {
    if (inner(target).kind === 'Name') context.bindings.assigned.add(symbol);
    reportUnassignable(symbol, target, context);
  }
  if (inner(target).kind === 'Member') markWordAssigned(inner(target), context);
  if (type.kind === 'array' || type.kind === 'struct' || type.kind === 'void') {
    const message = `'${typeName(type)}' cannot be assigned as a whole`;
    report(context, 'RW0306', target, message);
    return errorType;
  }
  return type;
}

/** `pte.write = 1` assigns the local `pte`. */
function markWordAssigned(target: Expression, context: CheckContext): void {
  let place = target;
  while (place.kind === 'Member' && !place.arrow) place = inner(place.object);
  const symbol = place.kind === 'Name' ? context.bindings.names.get(place) : undefined;
  if (symbol?.kind === 'variable') context.bindings.assigned.add(symbol);
}

function reportUnassignable(
  symbol: VariableSymbol,
  target: Expression,
  context: CheckContext,
): void {
  if (symbol.constant) {
    report(context, 'RW0307', target, `'${symbol.name}' is const`);
  } else if (symbol.storage === 'setup' && context.setup === undefined) {
    const message = `'${symbol.name}' is set by setup and fixed afterwards; declare it to let threads change it`;
    report(context, 'RW0307', target, message);
  } else if (symbol.storage === 'quantifier') {
    report(context, 'RW0307', target, `'${symbol.name}' is the variable of a quantifier`);
  }
}

function updateType(expression: UpdateExpression, context: CheckContext): Type {
  const type = checkTarget(expression.operand, context);
  if (type.kind === 'word') {
    report(context, 'RW0301', expression, `'${expression.operator}' cannot be applied to a word`);
    return errorType;
  }
  return type;
}

function assignmentType(expression: AssignmentExpression, context: CheckContext): Type {
  const { target, value, operator } = expression;
  if (operator === '=' && context.setup !== undefined && target.kind === 'Name') {
    const declared = declareSetupVariable(target, value, context);
    if (declared !== undefined) return declared;
  }
  const type = checkTarget(target, context);
  const ghost = context.ghost || isGhostPlace(target, context);
  const what = operator === '=' ? 'this assignment' : `'${operator}'`;
  if (operator === '=') {
    checkAssignable(value, type, what, { ...context, ghost });
    return type;
  }
  const found = checkExpression(value, { ...context, ghost });
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
  const symbol: VariableSymbol = {
    kind: 'variable',
    name: target.text,
    file: context.file,
    span: { start: target.start, end: target.end },
    doc: [],
    storage: 'setup',
    type,
    ghost: false,
    constant: false,
    pool: false,
    initializer: undefined,
  };
  context.setup.values.set(target.text, symbol);
  context.bindings.names.set(target, symbol);
  context.bindings.types.set(target, type);
  return type;
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
    return sameFlags(left, right, operator) ? left : commonType(left, right);
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

/** `VM_READ | VM_WRITE` stays a set of vm flags, so that it is shown as one. */
function sameFlags(left: IntegerType, right: IntegerType, operator: string): boolean {
  const sets = left.display.kind === 'bits' && left.name === right.name && left.rank === right.rank;
  return sets && (operator === '|' || operator === '&' || operator === '^');
}

function quantifierType(expression: QuantifierExpression, context: CheckContext): Type {
  const { variable, collection, high } = expression;
  let type: Type = intType;
  if (high !== undefined) {
    checkExpression(collection, context);
    checkExpression(high, context);
    if (
      constantValue(collection, context) === undefined ||
      constantValue(high, context) === undefined
    ) {
      report(context, 'RW0303', expression, 'the range of a quantifier must be constant');
    }
  } else {
    const found = checkPlace(collection, context);
    if (found.kind === 'array') type = { kind: 'pointer', to: found.of };
    else {
      if (found.kind !== 'error') {
        const message = `a quantifier goes over an array, a pool or low .. high, not '${typeName(found)}'`;
        report(context, 'RW0301', collection, message);
      }
      type = errorType;
    }
    const symbol = placeSymbol(collection, context);
    if (symbol !== undefined && type.kind === 'pointer' && type.to.kind !== 'struct') {
      context.bindings.addressTaken.add(symbol);
    }
  }
  const scope = new Scope(context.scope);
  const symbol: VariableSymbol = {
    kind: 'variable',
    name: variable.text,
    file: context.file,
    span: { start: variable.start, end: variable.end },
    doc: [],
    storage: 'quantifier',
    type,
    ghost: false,
    constant: false,
    pool: false,
    initializer: undefined,
  };
  scope.values.set(variable.text, symbol);
  context.bindings.names.set(variable, symbol);
  checkCondition(expression.body, { ...context, scope });
  return intType;
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

export function isBuiltinFunction(name: string): boolean {
  return builtins.has(name);
}
