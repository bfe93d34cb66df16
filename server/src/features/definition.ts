// Where the thing under the cursor is declared: in this text, in an included one, or in the
// library.
import {
  bodiesOf,
  bodyInForce,
  definitionOf,
  type FunctionSymbol,
  resolvePath,
} from '@racewalk/language';
import { type FilePlace, nameAt, type Place, pathAt, variantAt } from './place.ts';

/** Several places where a function has several bodies and none of them is singled out. */
export function definition(place: Place): readonly FilePlace[] {
  const include = pathAt(place).find((node) => node.kind === 'Include');
  if (include?.kind === 'Include') {
    const file = resolvePath(place.file, include.path);
    const isKnown = place.analysis.includes.some(({ name }) => name === file);
    return isKnown ? [{ file, start: 0, end: 0 }] : [];
  }
  const found = nameAt(place);
  if (found === undefined) return [];
  if (found.symbol.kind === 'function') return functionPlaces(found.symbol, place);
  const target = definitionOf(found.symbol);
  return target === undefined ? [] : [placeOf(target.file, target.span)];
}

function functionPlaces(symbol: FunctionSymbol, place: Place): readonly FilePlace[] {
  const variant = variantAt(place);
  const body =
    variant === undefined
      ? undefined
      : bodyInForce(place.analysis, variant.scenario, variant.variant, symbol.name);
  if (body !== undefined) return [placeOf(body.file, body.span)];
  return bodiesOf(symbol).map(({ file, span }) => placeOf(file, span));
}

function placeOf(file: string, span: { readonly start: number; readonly end: number }): FilePlace {
  return { file, start: span.start, end: span.end };
}
