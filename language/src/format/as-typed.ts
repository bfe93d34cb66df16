// Formatting while somebody types: what the last key has finished, and no more. Works on texts that do not parse, too, as
// a text that is being typed seldom does: then only the line's indentation is put right.
import { lex } from '../syntax/lexer.ts';
import type { Token } from '../syntax/token.ts';
import { formatEdits, type TextEdit } from './format.ts';

/** The edits that touch a part of the text. Undefined where the text does not parse. */
export function formatRangeEdits(
  text: string,
  file: string,
  range: { readonly start: number; readonly end: number },
): readonly TextEdit[] | undefined {
  const from = lineStart(text, range.start);
  const to = lineEnd(text, range.end);
  return formatEdits(text, file)?.filter(({ start, end }) => start >= from - 1 && end <= to);
}

/** The keys that ask for `formatTypedEdits`. */
export const typedKeys = ['}', ';', '\n'] as const;

/** What to change behind a key; `offset` is behind it. */
export function formatTypedEdits(
  text: string,
  file: string,
  offset: number,
  key: string,
): readonly TextEdit[] {
  if (key === '\n') return indentEdits(text, offset);
  const { tokens } = lex(text);
  const last = tokens.findIndex(({ end }) => end === offset);
  if (last < 0) return [];
  const first = key === '}' ? openerOf(tokens, last) : statementStart(tokens, last);
  const start = tokens[first]?.start ?? offset;
  const edits = formatRangeEdits(text, file, { start, end: offset });
  if (edits !== undefined) return edits.filter(({ end }) => end <= offset);
  return key === '}' ? indentEdits(text, offset) : [];
}

/** The indentation of the line at the offset, by the braces that are open there. */
function indentEdits(text: string, offset: number): readonly TextEdit[] {
  const start = lineStart(text, offset);
  const end = start + (/^[ \t]*/.exec(text.slice(start))?.[0].length ?? 0);
  const wanted = '\t'.repeat(depthAt(text, start, text[end] === '}'));
  return text.slice(start, end) === wanted ? [] : [{ start, end, text: wanted }];
}

function depthAt(text: string, offset: number, closes: boolean): number {
  let depth = closes ? -1 : 0;
  let last: Token | undefined;
  let header = false;
  let parentheses = 0;
  for (const token of lex(text).tokens) {
    if (token.start >= offset || token.kind === 'end') break;
    if (token.text === '{') depth += 1;
    if (token.text === '}') depth -= 1;
    if (token.text === '(') parentheses += 1;
    if (token.text === ')') parentheses -= 1;
    if (parentheses === 0 && /^(?:if|for|while)$/.test(token.text)) header = true;
    else if (token.text === '{' || token.text === ';' || token.text === '}') header = false;
    last = token;
  }
  const isBody = (header && last?.text === ')') || last?.text === 'else' || last?.text === 'do';
  return Math.max(depth + (isBody && !closes ? 1 : 0) + (parentheses > 0 ? 1 : 0), 0);
}

function openerOf(tokens: readonly Token[], close: number): number {
  let depth = 0;
  for (let index = close; index >= 0; index -= 1) {
    if (tokens[index]?.text === '}') depth += 1;
    if (tokens[index]?.text === '{') depth -= 1;
    if (depth === 0) return statementStart(tokens, index);
  }
  return close;
}

/** The token behind the one that ended the statement before. */
function statementStart(tokens: readonly Token[], last: number): number {
  for (let index = last - 1; index >= 0; index -= 1) {
    const text = tokens[index]?.text;
    if (text === ';' || text === '{' || text === '}') return index + 1;
  }
  return 0;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}
