// Expressions asked of the state shown: watch, hover, console.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { answerText } from './answer-text.ts';
import { referenceOf } from './answers/variables.ts';
import { consoleCommand } from './console-commands.ts';
import { type Context, callAt } from './context.ts';
import type { Answer } from './queries.ts';
import { type OrRefused, Refused } from './refused.ts';
import { type Item, plainItem } from './scopes/item.ts';
import { pointeeOf } from './scopes/pointee.ts';
import { type Shown, slotItem } from './scopes/values.ts';

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
  const answer = queries.evaluate(text, at?.scope ?? {}, walk.state);
  if (answer.kind === 'none') {
    const node = tree.byPath.get(text);
    if (node === undefined || node.slot !== undefined) return new Refused(answer.why);
    const item = slotItem(shown, node, text);
    return { result: item.value, variablesReference: referenceOf(item, handles) };
  }
  return {
    result: answerText(answer),
    type: answer.query.type,
    variablesReference: referenceBelow(handles, shown, answer),
    presentationHint: { attributes: ['readOnly'] },
  };
}

type Answered = Exclude<Answer, { readonly kind: 'none' }>;

function referenceBelow(handles: Context['handles'], shown: Shown, answer: Answered): number {
  if (answer.kind === 'value') {
    const children = pointeeOf(shown, answer.query.display, answer.value);
    return children === undefined ? 0 : handles.create(children);
  }
  const { leavesOmitted } = answer.query;
  const items = answer.parts.map(
    ({ suffix, type, text, display, value }): Item => ({
      ...plainItem(suffix.replace(/^\./u, ''), text),
      type,
      children: value === undefined ? undefined : pointeeOf(shown, display, value),
    }),
  );
  const more = leavesOmitted === 0 ? [] : [plainItem('...', `${leavesOmitted} more`)];
  return handles.create(() => [...items, ...more]);
}
