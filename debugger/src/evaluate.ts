// Expressions asked of the state shown: watch, hover, console.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { referenceOf } from './answers/variables.ts';
import { consoleCommand } from './console.ts';
import { type Context, callAt } from './context.ts';
import { type OrRefused, Refused } from './refused.ts';
import { pointeeOf } from './scopes/pointee.ts';
import { slotItem } from './scopes/values.ts';

export function evaluate(
  context: Context,
  { expression, frameId, context: where }: DebugProtocol.EvaluateArguments,
): OrRefused<DebugProtocol.EvaluateResponse['body']> {
  const text = expression.trim();
  if (text === '') return new Refused('there is nothing to evaluate');
  if (where === 'repl' && text.startsWith('.')) return consoleCommand(context, text);
  const { debuggee, handles } = context;
  const { queries, walk, tree } = debuggee;
  const shown = { walk, tree };
  const at = callAt(context, frameId);
  const scope = { thread: at?.thread, frame: at?.call.frame };
  const answer = queries.evaluate(text, scope, walk.state);
  if (answer.kind === 'none') {
    const node = tree.byPath.get(text);
    if (node === undefined || node.slot !== undefined) return new Refused(answer.why);
    const item = slotItem(shown, node, text);
    return { result: item.value, variablesReference: referenceOf(item, handles) };
  }
  const children = pointeeOf(shown, answer.query.display, answer.value);
  return {
    result: answer.text,
    type: answer.type,
    variablesReference: children === undefined ? 0 : handles.create(children),
    presentationHint: { attributes: ['readOnly'] },
  };
}
