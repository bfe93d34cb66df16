// forall and exists: written out over their finite collection.
import { objectStatus } from '@racewalk/simulator';
import { boolType, intType } from '../check/types.ts';
import type { Expression, QuantifierExpression } from '../syntax/tree.ts';
import { jumpIfFalse, jumpIfTrue } from './condition.ts';
import type { Label } from './draft.ts';
import { newLabel } from './draft.ts';
import { lowerExpression } from './expression.ts';
import { addressOf, lowerPlace } from './place.ts';
import { sizeOf } from './shape.ts';
import type { Unit } from './unit.ts';
import { unknownValue } from './unit.ts';
import type { Value } from './value.ts';
import { boolRange, constant, constantOf, one, zero } from './value.ts';

/** Values that the variable takes, with the condition under which each counts. */
interface Element {
  readonly value: Value;
  /** Slot that must hold `live`, for elements of a pool. */
  readonly status: number | undefined;
}

export function lowerQuantifier(expression: QuantifierExpression, unit: Unit): Value {
  const symbol = unit.symbolOf(expression.variable);
  if (symbol?.kind !== 'variable') return unknownValue;
  const elements = elementsOf(expression, unit);
  const forall = expression.word === 'forall';
  const [result] = unit.temporaries(boolType);
  if (result === undefined) return unknownValue;
  const decided = newLabel();
  const end = newLabel();
  for (const element of elements) {
    const next = newLabel();
    if (element.status !== undefined) skipUnlessLive(element.status, next, expression, unit);
    unit.activation.bindings.set(symbol, { kind: 'value', value: element.value });
    if (forall) jumpIfFalse(expression.body, decided, unit);
    else jumpIfTrue(expression.body, decided, unit);
    unit.builder.place(next);
  }
  unit.local({ op: 'set', to: result, value: forall ? one : zero }, expression);
  unit.local({ op: 'jump', to: end }, expression);
  unit.builder.place(decided);
  unit.local({ op: 'set', to: result, value: forall ? zero : one }, expression);
  unit.builder.place(end);
  return unit.valueOf([result], intType);
}

function skipUnlessLive(status: number, next: Label, span: Expression, unit: Unit): void {
  const [register] = unit.temporaries({ ...boolType, range: { min: 0, max: 2 } });
  if (register === undefined) return;
  const from = { base: status, pointer: undefined, offset: 0, indices: [] };
  unit.access({ op: 'load', to: [register], from, text: '' }, span);
  const condition = {
    op: 'binary',
    operator: '==',
    left: { op: 'register', register },
    right: constant(objectStatus.live),
    range: boolRange,
  } as const;
  unit.local({ op: 'branch', condition, otherwise: next }, span);
}

function elementsOf(expression: QuantifierExpression, unit: Unit): readonly Element[] {
  if (expression.high !== undefined) {
    const low = constantOf(lowerExpression(expression.collection, unit).parts[0] ?? zero) ?? 0;
    const high = constantOf(lowerExpression(expression.high, unit).parts[0] ?? zero) ?? -1;
    if (high - low > 1023) {
      unit.report(
        'RW0305',
        expression,
        `a quantifier goes over at most 1024 values, not ${high - low + 1}`,
      );
      return [];
    }
    return Array.from({ length: Math.max(0, high - low + 1) }, (_, index) => ({
      value: { type: intType, parts: [constant(low + index)] },
      status: undefined,
    }));
  }
  const type = unit.typeOf(expression.collection);
  if (type.kind !== 'array') return [];
  const place = lowerPlace(expression.collection, unit);
  if (place.kind !== 'memory') return [];
  const stride = sizeOf(type.of);
  return Array.from({ length: type.length }, (_, index) => {
    const offset = place.place.offset + index * stride;
    const element = { ...place, type: type.of, place: { ...place.place, offset } };
    const value = addressOf(element, type.of, expression.collection, unit);
    const known = constantOf(value.parts[0] ?? zero);
    const domain = unit.builder.domain(type.of);
    const status = known === undefined ? undefined : unit.builder.target(domain, known)?.status;
    return { value, status };
  });
}
