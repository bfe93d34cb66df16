// Scopes, what is in them, and why nothing can be set.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Context, callAt } from '../context.ts';
import { limits } from '../limits.ts';
import { type OrRefused, Refused } from '../refused.ts';
import type { Item } from '../scopes/item.ts';
import { scopesOf } from '../scopes/scopes.ts';

export function scopes(
  context: Context,
  { frameId }: DebugProtocol.ScopesArguments,
): OrRefused<DebugProtocol.ScopesResponse['body']> {
  const at = callAt(context, frameId);
  if (at === undefined) return gone();
  const { debuggee, handles } = context;
  const call = { ...at.scope, isOutermost: at.depth === 0 };
  return {
    scopes: scopesOf(debuggee, call, at.call.name).map(({ name, hint, expensive, items }) => ({
      name,
      variablesReference: handles.create(items),
      expensive,
      ...(hint === undefined ? {} : { presentationHint: hint }),
    })),
  };
}

function gone(): Refused {
  return new Refused('this call is not open in the state shown');
}

export function variables(
  { handles }: Context,
  { variablesReference, start, count }: DebugProtocol.VariablesArguments,
): OrRefused<DebugProtocol.VariablesResponse['body']> {
  const items = handles.get(variablesReference);
  if (items === undefined) return new Refused('these variables are of an earlier state');
  const from = start ?? 0;
  const most = count === undefined || count === 0 ? limits.children_max : count;
  return {
    variables: items()
      .slice(from, from + most)
      .map((item) => variableOf(item, handles)),
  };
}

/** `readOnly` tells a client not to offer what `setVariable` refuses. */
function variableOf(item: Item, handles: Context['handles']): DebugProtocol.Variable {
  const { name, value, type, evaluateName } = item;
  return {
    name,
    value,
    variablesReference: referenceOf(item, handles),
    presentationHint: { attributes: ['readOnly'] },
    ...(type === undefined ? {} : { type }),
    ...(evaluateName === undefined ? {} : { evaluateName }),
  };
}

export function referenceOf({ children }: Item, handles: Context['handles']): number {
  return children === undefined ? 0 : handles.create(children);
}

/** A run is what it is. */
export function setVariable(): Refused {
  return new Refused(
    'a run is shown as it happened, so no value can be set: change the scenario, or let another thread step',
  );
}
