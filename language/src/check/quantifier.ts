// forall and exists: over an array, a pool, or a constant range.
import type { QuantifierExpression } from '../syntax/tree.ts';
import { constantValue } from './constants.ts';
import type { CheckContext } from './context.ts';
import { report } from './context.ts';
import { checkCondition, checkExpression, checkPlace } from './expression.ts';
import { placeSymbol } from './place.ts';
import { Scope } from './scope.ts';
import { plainVariable } from './symbols.ts';
import type { Type } from './types.ts';
import { errorType, intType, typeName } from './types.ts';

export function quantifierType(expression: QuantifierExpression, context: CheckContext): Type {
  const { variable, collection, high } = expression;
  let type: Type = intType;
  if (high !== undefined) {
    checkExpression(collection, context);
    checkExpression(high, context);
    if (
      constantValue(collection, context) === undefined ||
      constantValue(high, context) === undefined
    ) {
      report(context, 'RW0303', expression, 'the range of a quantifier must be constant');
    }
  } else {
    const found = checkPlace(collection, context);
    if (found.kind === 'array') type = { kind: 'pointer', to: found.of };
    else {
      if (found.kind !== 'error') {
        const message = `a quantifier goes over an array, a pool or low .. high, not '${typeName(found)}'`;
        report(context, 'RW0301', collection, message);
      }
      type = errorType;
    }
    const symbol = placeSymbol(collection, context);
    if (symbol !== undefined && type.kind === 'pointer' && type.to.kind !== 'struct') {
      context.bindings.addressTaken.add(symbol);
    }
  }
  const scope = new Scope(context.scope);
  const symbol = plainVariable(variable, context.file, 'quantifier', type);
  scope.values.set(variable.text, symbol);
  context.bindings.names.set(variable, symbol);
  checkCondition(expression.body, { ...context, scope });
  return intType;
}
