// A text in the kernel's coding style. Only what lies between tokens changes: never a token, never a comment's words.
import { lex } from '../syntax/lexer.ts';
import { parse } from '../syntax/parse.ts';
import type { Token } from '../syntax/token.ts';
import { type Gap, readGap } from './gap.ts';
import { layOut } from './printer.ts';
import { rolesOf } from './roles.ts';

/** Replace the text from `start` to `end`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The edits that format a text, in its order; none where it is formatted. Undefined: the text does not parse, so its
 * layout is not known. Example: `formatEdits('int  x ;', 'a.race')`.
 */
export function formatEdits(text: string, file: string): readonly TextEdit[] | undefined {
  const { tree, diagnostics } = parse(text, file);
  if (diagnostics.some(({ severity }) => severity === 'error')) return undefined;
  const { tokens } = lex(text);
  const gaps = gapsOf(text, tokens);
  if (gaps === undefined) return undefined;
  const written = layOut({ text, tokens, roles: rolesOf(tree, tokens), gaps });
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const edits: TextEdit[] = [];
  for (const [index, token] of tokens.entries()) {
    const start = tokens[index - 1]?.end ?? 0;
    const wanted = (written[index] ?? '').replaceAll('\n', newline);
    if (text.slice(start, token.start) === wanted) continue;
    edits.push({ start, end: token.start, text: wanted });
  }
  return edits;
}

/** The formatted text, or undefined where it does not parse. */
export function format(text: string, file: string): string | undefined {
  const edits = formatEdits(text, file);
  return edits === undefined ? undefined : applyEdits(text, edits);
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let out = '';
  let at = 0;
  for (const { start, end, text: replacement } of edits) {
    out += text.slice(at, start) + replacement;
    at = end;
  }
  return out + text.slice(at);
}

function gapsOf(text: string, tokens: readonly Token[]): readonly Gap[] | undefined {
  const gaps: Gap[] = [];
  for (const [index, token] of tokens.entries()) {
    const gap = readGap(
      text.slice(tokens[index - 1]?.end ?? 0, token.start).replaceAll('\\\n', '\n'),
    );
    if (gap === undefined) return undefined;
    gaps.push(gap);
  }
  return gaps;
}
