// Constants, enums, flags, typedefs and the fields of structs and words.
import type {
  DefineItem,
  Doc,
  EnumDeclaration,
  Field,
  FlagsDeclaration,
  Item,
  Name,
  ScenarioItem,
  StructDeclaration,
  TypedefDeclaration,
  WordDeclaration,
} from '../syntax/tree.ts';
import { constantValue } from './constants.ts';
import type { CheckContext } from './context.ts';
import { report } from './context.ts';
import type { AnySymbol, FieldSymbol, TypeSymbol } from './symbols.ts';
import type { IntegerType, StructType, Type, WordType } from './types.ts';
import { intType, typeName, unsignedType } from './types.ts';
import { declaredType } from './written-type.ts';

export type Declaration = Item | ScenarioItem;

export const docOf = (doc: Doc | undefined): readonly string[] => doc?.lines ?? [];

export const spanOf = (name: Name) => ({ start: name.start, end: name.end });

/** Puts a name into the scope, or reports that it is there already. */
export function declareValue(name: Name, symbol: AnySymbol, context: CheckContext): void {
  if (name.text === '') return;
  const present = context.scope.values.get(name.text);
  if (present !== undefined) {
    report(context, 'RW0202', name, `'${name.text}' is declared twice`, [
      { file: present.file, ...present.span, message: 'first declared here' },
    ]);
    return;
  }
  context.scope.values.set(name.text, symbol);
  context.bindings.names.set(name, symbol);
}

export function declareTypeNames(items: readonly Declaration[], context: CheckContext): void {
  for (const item of items) {
    if (item.kind !== 'Struct' && item.kind !== 'Word') continue;
    const type: StructType | WordType = {
      kind: item.kind === 'Struct' ? 'struct' : 'word',
      name: item.name.text,
      file: context.file,
      fields: [],
    };
    const tag = item.kind === 'Struct' ? 'struct' : 'named';
    const symbol = typeSymbol(item.name, tag, type, item.doc, context);
    if (item.kind === 'Word') declareValue(item.name, symbol, context);
    else declareTag(item.name, symbol, context);
    context.unresolved.set(type, () => resolveFields(item, type, context));
  }
}

export function resolveAll(context: CheckContext): void {
  for (const type of [...context.unresolved.keys()]) resolve(type, context);
}

function resolve(type: Type, context: CheckContext): void {
  const pending = context.unresolved.get(type);
  context.unresolved.delete(type);
  pending?.();
}

function typeSymbol(
  name: Name,
  tag: TypeSymbol['tag'],
  type: Type,
  doc: Doc | undefined,
  context: CheckContext,
): TypeSymbol {
  return {
    kind: 'type',
    tag,
    type,
    name: name.text,
    file: context.file,
    span: spanOf(name),
    doc: docOf(doc),
  };
}

function declareTag(name: Name, symbol: TypeSymbol, context: CheckContext): void {
  if (name.text === '') return;
  if (context.scope.tags.has(name.text)) {
    report(context, 'RW0202', name, `'${symbol.tag} ${name.text}' is declared twice`);
    return;
  }
  context.scope.tags.set(name.text, symbol);
  context.bindings.names.set(name, symbol);
}

export function declareConstant(item: DefineItem, context: CheckContext): void {
  const value = constantValue(item.value, context);
  if (value === undefined && item.value.kind !== 'ErrorExpression') {
    report(context, 'RW0303', item.value, `'${item.name.text}' must be a constant expression`);
  }
  const type = (value ?? 0) > intType.range.max ? unsignedType : intType;
  constant(item.name, value ?? 0, type, item.doc, context);
}

export function constant(
  name: Name,
  value: number,
  type: Type,
  doc: Doc | undefined,
  context: CheckContext,
): void {
  const symbol: AnySymbol = {
    kind: 'constant',
    name: name.text,
    file: context.file,
    span: spanOf(name),
    doc: docOf(doc),
    value,
    type,
  };
  declareValue(name, symbol, context);
}

export function declareEnum(item: EnumDeclaration, context: CheckContext): void {
  const names = new Map<number, string>();
  let next = 0;
  for (const member of item.members) {
    const value = member.value === undefined ? next : constantValue(member.value, context);
    if (value === undefined && member.value !== undefined) {
      report(context, 'RW0303', member.value, `'${member.name.text}' must be a constant`);
    }
    const known = value ?? next;
    if (!names.has(known)) names.set(known, member.name.text);
    constant(member.name, known, intType, member.doc, context);
    next = known + 1;
  }
  if (item.name === undefined) return;
  const values = [...names.keys()];
  const type: IntegerType = {
    kind: 'integer',
    name: `enum ${item.name.text}`,
    range: { min: Math.min(0, ...values), max: Math.max(0, ...values) },
    rank: 0,
    unsigned: Math.min(0, ...values) === 0,
    display: { kind: 'enum', names },
  };
  declareTag(item.name, typeSymbol(item.name, 'enum', type, item.doc, context), context);
}

export function declareFlags(item: FlagsDeclaration, context: CheckContext): void {
  const bits: { mask: number; name: string }[] = [];
  let all = 0;
  const values = item.members.map((member) => {
    const value = member.value === undefined ? nextBit(all) : constantValue(member.value, context);
    if (value === undefined || value < 0 || value > 2 ** 32 - 1) {
      report(
        context,
        'RW0303',
        member,
        `'${member.name.text}' must be a constant set of bits 0 to 31`,
      );
      return 0;
    }
    all = (all | value) >>> 0;
    bits.push({ mask: value, name: member.name.text });
    return value;
  });
  const type: IntegerType = {
    kind: 'integer',
    name: item.name.text,
    range: { min: 0, max: 2 ** Math.max(1, 32 - Math.clz32(all)) - 1 },
    rank: 1,
    unsigned: true,
    display: { kind: 'bits', bits },
  };
  declareValue(item.name, typeSymbol(item.name, 'named', type, item.doc, context), context);
  item.members.forEach((member, index) => {
    constant(member.name, values[index] ?? 0, type, member.doc, context);
  });
}

function nextBit(all: number): number {
  return all === 0 ? 1 : 2 ** (32 - Math.clz32(all));
}

export function declareTypedef(item: TypedefDeclaration, context: CheckContext): void {
  const type = declaredType(item.type, item.declarator, context);
  const { name } = item.declarator;
  const named = type.kind === 'integer' ? { ...type, name: name.text } : type;
  declareValue(name, typeSymbol(name, 'named', named, item.doc, context), context);
}

function resolveFields(
  item: StructDeclaration | WordDeclaration,
  owner: StructType | WordType,
  context: CheckContext,
): void {
  const fields: FieldSymbol[] = [];
  for (const field of item.fields) {
    const resolved = resolveField(field, owner, context);
    if (fields.some((other) => other.name === resolved.name && resolved.name !== '')) {
      report(
        context,
        'RW0202',
        field.declarator.name,
        `field '${resolved.name}' is declared twice`,
      );
      continue;
    }
    context.bindings.names.set(field.declarator.name, resolved);
    fields.push(resolved);
  }
  owner.fields = fields;
}

function resolveField(
  field: Field,
  owner: StructType | WordType,
  context: CheckContext,
): FieldSymbol {
  const { declarator } = field;
  let type = declaredType(field.type, declarator, context);
  const element = elementOf(type);
  if (context.unresolved.has(element)) resolve(element, context);
  const cyclic =
    (element.kind === 'struct' || element.kind === 'word') && element.fields.length === 0;
  if (cyclic || type.kind === 'void') {
    const message =
      type.kind === 'void'
        ? 'a field cannot be void'
        : `'${typeName(element)}' has no fields here: it contains itself, or is empty; use a pointer`;
    report(context, 'RW0306', field, message);
    type = { kind: 'error' };
  }
  const inWord = owner.kind === 'word';
  if (inWord && type.kind !== 'integer' && type.kind !== 'pointer' && type.kind !== 'error') {
    report(
      context,
      'RW0306',
      field,
      'a word holds integers and pointers only: it is one memory location',
    );
    type = { kind: 'error' };
  }
  if (inWord && field.ghost) report(context, 'RW0306', field, 'a word has no ghost fields');
  return {
    kind: 'field',
    name: declarator.name.text,
    file: context.file,
    span: spanOf(declarator.name),
    doc: docOf(field.doc),
    owner,
    type,
    ghost: field.ghost,
  };
}

function elementOf(type: Type): Type {
  return type.kind === 'array' ? elementOf(type.of) : type;
}
