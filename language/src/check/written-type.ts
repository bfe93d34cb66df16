// From a type as written, with its declarator, to a Type.
import type { Declarator, TypeExpression } from '../syntax/tree.ts';
import { requireConstant } from './constants.ts';
import type { CheckContext } from './context.ts';
import { report } from './context.ts';
import { suggestion } from './suggest.ts';
import type { IntegerType, Type } from './types.ts';
import { arithmeticType, errorType, namedIntegers, narrowed, typeName } from './types.ts';

/** Elements of one array; more would not be explored anyway. */
const arrayLengthMax = 1024;

export function baseType(type: TypeExpression, context: CheckContext): Type {
  const base = type.base;
  if (base.kind === 'Arithmetic') {
    const found = arithmeticType(base.words);
    if (found !== undefined) return found;
    report(context, 'RW0304', type, `'${base.words.join(' ')}' is not a type`);
    return errorType;
  }
  if (base.name.text === '') return errorType;
  const name = base.name.text;
  const symbol = base.kind === 'Tagged' ? context.scope.tag(name) : context.scope.value(name);
  if (symbol?.kind === 'type' && (base.kind !== 'Tagged' || symbol.tag === base.tag)) {
    context.bindings.names.set(base.name, symbol);
    return symbol.type;
  }
  if (base.kind === 'Named') {
    const builtin = namedIntegers.get(name);
    if (builtin !== undefined) return builtin;
  }
  const written = base.kind === 'Tagged' ? `${base.tag} ${name}` : name;
  if (symbol !== undefined && base.kind === 'Named') {
    report(context, 'RW0208', base.name, `'${name}' is a ${symbol.kind}, not a type`);
  } else {
    const near = base.kind === 'Tagged' ? [...tagNames(context)] : [...typeNames(context)];
    report(context, 'RW0304', base.name, `unknown type '${written}'${suggestion(name, near)}`);
  }
  return errorType;
}

function* tagNames(context: CheckContext): Iterable<string> {
  for (let scope = context.scope; ; ) {
    yield* scope.tags.keys();
    if (scope.parent === undefined) return;
    scope = scope.parent;
  }
}

function* typeNames(context: CheckContext): Iterable<string> {
  yield* namedIntegers.keys();
  for (let scope = context.scope; ; ) {
    for (const [name, symbol] of scope.values) if (symbol.kind === 'type') yield name;
    if (scope.parent === undefined) return;
    scope = scope.parent;
  }
}

export function pointerTo(type: Type, stars: number): Type {
  let result = type;
  for (let i = 0; i < stars; i++) result = { kind: 'pointer', to: result };
  return result;
}

/** The type in a cast or compound literal. */
export function abstractType(type: TypeExpression, context: CheckContext): Type {
  const result = pointerTo(baseType(type, context), type.pointers);
  context.bindings.written.set(type, result);
  return result;
}

/** The type of what a declarator declares. `[]` is a pointer, as in a C parameter. */
export function declaredType(
  type: TypeExpression,
  declarator: Declarator,
  context: CheckContext,
): Type {
  let result = pointerTo(baseType(type, context), declarator.pointers);
  if (declarator.width !== undefined) result = withWidth(result, declarator, context);
  for (const dimension of declarator.dimensions.toReversed()) {
    if (dimension === undefined) {
      result = { kind: 'pointer', to: result };
      continue;
    }
    const length = requireConstant(dimension, 'array length', 1, arrayLengthMax, context);
    result = length === undefined ? errorType : { kind: 'array', of: result, length };
  }
  return result;
}

function withWidth(type: Type, declarator: Declarator, context: CheckContext): Type {
  const width = declarator.width;
  if (width === undefined || type.kind === 'error') return type;
  if (type.kind !== 'integer') {
    report(context, 'RW0301', width, `a width needs an integer type, found '${typeName(type)}'`);
    return type;
  }
  if (width.kind === 'Bits') {
    const bits = requireConstant(width.bits, 'width', 1, bitsOf(type), context);
    return bits === undefined ? type : narrowed(type, bits);
  }
  const symbol = context.scope.tag(width.name.text);
  if (symbol?.tag !== 'enum' || symbol.type.kind !== 'integer') {
    report(context, 'RW0304', width.name, `unknown type 'enum ${width.name.text}'`);
    return type;
  }
  context.bindings.names.set(width.name, symbol);
  if (symbol.type.display.kind !== 'enum') return type;
  const highest = symbol.type.range.max;
  if (highest > 31 || symbol.type.range.min < 0) {
    report(
      context,
      'RW0305',
      width,
      `enum ${width.name.text} names bit ${highest}; bits are 0 to 31`,
    );
    return type;
  }
  const bits = [...symbol.type.display.names].map(([bit, name]) => ({ mask: 2 ** bit, name }));
  return { ...narrowed(type, highest + 1), display: { kind: 'bits', bits } };
}

function bitsOf(type: IntegerType): number {
  return Math.ceil(Math.log2(type.range.max - type.range.min + 1));
}
