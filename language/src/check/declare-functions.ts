// Functions with a body for each range of releases, and patches of them.
import { Slot } from '../kept.ts';
import type { FunctionDeclaration, Name, PatchDeclaration } from '../syntax/tree.ts';
import type { CheckContext } from './context.ts';
import { report } from './context.ts';
import { docOf, spanOf } from './declare-types.ts';
import { Scope } from './scope.ts';
import { bodyContext, checkBlock } from './statement.ts';
import type { FunctionBody, FunctionSymbol, PatchSymbol, VariableSymbol } from './symbols.ts';
import { plainVariable } from './symbols.ts';
import type { Type } from './types.ts';
import { baseType, declaredType, pointerTo } from './written-type.ts';

export function declareFunction(
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
  const symbol = plainVariable(declarator.name, context.file, 'parameter', type);
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

export function checkFunction(item: FunctionDeclaration, context: CheckContext): void {
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
  const inside = bodyContext(item.body, item.name.text, body.result, context);
  checkBlock(item.body, { ...context, scope, from, to, body: inside });
}

/** Scopes of patches: their functions are visible to each other, and outside only when applied. */
const patchScopes = new Slot<PatchDeclaration, Scope>('scope');

export function checkPatch(item: PatchDeclaration, context: CheckContext): void {
  const scope = patchScopes.get(item) ?? context.scope;
  for (const inner of item.items) {
    if (inner.kind === 'Function') checkFunction(inner, { ...context, scope });
  }
}

export function declarePatch(item: PatchDeclaration, context: CheckContext): void {
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
