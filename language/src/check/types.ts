// Types and the questions asked of them. All domains are finite; every integer type has a range.
import type { Display, Range } from '@racewalk/simulator';
import type { FieldSymbol } from './symbols.ts';

export type Type =
  | VoidType
  | IntegerType
  | PointerType
  | StructType
  | WordType
  | ArrayType
  | NullType
  | ErrorType;

export interface VoidType {
  readonly kind: 'void';
}

/** `rank` orders C's conversions: 0 what promotes to int, 1 int and unsigned, 2 long. */
export interface IntegerType {
  readonly kind: 'integer';
  readonly name: string;
  readonly range: Range;
  readonly rank: 0 | 1 | 2;
  readonly unsigned: boolean;
  readonly display: Display;
}

export interface PointerType {
  readonly kind: 'pointer';
  readonly to: Type;
}

/** Objects with identity. `fields` is filled when the declaration is resolved. */
export interface StructType {
  readonly kind: 'struct';
  readonly name: string;
  /** Tells apart types of the same name in different files. */
  readonly file: string;
  fields: readonly FieldSymbol[];
}

/** A value of several fields, read and written in one step: pte_t. */
export interface WordType {
  readonly kind: 'word';
  readonly name: string;
  readonly file: string;
  fields: readonly FieldSymbol[];
}

export interface ArrayType {
  readonly kind: 'array';
  readonly of: Type;
  readonly length: number;
}

/** The type of NULL. */
export interface NullType {
  readonly kind: 'null';
}

/** What follows from a mistake that was reported already: never reported again. */
export interface ErrorType {
  readonly kind: 'error';
}

export const voidType: VoidType = { kind: 'void' };
export const nullType: NullType = { kind: 'null' };
export const errorType: ErrorType = { kind: 'error' };

const number: Display = { kind: 'number' };
const signed32: Range = { min: -(2 ** 31), max: 2 ** 31 - 1 };
const unsigned32: Range = { min: 0, max: 2 ** 32 - 1 };

function integer(
  name: string,
  rank: 0 | 1 | 2,
  unsigned: boolean,
  range: Range,
  display = number,
): IntegerType {
  return { kind: 'integer', name, range, rank, unsigned, display };
}

/** Threads that a scenario may have; `thread_t` has room for them, for none and for setup. */
export const threadsMax = 8;

export const boolType = integer('bool', 0, true, { min: 0, max: 1 }, { kind: 'bool' });
export const intType = integer('int', 1, false, signed32);
export const unsignedType = integer('unsigned int', 1, true, unsigned32);
export const longType = integer('long', 2, false, signed32);
export const unsignedLongType = integer('unsigned long', 2, true, unsigned32);
export const threadType = integer(
  'thread_t',
  0,
  true,
  { min: 0, max: threadsMax + 1 },
  { kind: 'thread' },
);

/** Named integer types that need no declaration. */
export const namedIntegers: ReadonlyMap<string, IntegerType> = new Map(
  [
    boolType,
    threadType,
    integer('u8', 0, true, { min: 0, max: 255 }),
    integer('s8', 0, false, { min: -128, max: 127 }),
    integer('u16', 0, true, { min: 0, max: 65535 }),
    integer('s16', 0, false, { min: -32768, max: 32767 }),
    integer('u32', 1, true, unsigned32),
    integer('s32', 1, false, signed32),
    integer('u64', 2, true, unsigned32),
    integer('s64', 2, false, signed32),
    integer('size_t', 2, true, unsigned32),
    integer('ssize_t', 2, false, signed32),
    integer('gfp_t', 1, true, unsigned32),
    integer('phys_addr_t', 2, true, unsigned32),
  ].map((type) => [type.name, type]),
);

/** C's own words in any order: `unsigned long int`. Undefined if they name no type. */
export function arithmeticType(words: readonly string[]): Type | undefined {
  if (words.length === 1 && words[0] === 'int') return intType;
  const has = (word: string) => words.includes(word);
  const longs = words.filter((word) => word === 'long').length;
  if (has('void')) return words.length === 1 ? voidType : undefined;
  if (has('bool') || has('_Bool')) return words.length === 1 ? boolType : undefined;
  if (has('signed') && has('unsigned')) return undefined;
  const unsigned = has('unsigned');
  if (has('char')) {
    return unsigned
      ? integer('unsigned char', 0, true, { min: 0, max: 255 })
      : integer('char', 0, false, { min: -128, max: 127 });
  }
  if (has('short')) {
    return unsigned
      ? integer('unsigned short', 0, true, { min: 0, max: 65535 })
      : integer('short', 0, false, { min: -32768, max: 32767 });
  }
  if (longs > 0) {
    const name = longs > 1 ? 'long long' : 'long';
    return integer(
      unsigned ? `unsigned ${name}` : name,
      2,
      unsigned,
      unsigned ? unsigned32 : signed32,
    );
  }
  return unsigned ? unsignedType : intType;
}

/** The type with fewer bits: `unsigned long flags : 3`. */
export function narrowed(type: IntegerType, bits: number): IntegerType {
  const range = type.unsigned
    ? { min: 0, max: 2 ** bits - 1 }
    : { min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 };
  return { ...type, range };
}

export function isScalar(type: Type): type is IntegerType | PointerType {
  return type.kind === 'integer' || type.kind === 'pointer';
}

/** As a person would write it. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'void':
      return 'void';
    case 'integer':
      return type.name;
    case 'pointer': {
      const to = typeName(type.to);
      return to.endsWith('*') ? `${to}*` : `${to} *`;
    }
    case 'struct':
      return `struct ${type.name}`;
    case 'word':
      return type.name;
    case 'array':
      return `${typeName(type.of)}[${type.length}]`;
    case 'null':
      return 'NULL';
    case 'error':
      return '?';
  }
}

/** Equal for types that a pointer to one may be used as a pointer to the other. Widths do not count. */
export function typeKey(type: Type): string {
  switch (type.kind) {
    case 'struct':
      return `struct ${type.name} ${type.file}`;
    case 'word':
      return `word ${type.name} ${type.file}`;
    case 'pointer':
      return `${typeKey(type.to)}*`;
    case 'array':
      return `${typeKey(type.of)}[${type.length}]`;
    default:
      return typeName(type);
  }
}

export function sameType(a: Type, b: Type): boolean {
  return a === b || typeKey(a) === typeKey(b);
}

/** May a value of `from` stand where `to` is wanted? Ranges are checked when it happens. */
export function assignable(from: Type, to: Type): boolean {
  if (from.kind === 'error' || to.kind === 'error') return true;
  if (to.kind === 'integer') {
    if (from.kind === 'integer') return true;
    return to.name === 'bool' && (from.kind === 'pointer' || from.kind === 'null');
  }
  if (to.kind === 'pointer') {
    if (from.kind === 'null') return true;
    return from.kind === 'pointer' && sameType(from.to, to.to);
  }
  return to.kind === 'word' && from.kind === 'word' && sameType(from, to);
}

function promoted(type: IntegerType): IntegerType {
  return type.rank === 0 ? intType : type;
}

/** The type in which C computes with both: the usual arithmetic conversions. */
export function commonType(a: IntegerType, b: IntegerType): IntegerType {
  const left = promoted(a);
  const right = promoted(b);
  const rank = left.rank > right.rank ? left.rank : right.rank;
  if (rank === 2) {
    const wide = [left, right].filter((type) => type.rank === 2);
    return wide.some((type) => type.unsigned) ? unsignedLongType : longType;
  }
  return left.unsigned || right.unsigned ? unsignedType : intType;
}

export function promote(type: IntegerType): IntegerType {
  const result = promoted(type);
  if (result.rank === 2) return result.unsigned ? unsignedLongType : longType;
  return result.unsigned ? unsignedType : intType;
}

/** Is every value of the one range in the other? */
export function within(inner: Range, outer: Range): boolean {
  return inner.min >= outer.min && inner.max <= outer.max;
}

/** How many slots or registers a value of the type takes. */
export function sizeOf(type: Type): number {
  switch (type.kind) {
    case 'struct':
    case 'word':
      return type.fields.reduce((sum, field) => sum + sizeOf(field.type), 0);
    case 'array':
      return type.length * sizeOf(type.of);
    case 'void':
      return 0;
    default:
      return 1;
  }
}

/** Offset of a field from the beginning of its struct or word, in slots. */
export function offsetOf(type: StructType | WordType, field: FieldSymbol): number {
  let offset = 0;
  for (const candidate of type.fields) {
    if (candidate === field) return offset;
    offset += sizeOf(candidate.type);
  }
  return offset;
}

export function displayOf(type: Type): Display {
  return type.kind === 'integer' ? type.display : number;
}

/** Sets of the same named bits: `VM_READ | VM_WRITE` stays one, and is shown as one. */
export function sameFlags(a: IntegerType, b: IntegerType): boolean {
  if (a.display.kind !== 'bits' || b.display.kind !== 'bits' || a.name !== b.name) return false;
  return a.range.min === b.range.min && a.range.max === b.range.max;
}
