// All that an expression can name, for completion.
import type { ScopeName } from '../analysis.ts';
import { builtins, builtinValues } from './builtins.ts';
import { builtinValueType } from './expression.ts';
import type { Scope } from './scope.ts';
import type { AnySymbol } from './symbols.ts';
import { typeName } from './types.ts';

/** Every name once, with what it means there; ordered by name. */
export function namesInScope(scope: Scope): readonly ScopeName[] {
  const found = new Map<string, ScopeName>();
  for (const name of scope.valueNames()) {
    const symbol = found.has(name) ? undefined : scope.value(name);
    const named = symbol === undefined ? undefined : scopeName(symbol);
    if (named !== undefined) found.set(name, named);
  }
  const add = (name: ScopeName) => {
    if (scope.value(name.name) === undefined) found.set(name.name, name);
  };
  for (const name of builtinValues) {
    const type = builtinValueType(name);
    add({ name, kind: 'constant', type: type === undefined ? '' : typeName(type) });
  }
  for (const { name, meaning } of builtins.values()) {
    if (meaning === 'value' || meaning === 'load_pointer') add({ name, kind: 'builtin', type: '' });
  }
  for (const name of ['forall', 'exists']) add({ name, kind: 'word', type: '' });
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

function scopeName(symbol: AnySymbol): ScopeName | undefined {
  const { name } = symbol;
  if (symbol.kind === 'constant') return { name, kind: 'constant', type: typeName(symbol.type) };
  if (symbol.kind === 'function') {
    const [body] = symbol.bodies;
    return body && { name, kind: 'function', type: typeName(body.result) };
  }
  if (symbol.kind !== 'variable') return undefined;
  const { storage } = symbol;
  const isGlobal = storage === 'global' || storage === 'setup' || storage === 'quantifier';
  return { name, kind: isGlobal ? 'global' : storage, type: typeName(symbol.type) };
}
