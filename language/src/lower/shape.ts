// The shape of types, asked thousands of times while calls are expanded. Code is made only when all
// declarations are resolved, and from then on types do not change: each is looked through once.
import type { FieldSymbol } from '../check/symbols.ts';
import {
  offsetOf as offsetIn,
  type StructType,
  sizeOf as sizeOfAny,
  type Type,
  type WordType,
} from '../check/types.ts';

export interface Leaf {
  readonly type: Type;
  readonly suffix: string;
}

const sizes = new WeakMap<Type, number>();
const offsets = new WeakMap<FieldSymbol, number>();
const leaves = new WeakMap<Type, readonly Leaf[]>();

/** How many slots or registers a value of the type takes. */
export function sizeOf(type: Type): number {
  if (type.kind === 'integer' || type.kind === 'pointer') return 1;
  let size = sizes.get(type);
  if (size === undefined) {
    size = sizeOfAny(type);
    sizes.set(type, size);
  }
  return size;
}

/** Offset of a field from the beginning of its struct or word, in slots. */
export function offsetOf(type: StructType | WordType, field: FieldSymbol): number {
  if (field.owner !== type) return offsetIn(type, field);
  let offset = offsets.get(field);
  if (offset === undefined) {
    offset = offsetIn(type, field);
    offsets.set(field, offset);
  }
  return offset;
}

/** The integers and pointers that a type consists of, with their path. */
export function leavesOf(type: Type): readonly Leaf[] {
  let known = leaves.get(type);
  if (known === undefined) {
    known = leavesIn(type);
    leaves.set(type, known);
  }
  return known;
}

function leavesIn(type: Type): readonly Leaf[] {
  switch (type.kind) {
    case 'struct':
    case 'word':
      return type.fields.flatMap((field) =>
        leavesOf(field.type).map((leaf) => ({
          type: leaf.type,
          suffix: `.${field.name}${leaf.suffix}`,
        })),
      );
    case 'array':
      return Array.from({ length: type.length }, (_, index) =>
        leavesOf(type.of).map((leaf) => ({ type: leaf.type, suffix: `[${index}]${leaf.suffix}` })),
      ).flat();
    case 'void':
      return [];
    default:
      return [{ type, suffix: '' }];
  }
}
