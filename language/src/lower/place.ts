// Places: variables, fields, elements, what a pointer points to.
import type { Expression as Code, Place } from '@racewalk/simulator';
import type { VariableSymbol } from '../check/symbols.ts';
import type { Type } from '../check/types.ts';
import { typeName } from '../check/types.ts';
import type { Expression, IndexExpression, MemberExpression, Name, Span } from '../syntax/tree.ts';
import { addressExpression } from './address.ts';
import { lowerExpression } from './expression.ts';
import { initialValues } from './initializer.ts';
import { offsetOf, sizeOf } from './shape.ts';
import type { Bound, Unit } from './unit.ts';
import { unknownValue } from './unit.ts';
import type { Lvalue, MemoryPlace, Value } from './value.ts';
import { constantOf } from './value.ts';

export function lowerPlace(expression: Expression, unit: Unit): Lvalue {
  switch (expression.kind) {
    case 'Parenthesized':
      return lowerPlace(expression.expression, unit);
    case 'Name':
      return namePlace(expression, unit);
    case 'Member':
      return memberPlace(expression, unit);
    case 'Index':
      return indexPlace(expression, unit);
    case 'Unary':
      if (expression.operator === '*')
        return pointee(lowerExpression(expression.operand, unit), expression, unit);
      break;
    default:
      break;
  }
  return { kind: 'value', value: lowerExpression(expression, unit) };
}

function namePlace(name: Name, unit: Unit): Lvalue {
  const symbol = unit.symbolOf(name);
  if (symbol?.kind === 'variable') return variablePlace(symbol, unit);
  return { kind: 'value', value: lowerExpression(name, unit) };
}

/** What a local is bound to, in this call; quantifier variables are bound to a value. */
function bound(symbol: VariableSymbol, unit: Unit): Bound | undefined {
  if (symbol.storage === 'thread_local') return threadLocal(symbol, unit);
  // Quantifiers nest inside one activation, so the innermost activation has all that is visible.
  return unit.activation.bindings.get(symbol);
}

/** Each thread has its own copy; one that nobody assigns is a constant. */
function threadLocal(symbol: VariableSymbol, unit: Unit): Bound {
  const known = unit.threadLocals.get(symbol);
  if (known !== undefined) return known;
  let result: Bound;
  if (!unit.linker.isAssigned(symbol)) {
    const parts = constants(initialValues(symbol, unit));
    result = { kind: 'value', value: { type: symbol.type, parts } };
  } else {
    const registers = unit.temporaries(symbol.type, symbol.name);
    result = { kind: 'registers', registers, type: symbol.type };
  }
  unit.threadLocals.set(symbol, result);
  return result;
}

export function constants(values: readonly number[]): readonly Code[] {
  return values.map((value): Code => ({ op: 'constant', value }));
}

export function variablePlace(symbol: VariableSymbol, unit: Unit): Lvalue {
  if (symbol.storage !== 'global' && symbol.storage !== 'setup') {
    const local = bound(symbol, unit);
    return local ?? { kind: 'value', value: unknownValue };
  }
  const known = unit.linker.places.get(symbol);
  if (known !== undefined) return known;
  unit.linker.use(symbol);
  const base = unit.builder.variable(symbol, () => initialValues(symbol, unit));
  const place = memory(base, symbol.type);
  unit.linker.places.set(symbol, place);
  return place;
}

function memory(base: number, type: Type): MemoryPlace {
  return {
    kind: 'memory',
    place: { base, pointer: undefined, offset: 0, indices: [] },
    type,
    partOfWord: false,
  };
}

/** Is this state that never changes once setup is over? Then reading it is no step. */
export function isFixed(expression: Expression, unit: Unit): boolean {
  switch (expression.kind) {
    case 'Parenthesized':
      return isFixed(expression.expression, unit);
    case 'Name': {
      const symbol = unit.symbolOf(expression);
      return symbol?.kind === 'variable' && (symbol.constant || symbol.storage === 'setup');
    }
    case 'Member':
      return !expression.arrow && isFixed(expression.object, unit);
    case 'Index':
      return unit.typeOf(expression.object).kind === 'array' && isFixed(expression.object, unit);
    default:
      return false;
  }
}

function memberPlace(expression: MemberExpression, unit: Unit): Lvalue {
  const field = unit.symbolOf(expression.field);
  const object = expression.arrow
    ? pointee(lowerExpression(expression.object, unit), expression.object, unit)
    : lowerPlace(expression.object, unit);
  if (field?.kind !== 'field') return { kind: 'value', value: unknownValue };
  const offset = offsetOf(field.owner, field);
  const size = sizeOf(field.type);
  if (object.kind === 'value') {
    const parts = object.value.parts.slice(offset, offset + size);
    return { kind: 'value', value: { type: field.type, parts } };
  }
  if (object.kind === 'registers') {
    const registers = object.registers.slice(offset, offset + size);
    return { ...object, registers, type: field.type };
  }
  return {
    kind: 'memory',
    place: shifted(object.place, offset),
    type: field.type,
    partOfWord: field.owner.kind === 'word',
  };
}

function shifted(place: Place, offset: number): Place {
  return { ...place, offset: place.offset + offset };
}

/** What a pointer value points to. */
export function pointee(pointer: Value, span: Span, unit: Unit): Lvalue {
  if (pointer.reference !== undefined) return pointer.reference;
  const type = pointer.type.kind === 'pointer' ? pointer.type.to : pointer.type;
  const value = pointer.parts[0];
  if (value === undefined || pointer.type.kind !== 'pointer') {
    if (pointer.type.kind === 'null') unit.report('RW0301', span, 'NULL is dereferenced here');
    return { kind: 'value', value: unknownValue };
  }
  const domain = unit.builder.domain(type);
  const known = constantOf(value);
  const target = known === undefined ? undefined : unit.builder.target(domain, known);
  if (target !== undefined && target.status === undefined) return memory(target.slot, type);
  return {
    kind: 'memory',
    place: { base: 0, pointer: { domain, value }, offset: 0, indices: [] },
    type,
    partOfWord: false,
  };
}

function indexPlace(expression: IndexExpression, unit: Unit): Lvalue {
  const objectType = unit.typeOf(expression.object);
  if (objectType.kind !== 'array' || !isArrayPlace(expression.object, unit)) {
    const pointer = lowerExpression(expression.object, unit);
    const index = lowerExpression(expression.index, unit).parts[0];
    return pointee(advanced(pointer, index, expression, unit), expression, unit);
  }
  const object = lowerPlace(expression.object, unit);
  const index = lowerExpression(expression.index, unit).parts[0];
  if (object.kind !== 'memory' || index === undefined)
    return { kind: 'value', value: unknownValue };
  const stride = sizeOf(objectType.of);
  const known = constantOf(index);
  if (known !== undefined && known >= 0 && known < objectType.length) {
    return { ...object, place: shifted(object.place, known * stride), type: objectType.of };
  }
  const indices = [...object.place.indices, { value: index, stride, length: objectType.length }];
  return { ...object, place: { ...object.place, indices }, type: objectType.of };
}

function isArrayPlace(expression: Expression, unit: Unit): boolean {
  return unit.typeOf(expression).kind === 'array';
}

/** `pointer + by`. */
export function advanced(pointer: Value, by: Code | undefined, span: Span, unit: Unit): Value {
  const value = pointer.parts[0];
  if (pointer.type.kind !== 'pointer' || value === undefined || by === undefined) {
    if (pointer.reference !== undefined) {
      unit.report('RW0407', span, 'a pointer to a local cannot be moved');
    }
    return unknownValue;
  }
  if (constantOf(by) === 0) return pointer;
  const domain = unit.builder.domain(pointer.type.to);
  return { type: pointer.type, parts: [{ op: 'advance', domain, pointer: value, by }] };
}

/** `&place`, or an array used as a pointer to its first element. */
export function addressOf(place: Lvalue, to: Type, span: Span, unit: Unit): Value {
  if (place.kind === 'registers') return unit.reference(place);
  if (place.kind === 'value') {
    if (place.value !== unknownValue) {
      unit.report('RW0407', span, 'the address of a value that is no variable cannot be taken');
    }
    return unknownValue;
  }
  const address = place.partOfWord ? undefined : addressExpression(unit.builder, to, place.place);
  if (address === undefined) {
    const message = `a pointer to '${typeName(to)}' cannot point here: words are pointed to as a whole`;
    unit.report('RW0407', span, message);
    return unknownValue;
  }
  return { type: { kind: 'pointer', to }, parts: [address] };
}
