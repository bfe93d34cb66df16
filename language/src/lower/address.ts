// Pointers as expressions: to a place that is known while compiling, or to one that is computed.
import type { Expression, SlotId } from '@racewalk/simulator';
import type { Type } from '../check/types.ts';
import type { ProgramBuilder } from './builder.ts';

/** The expression for a pointer to a static place, or to a computed one. */
export function addressExpression(
  builder: ProgramBuilder,
  to: Type,
  place: {
    base: SlotId;
    offset: number;
    pointer: { domain: number; value: Expression } | undefined;
    indices: readonly { value: Expression; stride: number; length: number }[];
  },
): Expression | undefined {
  const domain = builder.domain(to);
  if (place.indices.length > 0) return { op: 'address', domain, place };
  if (place.pointer === undefined) {
    const value = builder.pointerTo(domain, place.base + place.offset);
    return value === undefined ? undefined : { op: 'constant', value };
  }
  const { pointer, offset } = place;
  if (offset === 0 && pointer.domain === domain) return pointer.value;
  if (pointer.value.op === 'constant') {
    const target = builder.target(pointer.domain, pointer.value.value);
    const value =
      target === undefined ? undefined : builder.pointerTo(domain, target.slot + offset);
    if (value !== undefined) return { op: 'constant', value };
  }
  return { op: 'member', value: pointer.value, from: pointer.domain, to: domain, offset };
}
