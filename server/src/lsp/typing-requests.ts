// Requests that come while somebody types: completion, the signature of a call, code actions.
import { LineIndex } from '@racewalk/language';
import {
  CodeActionKind,
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  type Connection,
  InsertTextFormat,
  type CodeAction as LspAction,
  MarkupKind,
  type SignatureHelp,
} from 'vscode-languageserver';
import type { ActionKind, CodeAction } from '../features/code-action.ts';
import { codeActions } from '../features/code-actions.ts';
import { type Completions, completions } from '../features/completion.ts';
import { completionDocs } from '../features/completion-docs.ts';
import type { Completion, CompletionKind } from '../features/completion-item.ts';
import { repairActions } from '../features/repair-actions.ts';
import { signatureHelp } from '../features/signature-help.ts';
import { isIndex, isRecord } from '../protocol.ts';
import { askedOf, otherTexts, placeOf } from './asked.ts';
import type { ClientAbilities } from './capabilities.ts';
import { lspDiagnostics } from './convert.ts';
import { Places } from './convert-places.ts';
import { guarded } from './guarded.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly views: Views;
  readonly client: ClientAbilities;
}

export function answerTypingRequests(parts: Parts): void {
  const { connection, workspace, views, client } = parts;
  const log = connection.console;
  connection.onCompletion(
    guarded(log, 'completion', (params): CompletionList | null => {
      const at = placeOf(workspace, params);
      if (at === undefined) return null;
      const open = otherTexts(workspace, at.snapshot.analysis);
      const found = completions(at.place, open);
      const data = { uri: params.textDocument.uri, offset: at.place.offset };
      const places = new Places(views.textsOf(at.snapshot));
      return lspCompletions(found, at.place.file, { places, client, data });
    }),
  );
  const resolve = guarded(log, 'completion', (item: CompletionItem) => resolved(item, workspace));
  connection.onCompletionResolve(async (item, token) => (await resolve(item, token)) ?? item);
  connection.onSignatureHelp(
    guarded(log, 'signature help', (params): SignatureHelp | null => {
      const at = placeOf(workspace, params);
      const found = at === undefined ? undefined : signatureHelp(at.place);
      if (found === undefined) return null;
      return {
        signatures: found.signatures.map(({ label, documentation, parameters }) => ({
          label,
          documentation: { kind: MarkupKind.Markdown, value: documentation },
          parameters: parameters.map(({ start, end }) => ({ label: [start, end] })),
        })),
        activeSignature: found.active,
        activeParameter: found.parameter,
      };
    }),
  );
  answerActions(parts);
}

/** Distinct but for functions: what an item means is asked for by its kind. */
const completionKinds: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  function: CompletionItemKind.Function,
  builtin: CompletionItemKind.Function,
  variable: CompletionItemKind.Variable,
  field: CompletionItemKind.Field,
  constant: CompletionItemKind.EnumMember,
  type: CompletionItemKind.Struct,
  word: CompletionItemKind.Keyword,
  property: CompletionItemKind.Property,
  patch: CompletionItemKind.Module,
  thread: CompletionItemKind.Event,
  release: CompletionItemKind.Value,
  snippet: CompletionItemKind.Snippet,
  label: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
};

const kindsBack = new Map<number, CompletionKind>([
  [CompletionItemKind.Function, 'function'],
  [CompletionItemKind.Variable, 'variable'],
  [CompletionItemKind.EnumMember, 'constant'],
  [CompletionItemKind.Struct, 'type'],
  [CompletionItemKind.Keyword, 'word'],
  [CompletionItemKind.Property, 'property'],
  [CompletionItemKind.Module, 'patch'],
  [CompletionItemKind.Event, 'thread'],
  [CompletionItemKind.Snippet, 'snippet'],
]);

interface Listing {
  readonly places: Places;
  readonly client: ClientAbilities;
  readonly data: { readonly uri: string; readonly offset: number };
}

/** What all items share is said once, where the client can read that. */
function lspCompletions(
  { start, end, items }: Completions,
  file: string,
  { places, client, data }: Listing,
): CompletionList {
  const editRange = places.range(file, { start, end });
  const hasRange = client.listDefaults.includes('editRange');
  const hasData = client.listDefaults.includes('data');
  return {
    isIncomplete: false,
    itemDefaults: { ...(hasRange ? { editRange } : {}), ...(hasData ? { data } : {}) },
    items: items.map((one, index) => {
      const item = lspCompletion(one, client, places);
      // Releases have an order of their own; of all else, the alphabet is the best.
      if (one.kind === 'release') item.sortText = `${one.rank} ${String(index).padStart(4, '0')}`;
      const newText = item.textEditText ?? one.label;
      if (!hasRange) {
        item.textEdit = { range: editRange, newText };
        delete item.textEditText;
      }
      if (!hasData) item.data = data;
      return item;
    }),
  };
}

function lspCompletion(
  { label, kind, note, insert, isSnippet, isDeprecated, rank, edits }: Completion,
  client: ClientAbilities,
  places: Places,
): CompletionItem {
  const item: CompletionItem = { label, kind: completionKinds[kind], sortText: String(rank) };
  if (note !== '' && client.labelDetails) item.labelDetails = { description: note };
  else if (note !== '') item.detail = note;
  const isFilled = !isSnippet || client.snippets;
  if (isFilled && insert !== label) item.textEditText = insert;
  if (isSnippet && client.snippets) item.insertTextFormat = InsertTextFormat.Snippet;
  if (isDeprecated) item.tags = [CompletionItemTag.Deprecated];
  if (edits.length > 0) item.additionalTextEdits = edits.map((edit) => places.textEdit(edit));
  return item;
}

function resolved(item: CompletionItem, workspace: Workspace): CompletionItem {
  const data: unknown = item.data;
  const kind = kindsBack.get(item.kind ?? 0);
  if (kind === undefined || !isRecord(data) || !isIndex(data.offset)) return item;
  if (typeof data.uri !== 'string') return item;
  const asked = askedOf(workspace, { uri: data.uri });
  if (asked === undefined) return item;
  const { analysis, name: file } = asked.snapshot;
  const place = { analysis, file, offset: data.offset, results: asked.results };
  const value = completionDocs(place, item.label, kind);
  return value === '' ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}

const actionKinds: Readonly<Record<ActionKind, string>> = {
  quickfix: CodeActionKind.QuickFix,
  'refactor.rewrite': CodeActionKind.RefactorRewrite,
  'refactor.extract': CodeActionKind.RefactorExtract,
  'source.fixAll': CodeActionKind.SourceFixAll,
};

function answerActions({ connection, workspace, views, client }: Parts): void {
  connection.onCodeAction(
    guarded(connection.console, 'code actions', ({ textDocument, range, context }) => {
      const asked = askedOf(workspace, textDocument);
      if (asked === undefined) return null;
      const { snapshot, text, results } = asked;
      const { analysis, name: file } = snapshot;
      const lines = new LineIndex(text);
      const start = lines.offset(range.start);
      const end = lines.offset(range.end);
      const actions = codeActions({
        analysis,
        file,
        text,
        start,
        end,
        shown: views.shown(snapshot),
        results,
        open: otherTexts(workspace, analysis),
      });
      const repairs = repairActions(analysis, { start, end }, workspace.bench.repairs(file));
      const found = [...actions, ...repairs];
      const texts = views.textsOf(snapshot);
      const places = new Places(texts);
      const version = (name: string) => workspace.files.open(name)?.version;
      const wanted = ({ kind }: CodeAction): boolean =>
        context.only === undefined
          ? kind !== 'source.fixAll'
          : context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
      return found.filter(wanted).map(
        (action): LspAction => ({
          title: action.title,
          kind: actionKinds[action.kind],
          isPreferred: action.isPreferred,
          diagnostics:
            action.mends === undefined ? [] : lspDiagnostics([action.mends], text, texts),
          edit: places.workspaceEdit(action.edits, version, client.versionedEdits),
        }),
      );
    }),
  );
}
