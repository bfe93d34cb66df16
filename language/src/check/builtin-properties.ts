// The built-in properties as symbols: one each, shared by everything that refers to them.
import type { BuiltinProperty } from '@racewalk/simulator';
import { builtinProperties, watchedOnRequest } from '@racewalk/simulator';
import type { PropertySymbol } from './symbols.ts';

const symbols: ReadonlyMap<string, PropertySymbol> = new Map(
  Object.entries(builtinProperties).map(([name, sentence]) => [
    name,
    {
      kind: 'property',
      name,
      file: '',
      span: { start: 0, end: 0 },
      doc: [],
      declaration: undefined,
      sentence,
      invariant: false,
    },
  ]),
);

export function builtinProperty(name: BuiltinProperty): PropertySymbol {
  const symbol = symbols.get(name);
  if (symbol === undefined) throw new Error(`no built-in property '${name}'`);
  return symbol;
}

/** Whether the property is watched in every scenario, also where no `forbid` names it. */
export function isAlwaysWatched({ declaration, name }: PropertySymbol): boolean {
  return declaration === undefined && !watchedOnRequest.has(name);
}

export function allBuiltinProperties(): readonly PropertySymbol[] {
  return [...symbols.values()];
}
