// The memory that the tree interpreter runs on: cells, structs, arrays, made from declarations.
import type { tree } from '@racewalk/language';

export type Value = number | Place | undefined | { readonly word: Record<string, number> };

export interface Cell {
  readonly kind: 'cell';
  readonly local: boolean;
  value: Value;
}

interface Struct {
  readonly kind: 'struct';
  readonly local: boolean;
  readonly fields: Map<string, Place>;
}

interface Elements {
  readonly kind: 'array';
  readonly local: boolean;
  readonly items: readonly Place[];
}

/** An access here ends the run: NULL was followed, or an index was out of bounds. */
interface Fault {
  readonly kind: 'fault';
  readonly property: string;
}

export type Place = Cell | Struct | Elements | Fault;

export interface World {
  readonly globals: Map<string, Place>;
  readonly functions: Map<string, tree.FunctionDeclaration>;
  readonly types: Map<string, tree.StructDeclaration | tree.WordDeclaration>;
  violations: Set<string>;
  statements: number;
}

export function worldOf(
  items: readonly (tree.Item | tree.ScenarioItem)[],
  violations: Set<string>,
): World {
  const world: World = {
    globals: new Map(),
    functions: new Map(),
    types: new Map(),
    violations,
    statements: 0,
  };
  for (const item of items) {
    if (item.kind === 'Struct' || item.kind === 'Word') world.types.set(item.name.text, item);
    if (item.kind === 'Function') world.functions.set(item.name.text, item);
  }
  for (const item of items) {
    if (item.kind !== 'Variable') continue;
    for (const { declarator, initializer } of item.declarators) {
      world.globals.set(declarator.name.text, create(item.type, declarator, initializer, world));
    }
  }
  return world;
}

function create(
  type: tree.TypeExpression,
  declarator: tree.Declarator,
  initializer: tree.Expression | undefined,
  world: World,
): Place {
  const [dimension] = declarator.dimensions;
  if (dimension?.kind === 'Number') {
    const inner = { ...declarator, dimensions: [] };
    const items = Array.from({ length: dimension.value }, () =>
      create(type, inner, undefined, world),
    );
    return { kind: 'array', local: false, items };
  }
  const name = type.base.kind === 'Arithmetic' ? '' : type.base.name.text;
  const declared = declarator.pointers > 0 ? undefined : world.types.get(name);
  if (declared?.kind === 'Struct') {
    const fields = declared.fields.map((field): [string, Place] => [
      field.declarator.name.text,
      create(field.type, field.declarator, undefined, world),
    ]);
    return { kind: 'struct', local: false, fields: new Map(fields) };
  }
  if (declared?.kind === 'Word') {
    const word = Object.fromEntries(
      declared.fields.map((field) => [field.declarator.name.text, 0]),
    );
    return { kind: 'cell', local: false, value: { word } };
  }
  if (initializer?.kind === 'Unary' && initializer.operand.kind === 'Name') {
    return { kind: 'cell', local: false, value: world.globals.get(initializer.operand.text) };
  }
  const value =
    initializer?.kind === 'Number' ? initializer.value : declarator.pointers > 0 ? undefined : 0;
  return { kind: 'cell', local: false, value };
}
