// Initial values of globals: constants and addresses of other globals.
import type { VariableSymbol } from '../check/symbols.ts';
import type { Type } from '../check/types.ts';
import { within } from '../check/types.ts';
import type { Expression, InitializerList } from '../syntax/tree.ts';
import { convert, lowerExpression } from './expression.ts';
import { offsetOf, sizeOf } from './shape.ts';
import type { Unit } from './unit.ts';
import type { Value } from './value.ts';
import { constantOf, zero } from './value.ts';

/** One value a slot; reports what is not constant. */
export function initialValues(symbol: VariableSymbol, unit: Unit): readonly number[] {
  const size = sizeOf(symbol.type);
  const values = new Array<number>(size).fill(0);
  if (symbol.initializer !== undefined) place(symbol.initializer, symbol.type, values, 0, unit);
  return values;
}

function place(expression: Expression, type: Type, values: number[], at: number, unit: Unit): void {
  if (expression.kind === 'InitializerList') {
    eachEntry(expression, type, unit, (value, entryType, offset) => {
      place(value, entryType, values, at + offset, unit);
    });
    return;
  }
  const before = unit.builder.code.length;
  const value = convert(lowerExpression(expression, unit), type, unit);
  value.parts.forEach((part, index) => {
    const known = constantOf(part);
    if (known === undefined || unit.builder.code.length !== before) {
      unit.report('RW0303', expression, 'an initial value must be a constant');
      return;
    }
    if (type.kind === 'integer' && !within({ min: known, max: known }, type.range)) {
      unit.report(
        'RW0305',
        expression,
        `${known} does not fit into ${type.range.min} .. ${type.range.max}`,
      );
    }
    values[at + index] = known;
  });
}

/** Visits the entries of a list with the type and offset each initializes. */
export function eachEntry(
  list: InitializerList,
  type: Type,
  unit: Unit,
  visit: (value: Expression, type: Type, offset: number) => void,
): void {
  list.entries.forEach((entry, index) => {
    if (type.kind === 'array') {
      visit(entry.value, type.of, index * sizeOf(type.of));
      return;
    }
    if (type.kind !== 'struct' && type.kind !== 'word') {
      if (index === 0) visit(entry.value, type, 0);
      return;
    }
    const symbol = entry.field === undefined ? type.fields[index] : unit.symbolOf(entry.field);
    if (symbol?.kind === 'field') visit(entry.value, symbol.type, offsetOf(type, symbol));
  });
}

/** The value of `{ .page = p }` as a word or local struct; what is not named is zero. */
export function listValue(list: InitializerList, type: Type, unit: Unit): Value {
  const parts = new Array(sizeOf(type)).fill(zero);
  eachEntry(list, type, unit, (expression, entryType, offset) => {
    const value =
      expression.kind === 'InitializerList'
        ? listValue(expression, entryType, unit)
        : convert(lowerExpression(expression, unit), entryType, unit);
    value.parts.forEach((part, index) => {
      parts[offset + index] = part;
    });
  });
  return { type, parts };
}
