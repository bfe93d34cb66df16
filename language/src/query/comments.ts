// Comments of a text: they are no tokens, they lie between them.
import { lex } from '../syntax/lexer.ts';
import type { Span } from '../syntax/tree.ts';

export interface Comment extends Span {
  readonly kind: 'line' | 'block';
}

/** In the order of the text. */
export function commentsOf(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let end = 0;
  for (const token of lex(text).tokens) {
    const gap = text.slice(end, token.start);
    if (gap.includes('/')) {
      for (const match of gap.matchAll(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\r\n]*/gu)) {
        const start = end + match.index;
        const kind = match[0].startsWith('/*') ? 'block' : 'line';
        comments.push({ kind, start, end: start + match[0].length });
      }
    }
    end = token.end;
  }
  return comments;
}
