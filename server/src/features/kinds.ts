// What kind of thing a symbol is in the eyes of a kernel developer: a lock, a flag, ghost state.
import { type Analysis, type AnySymbol, keptWith, modelOf, type Type } from '@racewalk/language';
import { isLibraryName } from '../documents/names.ts';

/** Who holds a lock is part of it, in a field of this name that holds a thread. */
const ownerField = 'owner';

/** Is this a lock, or a pointer to one, or an array of them? */
export function isLock(type: Type): boolean {
  if (type.kind === 'pointer') return isLock(type.to);
  if (type.kind === 'array') return isLock(type.of);
  if (type.kind !== 'struct') return false;
  return type.fields.some(
    (field) =>
      field.name === ownerField && field.type.kind === 'integer' && field.type.name === 'thread_t',
  );
}

/** Names of bits: members of `flags` types, and of enums that name the bits of a field. */
export const flagNames = keptWith('flags', (analysis: Analysis): ReadonlySet<string> => {
  const names = new Set<string>();
  const { scope, library } = modelOf(analysis);
  for (const one of [scope, library.scope]) {
    for (const { type } of one.tags.values()) noteBits(type, names);
    for (const symbol of one.values.values()) {
      if (symbol.kind === 'type' || symbol.kind === 'variable') noteBits(symbol.type, names);
    }
  }
  return names;
});

function noteBits(type: Type, names: Set<string>): void {
  if (type.kind === 'integer' && type.display.kind === 'bits') {
    for (const { name } of type.display.bits) names.add(name);
  } else if (type.kind === 'struct' || type.kind === 'word') {
    for (const field of type.fields) {
      if (field.type.kind === 'integer') noteBits(field.type, names);
    }
  }
}

/** Is it the kernel library's, so that no edit can change it? */
export function isOfLibrary(symbol: AnySymbol): boolean {
  if (symbol.kind === 'function' && symbol.outer !== undefined) return isOfLibrary(symbol.outer);
  return isLibraryName(symbol.file);
}
