// Tests of diagnostics are texts with the expected diagnostics under the offending lines:
//
//     x = 1
//         //^ error RW0102: expected ';' after the expression, found '}'
//     //<^^^ marks what begins under its own slashes, for columns 0 and 1.
//
// The first caret stands under the first character, one caret for each character on that line.
import { expect } from 'vitest';
import type { Diagnostic } from '../src/diagnostics/diagnostic.ts';
import { LineIndex } from '../src/syntax/lines.ts';
import { parse } from '../src/syntax/parse.ts';

interface Annotation {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly text: string;
}

const annotationLine = /^(\s*\/\/)(<|\s*)(\^+) ((?:error|warning|information|hint) .*)$/;

/** The parser's diagnostics are exactly the annotated ones. */
export function checkSyntax(annotated: string): void {
  checkDiagnostics(annotated, (text) => parse(text, 'test.race').diagnostics);
}

/** `diagnose` finds exactly the annotated diagnostics in the text without its annotations. */
export function checkDiagnostics(
  annotated: string,
  diagnose: (text: string) => readonly Diagnostic[],
): void {
  const { text, annotations } = withoutAnnotations(annotated);
  expect(annotate(text, diagnose(text))).toBe(render(text, annotations));
}

/** The text with its diagnostics under their lines. */
export function annotate(text: string, diagnostics: readonly Diagnostic[]): string {
  const lines = new LineIndex(text);
  return render(
    text,
    diagnostics.map(({ start, end, severity, code, message }) => {
      const { line, character } = lines.position(start);
      const lineEnd = lines.lineSpan(line).end;
      const length = Math.max(1, Math.min(end, lineEnd) - start);
      return { line, character, length, text: `${severity} ${code}: ${message}` };
    }),
  );
}

/** Takes the annotation lines out of a text. */
export function withoutAnnotations(annotated: string): {
  readonly text: string;
  readonly annotations: readonly Annotation[];
} {
  const lines: string[] = [];
  const annotations: Annotation[] = [];
  for (const line of annotated.split('\n')) {
    const [, slashes = '', gap = '', carets = '', text = ''] = annotationLine.exec(line) ?? [];
    if (carets === '') {
      lines.push(line);
      continue;
    }
    const character = gap === '<' ? slashes.length - 2 : slashes.length + gap.length;
    annotations.push({ line: lines.length - 1, character, length: carets.length, text });
  }
  return { text: lines.join('\n'), annotations };
}

function render(text: string, annotations: readonly Annotation[]): string {
  const rows: string[] = [];
  text.split('\n').forEach((line, index) => {
    rows.push(line);
    const here = annotations
      .filter((annotation) => annotation.line === index)
      .sort((one, other) => one.character - other.character || (one.text < other.text ? -1 : 1));
    for (const annotation of here) rows.push(renderOne(annotation));
  });
  return rows.join('\n');
}

function renderOne({ character, length, text }: Annotation): string {
  const carets = '^'.repeat(length);
  if (character < 2) return `${' '.repeat(character)}//<${carets} ${text}`;
  return `${' '.repeat(character - 2)}//${carets} ${text}`;
}
