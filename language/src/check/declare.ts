// Declarations of a scope: first all names, then the types behind them, then bodies. Order in the text
// does not matter at file and scenario level, except for constants and array lengths.
import type { Expression, Name, PropertyDeclaration, VariableDeclaration } from '../syntax/tree.ts';
import { constantValue } from './constants.ts';
import type { CheckContext } from './context.ts';
import { report } from './context.ts';
import { checkFunction, checkPatch, declareFunction, declarePatch } from './declare-functions.ts';
import {
  type Declaration,
  declareConstant,
  declareEnum,
  declareFlags,
  declareTypedef,
  declareTypeNames,
  declareValue,
  docOf,
  resolveAll,
  spanOf,
} from './declare-types.ts';
import { builtinValueType, checkCondition } from './expression.ts';
import { checkAssignable } from './fitting.ts';
import type { PropertySymbol, VariableStorage, VariableSymbol } from './symbols.ts';
import { declaredType } from './written-type.ts';

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
      else if (item.kind === 'Property') checkProperty(item, context);
    }
  }
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

/** Properties only look, so they may look at ghost state. */
function checkProperty({ condition, liveness }: PropertyDeclaration, outer: CheckContext): void {
  const context = { ...outer, ghost: true };
  if (condition !== undefined) checkCondition(condition, context);
  if (liveness?.kind === 'LeadsTo') checkCondition(liveness.trigger, context);
  if (liveness !== undefined) checkCondition(liveness.goal, context);
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
