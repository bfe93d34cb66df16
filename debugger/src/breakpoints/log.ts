// Log points: a text with expressions of the language in braces, said instead of stopping.
import { answerText } from '../answer-text.ts';
import type { Queries } from '../queries.ts';
import type { Met, Moment } from './table.ts';

export interface LogMessage {
  textAt(moment: Moment, met: Met): string;
}

/** What stands in `{...}` is evaluated; `{{` and `}}` are braces. */
export function logMessageOf(text: string, queries: Queries): LogMessage {
  const parts = text.split(/(\{\{|\}\}|\{[^{}]*\})/u);
  return {
    textAt({ walk, position }, met) {
      const state = walk.stateAt(position);
      const said = parts.map((part) => {
        if (part === '{{' || part === '}}') return part.slice(1);
        if (!part.startsWith('{')) return part;
        const answer = queries.evaluate(part.slice(1, -1), met, state);
        return answerText(answer);
      });
      return said.join('');
    },
  };
}
