// The language's own functions.

import { builtinProperty } from '../check/builtin-properties.ts';
import type { Builtin } from '../check/builtins.ts';
import type { PropertySymbol } from '../check/symbols.ts';
import { intType, voidType } from '../check/types.ts';
import type { CallExpression, Expression } from '../syntax/tree.ts';
import { markBuiltin } from './counting.ts';
import { newLabel } from './draft.ts';
import {
  arithmetic,
  convert,
  isGhost,
  lowerExpression,
  read,
  refusesWrite,
  scalar,
  withPure,
  write,
} from './expression.ts';
import { lowerPlace, pointee, variablePlace } from './place.ts';
import { lowerAtomic } from './statement.ts';
import type { Unit } from './unit.ts';
import { unknownValue } from './unit.ts';
import type { Lvalue, Value } from './value.ts';
import { constantOf, not, zero } from './value.ts';

const nothing: Value = { type: voidType, parts: [] };

export function lowerBuiltin(builtin: Builtin, call: CallExpression, unit: Unit): Value {
  const [first, second, third] = call.arguments;
  switch (builtin.meaning) {
    case 'barrier':
      unit.builder.barriers = true;
      markBuiltin('barrier', call, unit);
      return nothing;
    case 'nothing':
      return nothing;
    case 'progress':
      return lowerProgress(call, unit);
    case 'value':
      return first === undefined ? unknownValue : lowerExpression(first, unit);
    case 'write':
      return first && second ? lowerWriteOnce(first, second, call, unit) : unknownValue;
    case 'assert':
      return first ? check('assertion', first, false, call, unit) : nothing;
    case 'bug_on':
      return first ? check('assertion', first, true, call, unit) : nothing;
    case 'bug':
      emitCheck(builtinProperty('assertion'), zero, true, call, unit);
      return nothing;
    case 'warn_on':
      return first ? lowerWarn(first, call, unit) : nothing;
    case 'wait_until':
      return first ? lowerWait(first, call, unit) : nothing;
    case 'violate':
    case 'require':
      return first ? lowerRequire(first, second, call, unit) : nothing;
    case 'any':
      return first && second ? lowerAny(first, second, call, unit) : unknownValue;
    case 'allocate':
      return first ? lowerAllocate(first, call, unit) : unknownValue;
    case 'free':
      return first ? lowerFree(first, call, unit) : nothing;
    case 'load_pointer':
      unit.builder.barriers = true;
      return first ? read(target(first, unit), call, unit) : unknownValue;
    case 'store_pointer':
      unit.builder.barriers = true;
      return first && second ? lowerStoreRelease(first, second, call, unit) : unknownValue;
    case 'exchange':
      return first && second ? lowerExchange(first, undefined, second, call, unit) : unknownValue;
    case 'compare_exchange':
      return first && second && third
        ? lowerExchange(first, second, third, call, unit)
        : unknownValue;
  }
}

function target(pointer: Expression, unit: Unit): Lvalue {
  return pointee(lowerExpression(pointer, unit), pointer, unit);
}

function lowerWriteOnce(
  target: Expression,
  value: Expression,
  call: CallExpression,
  unit: Unit,
): Value {
  const ghost = isGhost(target, unit);
  withPure(unit, ghost, () => {
    const place = lowerPlace(target, unit);
    const converted = convert(lowerExpression(value, unit), unit.typeOf(target), unit);
    if (!refusesWrite(place, ghost, call, unit)) write(place, converted, call, unit);
  });
  return nothing;
}

function lowerStoreRelease(
  pointer: Expression,
  value: Expression,
  call: CallExpression,
  unit: Unit,
): Value {
  const place = target(pointer, unit);
  if (place.kind === 'value') return nothing;
  const converted = convert(lowerExpression(value, unit), place.type, unit);
  if (!refusesWrite(place, false, call, unit)) write(place, converted, call, unit);
  return nothing;
}

/** xchg and cmpxchg: arguments first, then one step. */
function lowerExchange(
  pointer: Expression,
  expected: Expression | undefined,
  replacement: Expression,
  call: CallExpression,
  unit: Unit,
): Value {
  const place = target(pointer, unit);
  if (place.kind === 'value') return unknownValue;
  const wanted = expected && convert(lowerExpression(expected, unit), place.type, unit);
  const value = convert(lowerExpression(replacement, unit), place.type, unit);
  if (refusesWrite(place, false, call, unit)) return unknownValue;
  let old: Value = unknownValue;
  lowerAtomic(
    call,
    () => {
      old = read(place, call, unit);
      const end = newLabel();
      if (wanted !== undefined) {
        const same = scalar(arithmetic('==', old, wanted, call, unit), call, unit);
        unit.local({ op: 'branch', condition: same, otherwise: end }, call);
      }
      write(place, value, call, unit);
      unit.builder.place(end);
    },
    unit,
  );
  markBuiltin('atomic', call, unit);
  return old;
}

function emitCheck(
  symbol: PropertySymbol,
  condition: Parameters<typeof not>[0],
  ends: boolean,
  call: CallExpression,
  unit: Unit,
): void {
  if (constantOf(condition) !== undefined && constantOf(condition) !== 0) return;
  const property = unit.linker.property(symbol);
  unit.local({ op: 'check', property, condition, ends, message: unit.text(call) }, call);
}

function check(
  property: 'assertion' | 'warning',
  condition: Expression,
  inverted: boolean,
  call: CallExpression,
  unit: Unit,
): Value {
  const value = scalar(lowerExpression(condition, unit), condition, unit);
  emitCheck(
    builtinProperty(property),
    inverted ? not(value) : value,
    property === 'assertion',
    call,
    unit,
  );
  return nothing;
}

function lowerWarn(condition: Expression, call: CallExpression, unit: Unit): Value {
  const value = scalar(lowerExpression(condition, unit), condition, unit);
  emitCheck(builtinProperty('warning'), not(value), false, call, unit);
  return { type: intType, parts: [not(not(value))] };
}

function refusesWaiting(what: string, call: CallExpression, unit: Unit): boolean {
  if (!unit.pure) return false;
  unit.report('RW0402', call, `${what} cannot stand here: this code only looks`);
  return true;
}

function lowerProgress(call: CallExpression, unit: Unit): Value {
  if (unit.pure) unit.report('RW0402', call, 'progress() cannot stand here: this code only looks');
  else unit.local({ op: 'mark', text: unit.text(call), progress: true }, call);
  return nothing;
}

function lowerWait(condition: Expression, call: CallExpression, unit: Unit): Value {
  if (refusesWaiting('wait_until()', call, unit)) return nothing;
  const text = unit.text(call);
  lowerAtomic(
    call,
    () => {
      const value = scalar(lowerExpression(condition, unit), condition, unit);
      unit.local({ op: 'await', condition: value, text }, call);
    },
    unit,
  );
  return nothing;
}

function lowerRequire(
  property: Expression,
  condition: Expression | undefined,
  call: CallExpression,
  unit: Unit,
): Value {
  const symbol = property.kind === 'Name' ? unit.symbolOf(property) : undefined;
  if (symbol?.kind !== 'property') return nothing;
  withPure(unit, true, () => {
    const value =
      condition === undefined ? zero : scalar(lowerExpression(condition, unit), condition, unit);
    if (unit.linker.isWatched(symbol)) emitCheck(symbol, value, false, call, unit);
  });
  return nothing;
}

function lowerAny(low: Expression, high: Expression, call: CallExpression, unit: Unit): Value {
  if (unit.mode === 'setup') {
    unit.report('RW0408', call, 'any() in setup: setup must have one result');
    return unknownValue;
  }
  if (refusesWaiting('any()', call, unit)) return unknownValue;
  const from = scalar(convert(lowerExpression(low, unit), intType, unit), low, unit);
  const to = scalar(convert(lowerExpression(high, unit), intType, unit), high, unit);
  const a = constantOf(from);
  const b = constantOf(to);
  if (a !== undefined && b !== undefined && a > b) {
    unit.report('RW0305', call, `any(${a}, ${b}) has no value: the first must not be greater`);
  }
  const range =
    a !== undefined && b !== undefined ? { min: a, max: Math.max(a, b) } : intType.range;
  const registers = unit.temporaries({ ...intType, range });
  unit.access(
    { op: 'any', to: registers[0] ?? 0, low: from, high: to, text: unit.text(call) },
    call,
  );
  return unit.valueOf(registers, { ...intType, range });
}

function lowerAllocate(pool: Expression, call: CallExpression, unit: Unit): Value {
  const symbol = pool.kind === 'Name' ? unit.symbolOf(pool) : undefined;
  if (symbol?.kind !== 'variable' || symbol.type.kind !== 'array') return unknownValue;
  if (refusesWaiting('pool_alloc()', call, unit)) return unknownValue;
  variablePlace(symbol, unit);
  const type = { kind: 'pointer', to: symbol.type.of } as const;
  const registers = unit.temporaries(type);
  const to = registers[0] ?? 0;
  unit.access({ op: 'allocate', to, pool: unit.builder.pool(symbol), text: unit.text(call) }, call);
  return unit.valueOf(registers, type);
}

function lowerFree(pointer: Expression, call: CallExpression, unit: Unit): Value {
  if (refusesWaiting('pool_free()', call, unit)) return nothing;
  const value = lowerExpression(pointer, unit);
  if (value.type.kind !== 'pointer') return nothing;
  const domain = unit.builder.domain(value.type.to);
  unit.access(
    { op: 'free', domain, value: scalar(value, pointer, unit), text: unit.text(call) },
    call,
  );
  return nothing;
}
