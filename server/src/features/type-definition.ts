// Where the type of the thing under the cursor is declared.
import { type Analysis, type AnySymbol, modelOf, type Type } from '@racewalk/language';
import { type FilePlace, nameAt, type Place } from './place.ts';

export function typeDefinition(place: Place): readonly FilePlace[] {
  const found = nameAt(place);
  const type = found === undefined ? undefined : typeOf(found.symbol);
  return type === undefined ? [] : declarationsOf(type, place.analysis);
}

/** Of a function, the type of its result. */
function typeOf(symbol: AnySymbol): Type | undefined {
  switch (symbol.kind) {
    case 'variable':
    case 'field':
    case 'constant':
    case 'type':
      return symbol.type;
    case 'function':
      return symbol.bodies[0]?.result;
    default:
      return undefined;
  }
}

function declarationsOf(type: Type, analysis: Analysis): readonly FilePlace[] {
  if (type.kind === 'pointer') return declarationsOf(type.to, analysis);
  if (type.kind === 'array') return declarationsOf(type.of, analysis);
  if (type.kind === 'void' || type.kind === 'null' || type.kind === 'error') return [];
  const { scenarios, scope, library } = modelOf(analysis);
  const scopes = [...scenarios.map((scenario) => scenario.scope), scope, library.scope];
  for (const { tags, values } of scopes) {
    for (const symbol of [...tags.values(), ...values.values()]) {
      if (symbol.kind !== 'type' || !isSame(symbol.type, type)) continue;
      const { start, end } = symbol.span;
      return [{ file: symbol.file, start, end }];
    }
  }
  return [];
}

/** A number with a width of its own has the name of the type it is made from. */
function isSame(declared: Type, type: Type): boolean {
  if (declared === type) return true;
  if (declared.kind !== 'integer' || type.kind !== 'integer') return false;
  return declared.name === type.name;
}
