// Calls: of the language's own functions, and of declared ones with a body for each release.
import type { CallExpression, Expression } from '../syntax/tree.ts';
import { isAlwaysWatched } from './builtin-properties.ts';
import type { Builtin } from './builtins.ts';
import { builtins } from './builtins.ts';
import type { CheckContext } from './context.ts';
import { report, withGhost } from './context.ts';
import { checkCondition, checkExpression, checkPlace } from './expression.ts';
import { checkAssignable } from './fitting.ts';
import { checkTarget, isGhostPlace } from './place.ts';
import { suggestion } from './suggest.ts';
import type { FunctionBody, FunctionSymbol } from './symbols.ts';
import type { Type } from './types.ts';
import { assignable, errorType, intType, typeName, voidType } from './types.ts';

export function checkCall(call: CallExpression, context: CheckContext): Type {
  const name = call.callee.text;
  if (name === '') {
    for (const argument of call.arguments) checkExpression(argument, context);
    return errorType;
  }
  const symbol = context.scope.value(name);
  if (symbol === undefined) {
    const builtin = builtins.get(name);
    if (builtin !== undefined) return checkBuiltin(builtin, call, context);
    for (const argument of call.arguments) checkExpression(argument, context);
    const names = [...functionNames(context), ...builtins.keys()];
    const message = `unknown function '${name}'${suggestion(name, names)}`;
    report(context, 'RW0203', call.callee, message);
    return errorType;
  }
  context.bindings.names.set(call.callee, symbol);
  if (symbol.kind !== 'function') {
    for (const argument of call.arguments) checkExpression(argument, context);
    report(context, 'RW0208', call.callee, `'${name}' is a ${symbol.kind}, not a function`);
    return errorType;
  }
  return checkDeclared(call, symbol, context);
}

function* functionNames(context: CheckContext): Iterable<string> {
  for (const name of context.scope.valueNames()) {
    if (context.scope.function(name) !== undefined) yield name;
  }
}

/** The bodies that a call in code for releases from..to can mean, innermost scope first. */
export function candidates(symbol: FunctionSymbol, from: number, to: number): FunctionBody[] {
  const found: FunctionBody[] = [];
  for (let scope: FunctionSymbol | undefined = symbol; scope !== undefined; scope = scope.outer) {
    const here = scope.bodies.filter((body) => body.from <= to && body.to >= from);
    found.push(...here);
    if (here.some((body) => body.from <= from && body.to >= to)) break;
  }
  return found;
}

/** Why the arguments do not fit a body's parameters, or undefined. */
export function argumentMismatch(
  body: FunctionBody,
  types: readonly Type[],
): { readonly index: number | undefined; readonly message: string } | undefined {
  if (types.length !== body.parameters.length) {
    const count = body.parameters.length;
    const plural = count === 1 ? 'argument' : 'arguments';
    return {
      index: undefined,
      message: `${body.name}() takes ${count} ${plural}, found ${types.length}`,
    };
  }
  for (const [index, parameter] of body.parameters.entries()) {
    const type = types[index] ?? errorType;
    if (!assignable(type, parameter.type)) {
      const wanted = typeName(parameter.type);
      return {
        index,
        message: `argument '${parameter.name}' of ${body.name}() needs '${wanted}', found '${typeName(type)}'`,
      };
    }
  }
  return undefined;
}

function checkDeclared(call: CallExpression, symbol: FunctionSymbol, context: CheckContext): Type {
  const types = call.arguments.map((argument) => {
    const type = checkExpression(argument, context);
    return isZero(argument) ? { kind: 'null' as const } : type;
  });
  const plain = call.arguments.map((argument) => context.bindings.types.get(argument) ?? errorType);
  let bodies = candidates(symbol, context.from, context.to);
  if (bodies.length === 0) bodies = candidates(symbol, -Infinity, Infinity);
  const fits = (body: FunctionBody) => mismatch(body, plain, types) === undefined;
  const chosen = bodies.find(fits) ?? bodies[0];
  if (chosen === undefined) return errorType;
  const wrong = mismatch(chosen, plain, types);
  if (wrong !== undefined) {
    const place = wrong.index === undefined ? call : (call.arguments[wrong.index] ?? call);
    const code = wrong.index === undefined ? 'RW0302' : 'RW0301';
    report(context, code, place, wrong.message, [
      { file: chosen.file, ...chosen.span, message: `${chosen.name}() is declared here` },
    ]);
  }
  return chosen.result;
}

/** A literal 0 may stand for NULL. */
function mismatch(body: FunctionBody, types: readonly Type[], zeros: readonly Type[]) {
  const mixed = types.map((type, index) =>
    body.parameters[index]?.type.kind === 'pointer' ? (zeros[index] ?? type) : type,
  );
  return argumentMismatch(body, mixed);
}

function isZero(expression: Expression): boolean {
  return expression.kind === 'Number' && expression.value === 0;
}

function checkBuiltin(builtin: Builtin, call: CallExpression, context: CheckContext): Type {
  context.bindings.names.set(call.callee, {
    kind: 'builtin',
    name: builtin.name,
    file: context.file,
    span: call.callee,
    doc: [builtin.summary],
  });
  if (call.arguments.length !== builtin.arguments) {
    const message = `${builtin.signature} takes ${builtin.arguments}, found ${call.arguments.length}`;
    report(context, 'RW0302', call, message);
    return errorType;
  }
  const [first, second, third] = call.arguments;
  switch (builtin.meaning) {
    case 'barrier':
    case 'nothing':
    case 'progress':
    case 'bug':
      return voidType;
    case 'value':
      return first === undefined ? errorType : checkExpression(first, context);
    case 'write':
      return first && second ? checkWrite(first, second, context) : errorType;
    case 'assert':
      if (first) checkCondition(first, { ...context, ghost: true });
      return voidType;
    case 'bug_on':
    case 'wait_until':
      if (first) checkCondition(first, context);
      return voidType;
    case 'warn_on':
      if (first) checkCondition(first, context);
      return intType;
    case 'violate':
    case 'require':
      if (first) checkPropertyName(first, context);
      if (second) checkCondition(second, { ...context, ghost: true });
      return voidType;
    case 'any':
      if (first) checkAssignable(first, intType, 'any()', context);
      if (second) checkAssignable(second, intType, 'any()', context);
      return intType;
    case 'allocate':
      return first ? checkAllocate(first, context) : errorType;
    case 'free':
      return first ? checkFree(first, context) : errorType;
    case 'load_pointer':
    case 'store_pointer':
    case 'exchange':
    case 'compare_exchange':
      return first ? checkThroughPointer(builtin, first, [second, third], context) : errorType;
  }
}

function checkWrite(target: Expression, value: Expression, context: CheckContext): Type {
  const type = checkTarget(target, context);
  const ghost = context.ghost || isGhostPlace(target, context);
  checkAssignable(value, type, 'WRITE_ONCE()', withGhost(context, ghost));
  return voidType;
}

function checkPropertyName(expression: Expression, context: CheckContext): void {
  if (expression.kind !== 'Name') {
    report(context, 'RW0208', expression, 'the name of a property is needed here');
    return;
  }
  const symbol = context.scope.property(expression.text);
  if (symbol === undefined) {
    report(context, 'RW0502', expression, `unknown property '${expression.text}'`);
    return;
  }
  if (symbol.declaration === undefined ? !isAlwaysWatched(symbol) : symbol.declaration.liveness) {
    const message = `'${expression.text}' is about whole runs: no step breaks it`;
    report(context, 'RW0208', expression, message);
  }
  context.bindings.names.set(expression, symbol);
}

function checkAllocate(pool: Expression, context: CheckContext): Type {
  const type = checkPlace(pool, context);
  const symbol = pool.kind === 'Name' ? context.bindings.names.get(pool) : undefined;
  if (symbol?.kind === 'variable' && symbol.pool && type.kind === 'array') {
    return { kind: 'pointer', to: type.of };
  }
  if (type.kind !== 'error') {
    report(context, 'RW0301', pool, "pool_alloc() needs a pool: 'pool struct page pages[4];'");
  }
  return errorType;
}

function checkFree(pointer: Expression, context: CheckContext): Type {
  const type = checkExpression(pointer, context);
  const fits = type.kind === 'pointer' && type.to.kind === 'struct';
  if (!fits && type.kind !== 'error') {
    report(
      context,
      'RW0301',
      pointer,
      `pool_free() needs a pointer to a struct, found '${typeName(type)}'`,
    );
  }
  return voidType;
}

function checkThroughPointer(
  builtin: Builtin,
  pointer: Expression,
  values: readonly (Expression | undefined)[],
  context: CheckContext,
): Type {
  const type = checkExpression(pointer, context);
  if (type.kind !== 'pointer') {
    if (type.kind !== 'error') {
      report(
        context,
        'RW0301',
        pointer,
        `${builtin.name}() needs a pointer, found '${typeName(type)}'`,
      );
    }
    return errorType;
  }
  if (type.to.kind === 'struct' || type.to.kind === 'array') {
    report(
      context,
      'RW0306',
      pointer,
      `${builtin.name}() needs a pointer to a value, found '${typeName(type)}'`,
    );
    return errorType;
  }
  for (const value of values) {
    if (value !== undefined) checkAssignable(value, type.to, `${builtin.name}()`, context);
  }
  return builtin.meaning === 'store_pointer' ? voidType : type.to;
}
