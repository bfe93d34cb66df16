// Fixes for slips of the pen: punctuation that is missing, `.` for `->`, a value that is not set.
import { type Diagnostic, symbolAt } from '@racewalk/language';
import { type ActionInput, type CodeAction, fix, preferred, safe } from './code-action.ts';

export function textFixes(diagnostic: Diagnostic, input: ActionInput): readonly CodeAction[] {
  switch (diagnostic.code) {
    case 'RW0102':
      return missingPunctuation(diagnostic);
    case 'RW0110':
      return missingBrace(diagnostic, input);
    case 'RW0301':
      return wrongOperator(diagnostic, input);
    case 'RW0403':
      return initialValue(diagnostic, input);
    default:
      return [];
  }
}

/** Only where one thing is missing, and the message says which. */
function missingPunctuation(diagnostic: Diagnostic): readonly CodeAction[] {
  const missing = /^expected '([^']+)' after/u.exec(diagnostic.message)?.[1];
  if (missing === undefined) return [];
  const { file, end } = diagnostic;
  const text = missing === 'or' ? ' or { }' : missing;
  const action = fix(diagnostic, `add '${missing}'`, [{ file, start: end, end, text }]);
  return [missing === ';' ? safe(action) : preferred(action)];
}

function missingBrace(diagnostic: Diagnostic, { text }: ActionInput): readonly CodeAction[] {
  const before = diagnostic.related.find(({ message }) => message.startsWith("expected '}'"));
  if (before === undefined) return [];
  const { file } = diagnostic;
  const line = text.lastIndexOf('\n', diagnostic.start) + 1;
  const indent = /^[ \t]*/u.exec(text.slice(line))?.[0] ?? '';
  const start = text.slice(0, before.start).trimEnd().length;
  return [
    preferred(fix(diagnostic, "add '}'", [{ file, start, end: start, text: `\n${indent}}` }])),
  ];
}

/** `.` on a pointer, `->` on an object. */
function wrongOperator(diagnostic: Diagnostic, { text }: ActionInput): readonly CodeAction[] {
  const [, right, wrong] = /: use '(->|\.)' instead of '(->|\.)'$/u.exec(diagnostic.message) ?? [];
  if (right === undefined || wrong === undefined) return [];
  const before = text.slice(0, diagnostic.start).trimEnd();
  if (!before.endsWith(wrong)) return [];
  const { file } = diagnostic;
  const edit = { file, start: before.length - wrong.length, end: before.length, text: right };
  return [safe(fix(diagnostic, `use '${right}'`, [edit]))];
}

function initialValue(
  diagnostic: Diagnostic,
  { analysis, file, text }: ActionInput,
): readonly CodeAction[] {
  const name = /^'(\w+)' may be read/u.exec(diagnostic.message)?.[1];
  if (name === undefined) return [];
  const symbol = symbolAt(analysis, file, diagnostic.start)?.symbol;
  if (symbol?.kind !== 'variable' || symbol.name !== name || symbol.file !== file) return [];
  if (symbol.initializer !== undefined || symbol.storage !== 'local') return [];
  const { end } = symbol.span;
  if (!/^\s*[;,]/u.test(text.slice(end))) return [];
  const value = symbol.type.kind === 'pointer' ? 'NULL' : '0';
  const edit = { file, start: end, end, text: ` = ${value}` };
  return [fix(diagnostic, `begin with '${name} = ${value}'`, [edit])];
}
