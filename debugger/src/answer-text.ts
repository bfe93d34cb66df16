// The value of an expression in one line.
import type { Answer } from './queries.ts';

/** More parts of a struct would not be read at a glance. */
const partsShown = 8;

/** `&pages[0]`, `{page: &pages[0], write: true}`, `&pte`, or why there is none in braces. */
export function answerText(answer: Answer): string {
  switch (answer.kind) {
    case 'value':
      return answer.text;
    case 'none':
      return `{${answer.why}}`;
    case 'parts': {
      const { parts, query } = answer;
      if (query.reference !== undefined) return query.reference;
      const shown = parts.slice(0, partsShown);
      const texts = shown.map(({ suffix, text }) => `${suffix.replace(/^\./u, '')}: ${text}`);
      return `{${[...texts, ...(parts.length > partsShown ? ['...'] : [])].join(', ')}}`;
    }
  }
}
