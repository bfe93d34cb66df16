// A diagnostic as compilers print it: place, code, message, the line, carets under what is meant.
import { lineMapOf, type TextOf } from '@racewalk/checker';
import type { Diagnostic } from '@racewalk/language';
import { printable, type Style } from './style.ts';

/** More lines than this from one file help nobody. */
export const diagnosticsShownMax = 50;
/** A longer line is cut around the place meant. */
const lineShown = 120;

/** All diagnostics of a file as text, with a last line for those left out. */
export function diagnosticsText(
  diagnostics: readonly Diagnostic[],
  textOf: TextOf,
  style: Style,
): string {
  const shown = diagnostics.slice(0, diagnosticsShownMax);
  const left = diagnostics.length - shown.length;
  const texts = shown.map((diagnostic) => diagnosticText(diagnostic, textOf, style));
  if (left > 0) texts.push(`... and ${left} more, not shown\n`);
  return texts.join('');
}

function diagnosticText(diagnostic: Diagnostic, textOf: TextOf, style: Style): string {
  const { file, start, severity, code, message } = diagnostic;
  const text = textOf(file);
  const place = placeText(file, start, text);
  const [first = '', ...more] = printable(message).split('\n');
  const paint = severity === 'error' ? style.bad : style.unsure;
  const lines = [`${style.strong(place)}: ${paint(`${severity} ${code}`)}: ${first}`];
  if (text !== undefined) lines.push(...excerpt(diagnostic, text, style));
  lines.push(...more.map((line) => `  ${line}`));
  for (const related of diagnostic.related) {
    const at = placeText(related.file, related.start, textOf(related.file));
    lines.push(`  ${at}: note: ${printable(related.message)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** `path:line:column`, both from 1; only the path where there is no text to count in. */
function placeText(file: string, offset: number, text: string | undefined): string {
  if (text === undefined) return printable(file);
  const { line, character } = lineMapOf(text).positionOf(offset);
  return `${printable(file)}:${line + 1}:${character + 1}`;
}

function excerpt(diagnostic: Diagnostic, text: string, style: Style): string[] {
  const map = lineMapOf(text);
  const { line, character } = map.positionOf(diagnostic.start);
  const whole = map.lineText(line);
  if (whole.trim() === '') return [];
  const from = whole.length <= lineShown ? 0 : Math.max(0, character - Math.floor(lineShown / 2));
  const source = printable(whole.slice(from, from + lineShown));
  const at = character - from;
  const length = Math.min(diagnostic.end - diagnostic.start, source.length - at);
  const number = String(line + 1).padStart(5);
  const margin = source.slice(0, at).replace(/[^\t]/gu, ' ');
  const carets = '^'.repeat(Math.max(1, length));
  return [`${number} | ${source}`, `      | ${margin}${style.strong(carets)}`];
}
