// thread_local variables: each thread has its own copy, in its registers.
import type { VariableSymbol } from '../check/symbols.ts';
import type { Span } from '../syntax/tree.ts';
import { newLabel } from './draft.ts';
import { initialValues } from './initializer.ts';
import type { Unit } from './unit.ts';
import type { Value } from './value.ts';
import { constant } from './value.ts';

/** `current` is given by the scenario: a constant of the thread, unless some code assigns it. */
export function setCurrent(unit: Unit, current: VariableSymbol, value: Value, span: Span): void {
  const { type } = current;
  if (!unit.linker.isAssigned(current)) {
    unit.threadLocals.set(current, { kind: 'value', value: { ...value, type } });
    return;
  }
  const registers = unit.temporaries(type, current.name);
  unit.threadLocals.set(current, { kind: 'registers', registers, type });
  registers.forEach((to, index) => {
    const part = value.parts[index];
    if (part !== undefined) unit.local({ op: 'set', to, value: part }, span);
  });
}

/**
 * Registers begin as zero. Where a variable's initial value is another, a prologue sets it, which is
 * where the unit is entered then. Returns the entry. Those in `given` have their values.
 */
export function lowerThreadLocals(
  unit: Unit,
  start: number,
  span: Span,
  given?: ReadonlyMap<VariableSymbol, unknown>,
): number {
  const { builder } = unit;
  const sets: { readonly register: number; readonly value: number }[] = [];
  for (const [symbol, bound] of unit.threadLocals) {
    if (bound.kind !== 'registers' || given?.has(symbol) === true) continue;
    initialValues(symbol, unit).forEach((value, index) => {
      const register = bound.registers[index];
      if (value !== 0 && register !== undefined) sets.push({ register, value });
    });
  }
  if (sets.length === 0) return start;
  const entry = builder.code.length;
  const body = newLabel();
  body.pc = start;
  builder.reachable = true;
  for (const { register, value } of sets) {
    unit.local({ op: 'set', to: register, value: constant(value) }, span);
  }
  unit.local({ op: 'jump', to: body }, span);
  return entry;
}
