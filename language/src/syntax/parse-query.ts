// One expression as a text of its own: what is typed into a debugger.
import { Cursor } from './cursor.ts';
import { lex } from './lexer.ts';
import { treeHeightMax } from './limits.ts';
import { parseExpression } from './parse-expression.ts';
import type { Expression, Span } from './tree.ts';
import { heightOf } from './walk.ts';

export type ParsedQuery =
  | { readonly expression: Expression; readonly error: undefined }
  | { readonly expression: undefined; readonly error: Span & { readonly message: string } };

/** Characters of one expression. Reason: nobody types more. */
const queryCharactersMax = 10_000;

/** Never throws; of several mistakes the first is told. */
export function parseQuery(text: string, file: string): ParsedQuery {
  const refuse = (message: string, { start, end }: Span): ParsedQuery => ({
    expression: undefined,
    error: { message, start, end },
  });
  const whole = { start: 0, end: text.length };
  if (text.length > queryCharactersMax) {
    const message = `the expression has more than ${queryCharactersMax} characters`;
    return refuse(message, whole);
  }
  const cursor = new Cursor(lex(text), file);
  if (cursor.atEnd) return refuse('an expression is needed here', whole);
  const expression = parseExpression(cursor);
  const [first] = cursor.diagnostics.finish().filter(({ severity }) => severity === 'error');
  if (first !== undefined) return refuse(first.message, first);
  if (!cursor.atEnd) {
    return refuse(`expected the end of the expression, found ${cursor.found}`, cursor.token);
  }
  if (cursor.sawLongChain && heightOf(expression) > treeHeightMax) {
    return refuse(`the expression is nested more than ${treeHeightMax} levels deep`, whole);
  }
  return { expression, error: undefined };
}
