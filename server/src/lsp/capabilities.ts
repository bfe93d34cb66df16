// What the server can do, as told to a client, and what the client can do that we ask about.
import {
  type ClientCapabilities,
  CodeActionKind,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { libraryScheme } from '../documents/names.ts';
import { formattingCapabilities } from './format-requests.ts';
import { legend } from './tokens.ts';

const always: InitializeResult = {
  serverInfo: { name: 'racewalk' },
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    codeLensProvider: {},
    hoverProvider: true,
    definitionProvider: true,
    inlineValueProvider: true,
    typeDefinitionProvider: true,
    referencesProvider: { workDoneProgress: true },
    renameProvider: { prepareProvider: true },
    documentHighlightProvider: true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: { workDoneProgress: true },
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    linkedEditingRangeProvider: true,
    callHierarchyProvider: true,
    documentLinkProvider: {},
    inlayHintProvider: true,
    semanticTokensProvider: { legend, full: { delta: true }, range: true },
    completionProvider: { triggerCharacters: ['.', '>'], resolveProvider: true },
    signatureHelpProvider: { triggerCharacters: ['(', ','] },
    codeActionProvider: {
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.RefactorRewrite,
        CodeActionKind.RefactorExtract,
        CodeActionKind.SourceFixAll,
      ],
    },
    ...formattingCapabilities,
    workspace: {
      textDocumentContent: { schemes: [libraryScheme] },
      workspaceFolders: { supported: true, changeNotifications: true },
    },
  },
};

/** Who is not told that diagnostics are others now would not ask again: they are pushed to it. */
export function whatWeCan({ pullsDiagnostics }: ClientAbilities): InitializeResult {
  if (!pullsDiagnostics) return always;
  const diagnosticProvider = {
    identifier: 'racewalk',
    interFileDependencies: true,
    workspaceDiagnostics: true,
  };
  return { ...always, capabilities: { ...always.capabilities, diagnosticProvider } };
}

export interface ClientAbilities {
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  /** It asks for diagnostics, also again when it is told that they are others. */
  readonly pullsDiagnostics: boolean;
  readonly snippets: boolean;
  readonly labelDetails: boolean;
  /** Parts of a completion that a list may say once for all its items. */
  readonly listDefaults: readonly string[];
  readonly versionedEdits: boolean;
}

export function abilitiesOf({ workspace, textDocument }: ClientCapabilities): ClientAbilities {
  const { completionItem, completionList } = textDocument?.completion ?? {};
  const pulls = textDocument?.diagnostic !== undefined;
  return {
    refreshesLenses: workspace?.codeLens?.refreshSupport ?? false,
    refreshesHints: workspace?.inlayHint?.refreshSupport ?? false,
    pullsDiagnostics: pulls && (workspace?.diagnostics?.refreshSupport ?? false),
    snippets: completionItem?.snippetSupport ?? false,
    labelDetails: completionItem?.labelDetailsSupport ?? false,
    listDefaults: completionList?.itemDefaults ?? [],
    versionedEdits: workspace?.workspaceEdit?.documentChanges ?? false,
  };
}

/** Before the client has said anything. */
export const noAbilities: ClientAbilities = abilitiesOf({});
