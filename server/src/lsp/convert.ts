// From our plain data to LSP's, and back: the only place that knows both.
import { type Diagnostic, LineIndex } from '@racewalk/language';
import {
  type CodeLens,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  type InlineValue,
  type Location,
  type Diagnostic as LspDiagnostic,
  type Hover as LspHover,
  MarkupKind,
  type Position,
  type Range,
  SymbolKind,
} from 'vscode-languageserver';
import { uriOf } from '../documents/names.ts';
import type { Lens } from '../features/code-lens.ts';
import type { Hover } from '../features/hover.ts';
import { pageOf } from '../features/pages.ts';
import type { FilePlace } from '../features/place.ts';
import type { Outline } from '../features/symbols.ts';

/** Texts by name, for positions; the URI under which the client knows a file. */
export interface Texts {
  readonly text: (name: string) => string;
  readonly uri: (name: string) => string;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

export function offsetOf(text: string, position: Position): number {
  return new LineIndex(text).offset(position);
}

function rangeOf(lines: LineIndex, { start, end }: Span): Range {
  return { start: lines.position(start), end: lines.position(end) };
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

/** What could be left out: editors fade it. */
const idle: ReadonlySet<string> = new Set(['RW0905']);

export function lspDiagnostics(
  diagnostics: readonly Diagnostic[],
  text: string,
  texts: Texts,
): LspDiagnostic[] {
  const lines = new LineIndex(text);
  return diagnostics.map((diagnostic) => ({
    range: rangeOf(lines, diagnostic),
    severity: severities[diagnostic.severity],
    code: diagnostic.code,
    codeDescription: { href: pageOf(diagnostic.code) },
    source: 'racewalk',
    message: diagnostic.message,
    ...(idle.has(diagnostic.code) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    relatedInformation: diagnostic.related.map((place) => ({
      location: locationOf(place, texts),
      message: place.message,
    })),
  }));
}

export function locationOf({ file, start, end }: FilePlace, texts: Texts): Location {
  const lines = new LineIndex(texts.text(file));
  return { uri: texts.uri(file), range: rangeOf(lines, { start, end }) };
}

export function lspLenses(lenses: readonly Lens[], text: string): CodeLens[] {
  const lines = new LineIndex(text);
  return lenses.map((lens) => ({
    range: rangeOf(lines, lens),
    command: { title: lens.title, command: lens.command ?? '', arguments: [...lens.arguments] },
  }));
}

export function lspHover(hover: Hover, text: string): LspHover {
  return {
    contents: { kind: MarkupKind.Markdown, value: hover.markdown },
    range: rangeOf(new LineIndex(text), hover),
  };
}

/** The debugger is asked for the value of what stands there. */
export function lspInlineValues(spans: readonly Span[], text: string): InlineValue[] {
  const lines = new LineIndex(text);
  return spans.map((span) => ({
    range: rangeOf(lines, span),
    expression: text.slice(span.start, span.end),
  }));
}

export const symbolKinds = {
  scenario: SymbolKind.Module,
  thread: SymbolKind.Event,
  variant: SymbolKind.Namespace,
  function: SymbolKind.Function,
  property: SymbolKind.Property,
  patch: SymbolKind.Package,
  type: SymbolKind.Struct,
  variable: SymbolKind.Variable,
} as const;

export function lspSymbols(outlines: readonly Outline[], text: string): DocumentSymbol[] {
  const lines = new LineIndex(text);
  const convert = (outline: Outline): DocumentSymbol => ({
    name: outline.name,
    detail: outline.detail,
    kind: symbolKinds[outline.kind],
    range: rangeOf(lines, outline),
    selectionRange: rangeOf(lines, { start: outline.nameStart, end: outline.nameEnd }),
    children: outline.children.map(convert),
  });
  return outlines.map(convert);
}

/** The client's own spelling of a URI, where it has one. */
export function uriFrom(open: { readonly uri: string } | undefined, name: string): string {
  return open?.uri ?? uriOf(name);
}
