// Declarations of a scope: first all names, then the types behind them, then bodies. Order in the text
// does not matter at file and scenario level, except for constants and array lengths.
import type {
  DefineItem,
  Doc,
  EnumDeclaration,
  Expression,
  Field,
  FlagsDeclaration,
  FunctionDeclaration,
  Item,
  Name,
  PatchDeclaration,
  PropertyDeclaration,
  ScenarioItem,
  StructDeclaration,
  TypedefDeclaration,
  VariableDeclaration,
  WordDeclaration,
} from '../syntax/tree.ts';
import { constantValue } from './constants.ts';
import type { CheckContext } from './context.ts';
import { report } from './context.ts';
import { builtinValueType, checkAssignable, checkCondition } from './expression.ts';
import { Scope } from './scope.ts';
import { checkBody } from './statement.ts';
import type {
  AnySymbol,
  FieldSymbol,
  FunctionBody,
  FunctionSymbol,
  PatchSymbol,
  PropertySymbol,
  TypeSymbol,
  VariableStorage,
  VariableSymbol,
} from './symbols.ts';
import type { IntegerType, StructType, Type, WordType } from './types.ts';
import { intType, typeName, unsignedType } from './types.ts';
import { baseType, declaredType, pointerTo } from './written-type.ts';

export type Declaration = Item | ScenarioItem;

const docOf = (doc: Doc | undefined): readonly string[] => doc?.lines ?? [];
const spanOf = (name: Name) => ({ start: name.start, end: name.end });

/** One text's items, with the context they are checked in. */
export interface Unit {
  readonly items: readonly Declaration[];
  readonly context: CheckContext;
}

/** Declares all names of the units, which share a scope; bodies are not looked into. */
export function declareNames(units: readonly Unit[]): void {
  for (const { items, context } of units) declareTypeNames(items, context);
  for (const { items, context } of units) {
    for (const item of items) {
      if (item.kind === 'Define') declareConstant(item, context);
      else if (item.kind === 'Enum') declareEnum(item, context);
      else if (item.kind === 'Flags') declareFlags(item, context);
    }
  }
  for (const { items, context } of units) {
    for (const item of items) if (item.kind === 'Typedef') declareTypedef(item, context);
  }
  for (const { context } of units) resolveAll(context);
  for (const { items, context } of units) {
    for (const item of items) {
      if (item.kind === 'Property') declareProperty(item, context);
      else if (item.kind === 'Variable') declareVariables(item, context);
      else if (item.kind === 'Function') declareFunction(item, context, undefined);
      else if (item.kind === 'Patch') declarePatch(item, context);
    }
  }
}

/** Checks initializers, function bodies, properties and patches of the units. */
export function checkBodies(units: readonly Unit[]): void {
  for (const { items, context } of units) checkInitializers(items, context);
  for (const { items, context } of units) {
    for (const item of items) {
      if (item.kind === 'Function') checkFunction(item, context);
      else if (item.kind === 'Patch') checkPatch(item, context);
      else if (item.kind === 'Property' && item.condition !== undefined) {
        checkCondition(item.condition, { ...context, ghost: true });
      }
    }
  }
}

/** Puts a name into the scope, or reports that it is there already. */
function declareValue(name: Name, symbol: AnySymbol, context: CheckContext): void {
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

function declareTypeNames(items: readonly Declaration[], context: CheckContext): void {
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

function resolveAll(context: CheckContext): void {
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

function declareConstant(item: DefineItem, context: CheckContext): void {
  const value = constantValue(item.value, context);
  if (value === undefined && item.value.kind !== 'ErrorExpression') {
    report(context, 'RW0303', item.value, `'${item.name.text}' must be a constant expression`);
  }
  const type = (value ?? 0) > intType.range.max ? unsignedType : intType;
  constant(item.name, value ?? 0, type, item.doc, context);
}

function constant(
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

function declareEnum(item: EnumDeclaration, context: CheckContext): void {
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

function declareFlags(item: FlagsDeclaration, context: CheckContext): void {
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

function declareTypedef(item: TypedefDeclaration, context: CheckContext): void {
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

function declareProperty(item: PropertyDeclaration, context: CheckContext): void {
  const { name } = item;
  if (name.text === '') return;
  const symbol: PropertySymbol = {
    kind: 'property',
    name: name.text,
    file: context.file,
    span: spanOf(name),
    doc: docOf(item.doc),
    declaration: item,
    sentence: item.sentence?.text ?? docOf(item.doc).join(' '),
    invariant: item.word === 'invariant',
  };
  const present = context.scope.properties.get(name.text);
  if (present !== undefined || name.text === 'pass') {
    const message =
      name.text === 'pass'
        ? "'pass' cannot be a property"
        : `property '${name.text}' is declared twice`;
    report(context, 'RW0202', name, message);
    return;
  }
  if (
    context.scope.property(name.text)?.declaration === undefined &&
    context.scope.property(name.text)
  ) {
    report(context, 'RW0202', name, `'${name.text}' is a built-in property`);
    return;
  }
  context.scope.properties.set(name.text, symbol);
  context.bindings.names.set(name, symbol);
}

function declareVariables(item: VariableDeclaration, context: CheckContext): void {
  const has = (word: string) => item.storage.some((storage) => storage === word);
  const storage: VariableStorage = has('thread_local') ? 'thread_local' : 'global';
  for (const { declarator, initializer } of item.declarators) {
    let type = declaredType(item.type, declarator, context);
    if (type.kind === 'void') {
      report(context, 'RW0306', declarator, `'${declarator.name.text}' cannot be void`);
      type = { kind: 'error' };
    }
    if (storage === 'thread_local' && type.kind !== 'integer' && type.kind !== 'pointer') {
      report(context, 'RW0306', declarator, 'a thread_local variable is an integer or a pointer');
      type = { kind: 'error' };
    }
    const pool = has('pool');
    if (pool && (type.kind !== 'array' || type.of.kind !== 'struct')) {
      report(
        context,
        'RW0306',
        declarator,
        "a pool is an array of structs: 'pool struct page pages[4];'",
      );
      type = { kind: 'error' };
    }
    const { name } = declarator;
    const symbol: VariableSymbol = {
      kind: 'variable',
      name: name.text,
      file: context.file,
      span: spanOf(name),
      doc: docOf(item.doc),
      storage,
      type,
      ghost: has('ghost'),
      constant: has('const'),
      pool,
      initializer,
    };
    declareValue(name, symbol, context);
  }
}

/** Initializers may name variables that are declared further down (`&page`). */
function checkInitializers(items: readonly Declaration[], context: CheckContext): void {
  for (const item of items) {
    if (item.kind !== 'Variable') continue;
    for (const { declarator, initializer } of item.declarators) {
      const symbol = context.bindings.names.get(declarator.name);
      if (initializer === undefined || symbol?.kind !== 'variable') continue;
      const before = context.diagnostics.length;
      checkAssignable(initializer, symbol.type, `'${symbol.name}'`, { ...context, ghost: true });
      const fine = context.diagnostics.length === before;
      if (fine && !isConstantInitializer(initializer, context)) {
        report(
          context,
          'RW0303',
          initializer,
          `the initial value of '${symbol.name}' must be a constant`,
        );
      }
    }
  }
}

/** Constants, addresses of globals, and lists of them. */
function isConstantInitializer(expression: Expression, context: CheckContext): boolean {
  switch (expression.kind) {
    case 'InitializerList':
      return expression.entries.every((entry) => isConstantInitializer(entry.value, context));
    case 'CompoundLiteral':
      return isConstantInitializer(expression.initializer, context);
    case 'Parenthesized':
      return isConstantInitializer(expression.expression, context);
    case 'Cast':
      return isConstantInitializer(expression.operand, context);
    case 'Name':
      return (
        constantValue(expression, context) !== undefined ||
        builtinValueType(expression.text) !== undefined ||
        isArray(expression, context)
      );
    case 'Unary':
      return expression.operator === '&'
        ? isStaticPlace(expression.operand, context)
        : constantValue(expression, context) !== undefined;
    case 'ErrorExpression':
      return true;
    default:
      return constantValue(expression, context) !== undefined;
  }
}

function isArray(name: Name, context: CheckContext): boolean {
  const symbol = context.bindings.names.get(name);
  return symbol?.kind === 'variable' && symbol.type.kind === 'array';
}

function isStaticPlace(expression: Expression, context: CheckContext): boolean {
  switch (expression.kind) {
    case 'Name':
      return true;
    case 'Parenthesized':
      return isStaticPlace(expression.expression, context);
    case 'Member':
      return !expression.arrow && isStaticPlace(expression.object, context);
    case 'Index':
      return (
        isStaticPlace(expression.object, context) &&
        constantValue(expression.index, context) !== undefined
      );
    default:
      return false;
  }
}

function declareFunction(
  item: FunctionDeclaration,
  context: CheckContext,
  patch: string | undefined,
): FunctionBody | undefined {
  const { name } = item;
  const parameters = item.parameters.map((parameter) => declareParameter(parameter, context));
  if (item.body === undefined || name.text === '') return undefined;
  const body: FunctionBody = {
    kind: 'body',
    name: name.text,
    file: context.file,
    span: spanOf(name),
    doc: docOf(item.doc),
    declaration: item,
    result: pointerTo(baseType(item.type, context), item.pointers),
    parameters,
    from: item.releases?.from?.number ?? -Infinity,
    to: item.releases?.to?.number ?? Infinity,
    patch,
    library: context.library,
  };
  addBody(body, name, context);
  return body;
}

function declareParameter(
  parameter: FunctionDeclaration['parameters'][number],
  context: CheckContext,
): VariableSymbol {
  const { declarator } = parameter;
  const declared = declaredType(parameter.type, declarator, context);
  let type: Type = declared.kind === 'array' ? { kind: 'pointer', to: declared.of } : declared;
  if (type.kind === 'struct') {
    report(context, 'RW0306', declarator, 'objects are passed by pointer; use * here');
    type = { kind: 'error' };
  }
  const symbol: VariableSymbol = {
    kind: 'variable',
    name: declarator.name.text,
    file: context.file,
    span: spanOf(declarator.name),
    doc: [],
    storage: 'parameter',
    type,
    ghost: false,
    constant: false,
    pool: false,
    initializer: undefined,
  };
  context.bindings.names.set(declarator.name, symbol);
  return symbol;
}

function addBody(body: FunctionBody, name: Name, context: CheckContext): void {
  const present = context.scope.values.get(body.name);
  if (present === undefined) {
    const symbol: FunctionSymbol = {
      kind: 'function',
      name: body.name,
      file: body.file,
      span: body.span,
      doc: body.doc,
      bodies: [body],
      outer: context.scope.function(body.name),
    };
    context.scope.values.set(body.name, symbol);
    context.bindings.names.set(name, symbol);
    return;
  }
  if (present.kind !== 'function') {
    report(context, 'RW0202', name, `'${body.name}' is declared twice`);
    return;
  }
  context.bindings.names.set(name, present);
  const overlap = present.bodies.find((other) => other.from <= body.to && other.to >= body.from);
  if (overlap !== undefined) {
    report(
      context,
      'RW0202',
      name,
      `two bodies of ${body.name}() are in force in the same release`,
      [{ file: overlap.file, ...overlap.span, message: 'the other body' }],
    );
    return;
  }
  present.bodies.push(body);
}

function checkFunction(item: FunctionDeclaration, context: CheckContext): void {
  const symbol = context.scope.values.get(item.name.text);
  if (symbol?.kind !== 'function' || item.body === undefined) return;
  const body = symbol.bodies.find((candidate) => candidate.declaration === item);
  if (body === undefined) return;
  const scope = new Scope(context.scope);
  for (const parameter of body.parameters) {
    if (scope.values.has(parameter.name) && parameter.name !== '') {
      report(context, 'RW0202', parameter.span, `parameter '${parameter.name}' is declared twice`);
    }
    scope.values.set(parameter.name, parameter);
  }
  const from = Math.max(body.from, context.from);
  const to = Math.min(body.to, context.to);
  checkBody(item.body, item.name.text, body.result, { ...context, scope, from, to });
}

/** Scopes of patches: their functions are visible to each other, and outside only when applied. */
const patchScopes = new WeakMap<PatchDeclaration, Scope>();

function checkPatch(item: PatchDeclaration, context: CheckContext): void {
  const scope = patchScopes.get(item) ?? context.scope;
  for (const inner of item.items) {
    if (inner.kind === 'Function') checkFunction(inner, { ...context, scope });
  }
}

function declarePatch(item: PatchDeclaration, context: CheckContext): void {
  const scope = new Scope(context.scope);
  patchScopes.set(item, scope);
  const inside: CheckContext = { ...context, scope };
  const bodies: FunctionBody[] = [];
  for (const inner of item.items) {
    if (inner.kind === 'Function') {
      const body = declareFunction(inner, inside, item.name.text);
      if (body !== undefined) bodies.push(body);
    } else if (inner.kind !== 'ErrorItem') {
      report(context, 'RW0407', inner, 'a patch holds function bodies only');
    }
  }
  const symbol: PatchSymbol = {
    kind: 'patch',
    name: item.name.text,
    file: context.file,
    span: spanOf(item.name),
    doc: docOf(item.doc),
    title: item.title?.text ?? item.name.text,
    declaration: item,
    bodies,
  };
  if (context.scope.patches.has(item.name.text)) {
    report(context, 'RW0202', item.name, `patch '${item.name.text}' is declared twice`);
  } else {
    context.scope.patches.set(item.name.text, symbol);
    context.bindings.names.set(item.name, symbol);
  }
}
