// Words for the console, for those who would rather type. What does not begin with a dot is an
// expression. A command that moves is done by the session; this only says which.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { choicesAt } from './choices.ts';
import type { Context } from './context.ts';
import { positionText } from './debuggee.ts';
import { type OrRefused, Refused } from './refused.ts';

const help = [
  'an expression is evaluated in the state shown, in the call selected',
  '.choices   what can happen next',
  '.run       the actions of this walk so far, as thread:choice',
  '.where     which step is shown',
].join('\n');

export function consoleCommand(
  { debuggee }: Context,
  text: string,
): OrRefused<DebugProtocol.EvaluateResponse['body']> {
  const { walk, canReach } = debuggee;
  switch (text) {
    case '.help':
      return said(help);
    case '.where':
      return said(positionText(walk));
    case '.run':
      return said(walk.run.map(({ thread, choice }) => `${thread}:${choice}`).join(' '));
    case '.choices': {
      const lines = choicesAt(walk, canReach).map(
        ({ label, reaches }) => label + reachesText(reaches),
      );
      return said(lines.length === 0 ? 'nothing can happen' : lines.join('\n'));
    }
    default:
      return new Refused(`there is no command ${text}; .help lists them`);
  }
}

function reachesText(reaches: 'yes' | 'no' | 'unknown'): string {
  if (reaches === 'unknown') return '';
  return reaches === 'yes' ? '  (can still break a property)' : '  (breaks nothing any more)';
}

function said(result: string): DebugProtocol.EvaluateResponse['body'] {
  return { result, variablesReference: 0 };
}
