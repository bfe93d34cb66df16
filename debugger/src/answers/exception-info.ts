// The property that the step shown broke, in its own sentence.
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Context } from '../context.ts';
import { type Debuggee, positionText } from '../debuggee.ts';
import { type OrRefused, Refused } from '../refused.ts';

export interface Broken {
  readonly property: string;
  readonly message: string;
}

/** What is broken by arriving in the state shown; those with a filter first. */
export function brokenHere({ walk, chosen, filters }: Debuggee): readonly Broken[] {
  const { program } = walk;
  const events = walk.newsAt(walk.position).map(({ property, message }) => ({
    property: program.properties[property]?.name ?? '',
    message,
  }));
  const { whole } = chosen;
  const isWhole = whole !== undefined && walk.mode === 'replay' && walk.position === walk.length;
  const all = isWhole ? [...events, whole] : events;
  const isSet = ({ property }: Broken) => filters.has(property);
  return [...all.filter(isSet), ...all.filter((one) => !isSet(one))];
}

export function exceptionInfo({
  debuggee,
}: Context): OrRefused<DebugProtocol.ExceptionInfoResponse['body']> {
  const [first, ...others] = brokenHere(debuggee);
  if (first === undefined) return new Refused('nothing is broken by the step shown');
  const { walk, filters } = debuggee;
  const property = walk.program.properties.find(({ name }) => name === first.property);
  const sentence = property?.sentence ?? '';
  const message = first.message.includes(sentence) ? '' : `${first.message}\n`;
  const also = others.map((one) => `also broken: ${one.property}, ${one.message}`);
  return {
    exceptionId: first.property,
    description: `${message}violated: ${sentence}\n${positionText(walk)}${also.map((line) => `\n${line}`).join('')}`,
    breakMode: filters.has(first.property) ? 'always' : 'never',
  };
}
