// Requests about a place or a text: each calls one pure function of features/ and converts its
// answer. Those about symbols, whole texts and typing are in files of their own.
import type {
  Connection,
  TextDocumentIdentifier,
  TextDocumentPositionParams,
} from 'vscode-languageserver';
import { lenses } from '../features/code-lens.ts';
import { definition } from '../features/definition.ts';
import { hover } from '../features/hover.ts';
import { inlineExpressions } from '../features/inline-values.ts';
import { contentOf } from '../features/pages.ts';
import { outline } from '../features/symbols.ts';
import { askedOf, placeOf } from './asked.ts';
import {
  locationOf,
  lspHover,
  lspInlineValues,
  lspLenses,
  lspSymbols,
  offsetOf,
} from './convert.ts';
import { guarded } from './guarded.ts';
import type { Views } from './views.ts';
import type { Workspace, WorkspaceHost } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly views: Views;
  readonly library: WorkspaceHost['library'];
}

export function answerRequests(parts: Parts): void {
  const { connection, workspace, views, library } = parts;
  const log = connection.console;
  connection.onCodeLens(guarded(log, 'code lens', (params) => lensAnswer(workspace, params)));
  connection.onHover(guarded(log, 'hover', (params) => hoverAnswer(workspace, views, params)));
  connection.onDefinition(
    guarded(log, 'definition', (params) => {
      const at = placeOf(workspace, params);
      if (at === undefined) return null;
      const texts = views.textsOf(at.snapshot);
      return definition(at.place).map((target) => locationOf(target, texts));
    }),
  );
  connection.onDocumentSymbol(
    guarded(log, 'symbols', ({ textDocument }) => {
      const asked = askedOf(workspace, textDocument);
      if (asked === undefined) return null;
      const { analysis, name } = asked.snapshot;
      return lspSymbols(outline(analysis, name), asked.text);
    }),
  );
  connection.languages.inlineValue.on(
    guarded(log, 'inline values', ({ textDocument, context }) => {
      const asked = askedOf(workspace, textDocument);
      if (asked === undefined) return null;
      const { analysis, name } = asked.snapshot;
      const stopped = offsetOf(asked.text, context.stoppedLocation.end);
      return lspInlineValues(inlineExpressions(analysis, name, stopped), asked.text);
    }),
  );
  connection.workspace.textDocumentContent.on(
    guarded(log, 'library text', ({ uri }) => {
      const text = contentOf(uri, library);
      return text === undefined ? null : { text };
    }),
  );
}

function hoverAnswer(
  workspace: Workspace,
  views: Views,
  params: TextDocumentPositionParams,
): ReturnType<typeof lspHover> | null {
  const at = placeOf(workspace, params);
  if (at === undefined) return null;
  const found = hover(at.place, views.shown(at.snapshot));
  return found === undefined ? null : lspHover(found, at.text);
}

function lensAnswer(
  workspace: Workspace,
  { textDocument }: { readonly textDocument: TextDocumentIdentifier },
): ReturnType<typeof lspLenses> | null {
  const asked = askedOf(workspace, textDocument);
  if (asked === undefined) return null;
  const { name, uri, revision, analysis } = asked.snapshot;
  const { runs } = workspace;
  const found = lenses({
    uri,
    revision,
    scenarios: analysis.scenarios,
    results: runs.results(name),
    automaticStates: runs.settings.automaticStates,
  });
  return lspLenses(found, asked.text);
}
