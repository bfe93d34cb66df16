// Expressions: in C's order, each access to shared state an instruction of its own.
import type { BinaryOperator, Expression as Code, Place } from '@racewalk/simulator';
import { builtinValueType } from '../check/expression.ts';
import type { IntegerType, Type } from '../check/types.ts';
import { commonType, promote, sameFlags, typeName, within } from '../check/types.ts';
import type {
  AssignmentExpression,
  BinaryExpression,
  CastExpression,
  ConditionalExpression,
  Expression,
  Name,
  Span,
  UnaryExpression,
  UpdateExpression,
} from '../syntax/tree.ts';
import { lowerCall } from './call.ts';
import { jumpIfFalse } from './condition.ts';
import { newLabel } from './draft.ts';
import { listValue } from './initializer.ts';
import { addressOf, advanced, isFixed, lowerPlace } from './place.ts';
import { lowerQuantifier } from './quantifier.ts';
import { sizeOf } from './shape.ts';
import type { Unit } from './unit.ts';
import { unknownValue } from './unit.ts';
import type { Lvalue, MemoryPlace, Value } from './value.ts';
import {
  binary,
  boolRange,
  cast,
  constant,
  constantOf,
  isComparison,
  not,
  one,
  rangeOf,
  truth,
  zero,
} from './value.ts';

/** Makes code that computes the value; what it reads of shared state is read in steps. */
export function lowerExpression(expression: Expression, unit: Unit): Value {
  switch (expression.kind) {
    case 'Number':
      return { type: unit.typeOf(expression), parts: [constant(expression.value)] };
    case 'Name':
      return lowerName(expression, unit);
    case 'Member':
    case 'Index':
      return readPlace(expression, unit);
    case 'Call':
      return lowerCall(expression, unit);
    case 'Unary':
      return expression.operator === '*'
        ? readPlace(expression, unit)
        : lowerUnary(expression, unit);
    case 'Update':
      return lowerUpdate(expression, unit, true);
    case 'Binary':
      return lowerBinary(expression, unit);
    case 'Assignment':
      return lowerAssignment(expression, unit);
    case 'Conditional':
      return lowerConditional(expression, unit);
    case 'Cast':
      return lowerCast(expression, unit);
    case 'CompoundLiteral':
      return listValue(expression.initializer, unit.linker.writtenType(expression.type), unit);
    case 'Quantifier':
      return lowerQuantifier(expression, unit);
    case 'Parenthesized':
      return lowerExpression(expression.expression, unit);
    case 'String':
    case 'InitializerList':
    case 'ErrorExpression':
      return unknownValue;
  }
}

/** The single part of a scalar. */
export function scalar(value: Value, span: Span, unit: Unit): Code {
  const part = value.parts[0];
  if (part !== undefined && value.reference === undefined) return part;
  if (value.reference !== undefined) {
    unit.report(
      'RW0407',
      span,
      'the address of a local can only be passed to a function or followed with * and ->',
    );
  }
  return zero;
}

function lowerName(name: Name, unit: Unit): Value {
  const symbol = unit.symbolOf(name);
  const builtin = symbol === undefined ? builtinValueType(name.text) : undefined;
  if (builtin !== undefined)
    return { type: builtin, parts: [constant(builtinValue(name.text, unit))] };
  if (symbol?.kind === 'constant') return { type: symbol.type, parts: [constant(symbol.value)] };
  // What is no variable was reported where it stands.
  return symbol?.kind === 'variable' ? readPlace(name, unit) : unknownValue;
}

function builtinValue(name: string, unit: Unit): number {
  if (name === 'this_thread') return unit.thread;
  return name === 'true' ? 1 : 0;
}

function readPlace(expression: Expression, unit: Unit): Value {
  const place = lowerPlace(expression, unit);
  if (place.kind === 'memory' && place.type.kind === 'array') {
    return addressOf(elementZero(place), place.type.of, expression, unit);
  }
  const fixed = isFixed(expression, unit);
  if (unit.pure || !isGhost(expression, unit)) return read(place, expression, unit, fixed);
  return withPure(unit, true, () => read(place, expression, unit, fixed));
}

function elementZero(place: MemoryPlace): MemoryPlace {
  return place.type.kind === 'array' ? { ...place, type: place.type.of } : place;
}

/** The value at a place. Reading shared state is a step, unless the state is fixed. */
export function read(place: Lvalue, span: Span, unit: Unit, fixed = false): Value {
  if (place.kind === 'value') return place.value;
  if (place.kind === 'registers') return unit.valueOf(place.registers, place.type);
  const { type } = place;
  if (type.kind === 'struct' || type.kind === 'array') {
    unit.report(
      'RW0306',
      span,
      `'${typeName(type)}' is no value: use a pointer to it, or its fields`,
    );
    return unknownValue;
  }
  if (fixed) {
    const known = knownValue(place.place, sizeOf(type), unit);
    if (known !== undefined) return { type, parts: known };
  }
  const registers = unit.temporaries(type);
  const operation = {
    op: 'load',
    to: registers,
    from: place.place,
    text: unit.text(span),
  } as const;
  if (fixed) unit.local(operation, span);
  else unit.access(operation, span);
  return unit.valueOf(registers, type);
}

/** After setup, fixed state is as good as a constant. */
function knownValue(place: Place, size: number, unit: Unit): readonly Code[] | undefined {
  if (unit.mode === 'setup' || place.pointer !== undefined || place.indices.length > 0) {
    return undefined;
  }
  const first = place.base + place.offset;
  return Array.from({ length: size }, (_, index) =>
    constant(unit.builder.initial[first + index] ?? 0),
  );
}

/** Writes a value to a place; the caller has converted it. */
export function write(place: Lvalue, value: Value, span: Span, unit: Unit): void {
  if (place.kind === 'value') return;
  if (value.reference !== undefined) {
    scalar(value, span, unit);
    return;
  }
  if (place.kind === 'registers') {
    place.registers.forEach((register, index) => {
      unit.local({ op: 'set', to: register, value: value.parts[index] ?? zero }, span);
    });
    return;
  }
  if (place.partOfWord && unit.mode === 'thread') {
    const message =
      'a part of a word cannot be written alone: read the word, change the copy, write it back';
    unit.report('RW0308', span, message);
  }
  unit.access({ op: 'store', to: place.place, values: value.parts, text: unit.text(span) }, span);
}

/**
 * Reports a write of real state in a ghost context; true if there is one. Locals of the code around are
 * real state, too: only those of calls made from the ghost context may change.
 */
export function refusesWrite(place: Lvalue, ghost: boolean, span: Span, unit: Unit): boolean {
  if (!unit.pure || ghost || place.kind === 'value') return false;
  if (place.kind === 'registers' && place.owner?.pure === true) return false;
  unit.report('RW0402', span, 'real state cannot be written here: this code only looks');
  return true;
}

/** C's implicit conversion; where the value might not fit, the run-time check is part of it. */
export function convert(value: Value, type: Type, unit: Unit): Value {
  if (value.reference !== undefined) return value;
  if (type.kind === 'pointer' || type.kind === 'word') {
    return value.type.kind === 'null' || value.type.kind === 'integer'
      ? { type, parts: [constant(constantOf(value.parts[0] ?? zero) ?? 0)] }
      : { type, parts: value.parts };
  }
  if (type.kind !== 'integer') return value;
  const part = value.parts[0] ?? zero;
  const range = rangeOf(part, (id) => unit.builder.registers.rangeOf(id));
  if (type.name === 'bool') return { type, parts: [truth(part, range)] };
  if (range !== undefined && within(range, type.range)) return { type, parts: [part] };
  return { type, parts: [{ op: 'convert', value: part, range: type.range }] };
}

function integerOf(value: Value): IntegerType | undefined {
  return value.type.kind === 'integer' ? value.type : undefined;
}

function lowerUnary(expression: UnaryExpression, unit: Unit): Value {
  const { operator, operand } = expression;
  const type = unit.typeOf(expression);
  if (operator === '&') {
    const place = lowerPlace(operand, unit);
    return addressOf(place, type.kind === 'pointer' ? type.to : type, operand, unit);
  }
  const value = lowerExpression(operand, unit);
  if (operator === '!' && value.reference !== undefined) return { type, parts: [zero] };
  const part = scalar(value, operand, unit);
  if (operator === '!') return { type, parts: [not(part)] };
  const integer = integerOf(value);
  if (integer === undefined) return unknownValue;
  const { range } = promote(integer);
  if (operator === '+') return { type, parts: [part] };
  const known = constantOf(part);
  if (operator === '-') {
    const folded = known === undefined ? undefined : 0 - known;
    const fits = folded !== undefined && folded >= range.min && folded <= range.max;
    return { type, parts: [fits ? constant(folded) : { op: 'negate', value: part, range }] };
  }
  if (known !== undefined)
    return { type, parts: [constant(range.min >= 0 ? ~known >>> 0 : ~known)] };
  return { type, parts: [{ op: 'complement', value: part, range }] };
}

/** `x++`: a read and a write of x. `wanted`: is the result used? */
export function lowerUpdate(expression: UpdateExpression, unit: Unit, wanted: boolean): Value {
  const place = lowerPlace(expression.operand, unit);
  const old = read(place, expression.operand, unit);
  const by = constant(expression.operator === '++' ? 1 : -1);
  const next = stepped(old, by, expression, unit);
  let result = expression.prefix ? next : old;
  if (wanted && place.kind === 'registers' && !expression.prefix) {
    const registers = unit.temporaries(old.type);
    write({ kind: 'registers', registers, type: old.type }, old, expression, unit);
    result = unit.valueOf(registers, old.type);
  }
  if (!refusesWrite(place, isGhost(expression.operand, unit), expression, unit)) {
    write(place, convert(next, old.type, unit), expression, unit);
  }
  return wanted && expression.prefix && place.kind === 'registers'
    ? read(place, expression, unit)
    : result;
}

function stepped(value: Value, by: Code, span: Span, unit: Unit): Value {
  if (value.type.kind === 'pointer') return advanced(value, by, span, unit);
  const integer = integerOf(value);
  if (integer === undefined) return unknownValue;
  const { range } = promote(integer);
  const amount = constantOf(by) ?? 0;
  const part = value.parts[0] ?? zero;
  return {
    type: promote(integer),
    parts: [amount < 0 ? binary('-', part, one, range) : binary('+', part, one, range)],
  };
}

function lowerBinary(expression: BinaryExpression, unit: Unit): Value {
  const { operator } = expression;
  if (operator === '&&' || operator === '||') return lowerLogical(expression, unit);
  const left = lowerExpression(expression.left, unit);
  const right = lowerExpression(expression.right, unit);
  return arithmetic(operator, left, right, expression, unit);
}

/** `left operator right` on values that are there. */
export function arithmetic(
  operator: BinaryOperator,
  left: Value,
  right: Value,
  span: Span,
  unit: Unit,
): Value {
  if (operator === '==' || operator === '!=') {
    const compared = comparePointersOrWords(operator, left, right, span, unit);
    if (compared !== undefined) return compared;
  }
  if (left.type.kind === 'pointer') {
    const by = scalar(right, span, unit);
    return advanced(left, operator === '-' ? negated(by) : by, span, unit);
  }
  if (right.type.kind === 'pointer') return advanced(right, scalar(left, span, unit), span, unit);
  const a = integerOf(left);
  const b = integerOf(right);
  if (a === undefined || b === undefined) return unknownValue;
  if (operator === '<<' || operator === '>>') {
    const type = promote(a);
    const shifted = binary(
      operator,
      scalar(left, span, unit),
      scalar(right, span, unit),
      type.range,
    );
    return { type, parts: [shifted] };
  }
  const flags = sameFlags(a, b);
  const type = flags && '|&^'.includes(operator) ? a : commonType(a, b);
  const x = scalar(convert(left, type, unit), span, unit);
  const y = scalar(convert(right, type, unit), span, unit);
  const comparison = isComparison(operator);
  const range = comparison ? boolRange : type.range;
  return { type: comparison ? intBool : type, parts: [binary(operator, x, y, range)] };
}

const intBool: IntegerType = {
  kind: 'integer',
  name: 'int',
  range: { min: -(2 ** 31), max: 2 ** 31 - 1 },
  rank: 1,
  unsigned: false,
  display: { kind: 'number' },
};

function negated(by: Code): Code {
  const known = constantOf(by);
  if (known !== undefined) return constant(0 - known);
  return { op: 'negate', value: by, range: intBool.range };
}

function comparePointersOrWords(
  operator: '==' | '!=',
  left: Value,
  right: Value,
  span: Span,
  unit: Unit,
): Value | undefined {
  const pointerLike = (value: Value) => value.type.kind === 'pointer' || value.type.kind === 'null';
  if (left.type.kind === 'word' && right.type.kind === 'word') {
    const equal = left.parts
      .map((part, index) => binary('==', part, right.parts[index] ?? zero, boolRange))
      .reduce((all, next) => binary('&', all, next, boolRange));
    return { type: intBool, parts: [operator === '==' ? equal : not(equal)] };
  }
  if (!pointerLike(left) && !pointerLike(right)) return undefined;
  if (left.reference !== undefined || right.reference !== undefined) {
    // A local is never NULL, nor any other object.
    return { type: intBool, parts: [operator === '==' ? zero : one] };
  }
  const compared = binary(operator, scalar(left, span, unit), scalar(right, span, unit), boolRange);
  return { type: intBool, parts: [compared] };
}

function lowerLogical(expression: BinaryExpression, unit: Unit): Value {
  const type = unit.typeOf(expression);
  const registers = unit.temporaries({ ...intBool, range: boolRange });
  const end = newLabel();
  const no = newLabel();
  const register = registers[0] ?? 0;
  const always = jumpIfFalse(expression, no, unit);
  if (always === 'never') return { type, parts: [one] };
  if (always === 'always') {
    unit.builder.place(no);
    return { type, parts: [zero] };
  }
  unit.local({ op: 'set', to: register, value: one }, expression);
  unit.local({ op: 'jump', to: end }, expression);
  unit.builder.place(no);
  unit.local({ op: 'set', to: register, value: zero }, expression);
  unit.builder.place(end);
  return unit.valueOf(registers, type);
}

function lowerConditional(expression: ConditionalExpression, unit: Unit): Value {
  const type = unit.typeOf(expression);
  const otherwise = newLabel();
  const end = newLabel();
  const known = jumpIfFalse(expression.condition, otherwise, unit);
  if (known === 'never') return convert(lowerExpression(expression.consequent, unit), type, unit);
  if (known === 'always') {
    unit.builder.place(otherwise);
    return convert(lowerExpression(expression.alternative, unit), type, unit);
  }
  const registers = unit.temporaries(type);
  const result = { kind: 'registers', registers, type } as const;
  write(
    result,
    convert(lowerExpression(expression.consequent, unit), type, unit),
    expression,
    unit,
  );
  unit.local({ op: 'jump', to: end }, expression);
  unit.builder.place(otherwise);
  write(
    result,
    convert(lowerExpression(expression.alternative, unit), type, unit),
    expression,
    unit,
  );
  unit.builder.place(end);
  return unit.valueOf(registers, type);
}

function lowerCast(expression: CastExpression, unit: Unit): Value {
  const type = unit.linker.writtenType(expression.type);
  const value = lowerExpression(expression.operand, unit);
  if (type.kind === 'void') return { type, parts: [] };
  if (type.kind !== 'integer') return convert(value, type, unit);
  if (value.type.kind === 'pointer' && type.name !== 'bool') {
    const message = 'pointers are not numbers in the model: compare them, or use an index';
    unit.report('RW0407', expression, message);
    return unknownValue;
  }
  const part = scalar(value, expression.operand, unit);
  const range = rangeOf(part, (id) => unit.builder.registers.rangeOf(id));
  if (type.name === 'bool') return { type, parts: [truth(part, range)] };
  if (range !== undefined && within(range, type.range)) return { type, parts: [part] };
  return { type, parts: [cast(part, type)] };
}

/** Is what is written here ghost state? Decides what its right side may read. */
export function isGhost(expression: Expression, unit: Unit): boolean {
  switch (expression.kind) {
    case 'Parenthesized':
      return isGhost(expression.expression, unit);
    case 'Name': {
      const symbol = unit.symbolOf(expression);
      return symbol?.kind === 'variable' && symbol.ghost;
    }
    case 'Member': {
      const field = unit.symbolOf(expression.field);
      if (field?.kind === 'field' && field.ghost) return true;
      return !expression.arrow && isGhost(expression.object, unit);
    }
    case 'Index':
      return isGhost(expression.object, unit);
    default:
      return false;
  }
}

/** Runs `lower` with reads that add no step. */
export function withPure<Result>(unit: Unit, pure: boolean, lower: () => Result): Result {
  const before = unit.pure;
  unit.pure = before || pure;
  const result = lower();
  unit.pure = before;
  return result;
}

export function lowerAssignment(expression: AssignmentExpression, unit: Unit): Value {
  const ghost = isGhost(expression.target, unit);
  return withPure(unit, ghost, () => assign(expression, ghost, unit));
}

function assign(expression: AssignmentExpression, ghost: boolean, unit: Unit): Value {
  const { target, operator } = expression;
  const place = lowerPlace(target, unit);
  const type = unit.typeOf(target);
  let value: Value;
  if (operator === '=') {
    value = convert(lowerExpression(expression.value, unit), type, unit);
  } else {
    const old = read(place, target, unit);
    const right = lowerExpression(expression.value, unit);
    value = convert(arithmetic(compound(operator), old, right, expression, unit), type, unit);
  }
  if (refusesWrite(place, ghost, expression, unit)) return value;
  write(place, value, expression, unit);
  return place.kind === 'registers' ? unit.valueOf(place.registers, place.type) : value;
}

const compounds = {
  '+=': '+',
  '-=': '-',
  '*=': '*',
  '/=': '/',
  '%=': '%',
  '&=': '&',
  '|=': '|',
  '^=': '^',
  '<<=': '<<',
  '>>=': '>>',
} as const;

function compound(operator: Exclude<AssignmentExpression['operator'], '='>): BinaryOperator {
  return compounds[operator];
}
