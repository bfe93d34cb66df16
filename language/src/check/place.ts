// Places: what can be read and written, and what forbids to write it.
import type { Expression } from '../syntax/tree.ts';
import type { CheckContext } from './context.ts';
import { report, withGhost } from './context.ts';
import { checkPlace } from './expression.ts';
import type { FieldSymbol, VariableSymbol } from './symbols.ts';
import type { Type } from './types.ts';
import { errorType, typeName } from './types.ts';

export function inner(expression: Expression): Expression {
  return expression.kind === 'Parenthesized' ? inner(expression.expression) : expression;
}

/** The variable or field that a place is, or is an element of. */
export function placeSymbol(
  expression: Expression,
  context: CheckContext,
): VariableSymbol | FieldSymbol | undefined {
  const place = inner(expression);
  if (place.kind === 'Index') return placeSymbol(place.object, context);
  const name = place.kind === 'Name' ? place : place.kind === 'Member' ? place.field : undefined;
  const symbol = name === undefined ? undefined : context.bindings.names.get(name);
  return symbol?.kind === 'variable' || symbol?.kind === 'field' ? symbol : undefined;
}

/**
 * Records that pointers may lead here. What is fixed after setup has no address: it could be written
 * through it.
 */
export function takeAddress(place: Expression, context: CheckContext): void {
  const symbol = placeSymbol(place, context);
  if (symbol !== undefined) context.bindings.addressTaken.add(symbol);
  const root = rootVariable(place, context);
  if (root === undefined || (!root.constant && root.storage !== 'setup')) return;
  const why = root.constant ? 'is const' : 'is set by setup and fixed afterwards';
  const message = `'${root.name}' ${why}: its address cannot be taken; declare it without const to allow it`;
  report(context, 'RW0307', place, message);
}

/** The variable that the place lies in, without following a pointer. */
function rootVariable(expression: Expression, context: CheckContext): VariableSymbol | undefined {
  const place = inner(expression);
  switch (place.kind) {
    case 'Name': {
      const symbol = context.bindings.names.get(place);
      return symbol?.kind === 'variable' ? symbol : undefined;
    }
    case 'Member':
      return place.arrow ? undefined : rootVariable(place.object, context);
    case 'Index':
      return context.bindings.types.get(place.object)?.kind === 'array'
        ? rootVariable(place.object, context)
        : undefined;
    default:
      return undefined;
  }
}

export function isPlace(expression: Expression, context: CheckContext): boolean {
  const place = inner(expression);
  switch (place.kind) {
    case 'Name':
      return context.bindings.names.get(place)?.kind === 'variable';
    case 'Member':
      return place.arrow || isPlace(place.object, context);
    case 'Index':
      return true;
    case 'Unary':
      return place.operator === '*';
    default:
      return false;
  }
}

/** Is what is written here ghost state? */
export function isGhostPlace(expression: Expression, context: CheckContext): boolean {
  const place = inner(expression);
  switch (place.kind) {
    case 'Name': {
      const symbol = context.scope.value(place.text);
      return symbol?.kind === 'variable' && symbol.ghost;
    }
    case 'Member': {
      const symbol = context.bindings.names.get(place.field);
      if (symbol?.kind === 'field' && symbol.ghost) return true;
      return !place.arrow && isGhostPlace(place.object, context);
    }
    case 'Index':
      return isGhostPlace(place.object, context);
    default:
      return false;
  }
}

/**
 * A place that is written, or whose address is taken: naming ghost state is no read of it, but an
 * index or a pointer on the way to a real place is.
 */
export function checkWrittenPlace(target: Expression, context: CheckContext): Type {
  if (context.ghost) return checkPlace(target, context);
  // Which field is meant is only known when its object was looked at. Looking twice at all else would
  // double with every nesting.
  if (hasField(target)) {
    // What setup introduces on the way is introduced, and reported, by the second look.
    checkPlace(target, { ...context, ghost: true, diagnostics: [], setup: undefined });
  }
  return checkPlace(target, withGhost(context, isGhostPlace(target, context)));
}

/** Does it depend on a field whether the place is ghost state? */
function hasField(target: Expression): boolean {
  const place = inner(target);
  return place.kind === 'Index' ? hasField(place.object) : place.kind === 'Member';
}

/** The type of an assignment's left side, with all that forbids to write it. */
export function checkTarget(target: Expression, context: CheckContext): Type {
  const type = checkWrittenPlace(target, context);
  if (type.kind === 'error') return type;
  if (!isPlace(target, context)) {
    report(
      context,
      'RW0307',
      target,
      'the left side of an assignment must be a variable, a field or *pointer',
    );
    return errorType;
  }
  const symbol = placeSymbol(target, context);
  if (symbol?.kind === 'variable') {
    if (inner(target).kind === 'Name') context.bindings.assigned.add(symbol);
    reportUnassignable(symbol, target, context);
  }
  if (inner(target).kind === 'Member') markWordAssigned(inner(target), context);
  if (type.kind === 'array' || type.kind === 'struct' || type.kind === 'void') {
    const message = `'${typeName(type)}' cannot be assigned as a whole`;
    report(context, 'RW0306', target, message);
    return errorType;
  }
  return type;
}

/** `pte.write = 1` assigns the local `pte`. */
function markWordAssigned(target: Expression, context: CheckContext): void {
  let place = target;
  while (place.kind === 'Member' && !place.arrow) place = inner(place.object);
  const symbol = place.kind === 'Name' ? context.bindings.names.get(place) : undefined;
  if (symbol?.kind === 'variable') context.bindings.assigned.add(symbol);
}

function reportUnassignable(
  symbol: VariableSymbol,
  target: Expression,
  context: CheckContext,
): void {
  if (symbol.constant) {
    report(context, 'RW0307', target, `'${symbol.name}' is const`);
  } else if (symbol.storage === 'setup' && context.setup === undefined) {
    const message = `'${symbol.name}' is set by setup and fixed afterwards; declare it to let threads change it`;
    report(context, 'RW0307', target, message);
  } else if (symbol.storage === 'quantifier') {
    report(context, 'RW0307', target, `'${symbol.name}' is the variable of a quantifier`);
  }
}
