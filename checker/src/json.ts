// The document that `racewalk check --json` prints. The same input gives the same bytes on every
// machine: no times, no host names, keys in a fixed order. schemas/racewalk.check-1.schema.json is
// its description for other programs.
import type { Diagnostic } from '@racewalk/language';
import { type LineMap, lineMapOf, type Position } from './line-map.ts';
import type { VariantReport } from './report.ts';

/** Fields are only ever added under one version. */
export const checkSchema = 'racewalk.check/1';

export interface DiagnosticReport {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  /** The file it stands in: the file of the entry, or one that it includes. */
  readonly file: string;
  /** Lines and characters from 0, the end exclusive, characters in UTF-16 units: as in LSP. */
  readonly range: { readonly start: Position; readonly end: Position };
}

export interface ScenarioReport {
  readonly name: string;
  readonly variants: readonly VariantReport[];
}

export interface FileReport {
  readonly path: string;
  readonly diagnostics: readonly DiagnosticReport[];
  readonly scenarios: readonly ScenarioReport[];
}

export interface CheckDocument {
  readonly schema: typeof checkSchema;
  readonly files: readonly FileReport[];
}

/** Gives the text of a file by its name, for positions; undefined where it could not be read. */
export type TextOf = (name: string) => string | undefined;

/** Diagnostics with positions, each only once. */
export function diagnosticReports(
  diagnostics: readonly Diagnostic[],
  textOf: TextOf,
): DiagnosticReport[] {
  const maps = new Map<string, LineMap>();
  return distinct(diagnostics).map((diagnostic) => {
    const { file } = diagnostic;
    const map = maps.get(file) ?? lineMapOf(textOf(file) ?? '');
    maps.set(file, map);
    return {
      code: diagnostic.code,
      severity: diagnostic.severity,
      message: diagnostic.message,
      file,
      range: { start: map.positionOf(diagnostic.start), end: map.positionOf(diagnostic.end) },
    };
  });
}

/** The same text in two variants is the same mistake, made once. Order is kept. */
export function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, file, start, end, message }) => {
    const key = JSON.stringify([code, file, start, end, message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Those of the file first, then by file; in a file by place. Equal places keep their order. */
export function inOrder(file: string, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => {
    if (a.file === b.file) return a.start - b.start || a.end - b.end;
    if (a.file === file || b.file === file) return a.file === file ? -1 : 1;
    return a.file < b.file ? -1 : 1;
  });
}

/** The document as text, ended by a line end. */
export function jsonText(files: readonly FileReport[]): string {
  const document: CheckDocument = { schema: checkSchema, files };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
