// One client's session: says what the server can do, takes texts and settings in, and wires the
// parts together.

import type { SourceFile } from '@racewalk/language';
import {
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  type InitializeParams,
  TextDocuments,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ReadFile } from '../documents/files.ts';
import type { ListFiles, RaceFiles } from '../documents/folders.ts';
import { nameOf } from '../documents/names.ts';
import {
  isListAnswer,
  isReadAnswer,
  listRequest,
  readRequest,
  type StartOptions,
  startOptions,
} from '../protocol.ts';
import type { Clock } from '../run/clock.ts';
import type { SpawnWorker } from '../run/supervisor.ts';
import { settingsFrom } from '../settings.ts';
import { answerBench } from './bench-requests.ts';
import { abilitiesOf, whatWeCan } from './capabilities.ts';
import { relayDebug } from './debug-relay.ts';
import { answerFormatRequests } from './format-requests.ts';
import { safely } from './guarded.ts';
import { answerPulls, PulledDiagnostics } from './pull.ts';
import { answerRequests } from './requests.ts';
import { answerRunRequests } from './run-requests.ts';
import { answerSymbolRequests } from './symbol-requests.ts';
import { answerTestRequests } from './test-requests.ts';
import { answerTextRequests } from './text-requests.ts';
import { TokenAnswers } from './tokens.ts';
import { answerTypingRequests } from './typing-requests.ts';
import { Views } from './views.ts';
import { answerWalkRequests } from './walk-request.ts';
import { Workspace } from './workspace.ts';

/** What differs between hosts. */
export interface SessionHost {
  readonly clock: Clock;
  readonly library: readonly SourceFile[];
  /** Where the exploration runs, as the client says or as the host finds it. */
  readonly spawner: (options: StartOptions) => SpawnWorker;
  /** Reads what the host itself can; the client is asked for the rest. */
  readonly read: ReadFile;
  /** Lists what the host itself can; the client is asked for the rest. */
  readonly list: ListFiles;
}

export type StartSession = (connection: Connection, host: SessionHost) => void;

export function startSession(connection: Connection, host: SessionHost): void {
  let capabilities: ClientCapabilities = {};
  let parts: Parts | undefined;
  let askSettings: () => void = () => undefined;
  connection.onInitialize((params) => {
    capabilities = params.capabilities;
    parts = build(connection, host, params);
    followTexts(connection, parts);
    followFolders(connection, parts.workspace, params);
    askSettings = followSettings(connection, parts.workspace, capabilities);
    return whatWeCan(parts.views.client);
  });
  connection.onInitialized(() => {
    register(connection, capabilities);
    askSettings();
  });
  connection.onShutdown(() => {
    parts?.endDebugging();
    parts?.views.stop();
    parts?.workspace.dispose();
  });
  connection.listen();
}

interface Parts {
  readonly workspace: Workspace;
  readonly views: Views;
  readonly endDebugging: () => void;
  /** Drops what was kept of a text that is closed. */
  readonly forget: (name: string) => void;
}

function build(connection: Connection, host: SessionHost, params: InitializeParams): Parts {
  const log = connection.console;
  const { clock, library } = host;
  const spawn = host.spawner(startOptions(params.initializationOptions));
  const read: ReadFile = async (uri) => (await host.read(uri)) ?? readFromClient(connection, uri);
  const list: ListFiles = async (folder, max) =>
    (await host.list(folder, max)) ?? listFromClient(connection, folder, max);
  const workspace: Workspace = new Workspace(
    { clock, library, spawn, read, list },
    {
      diagnostics: (name) => safely(log, 'diagnostics', () => views.publish(name)),
      runs: (name, reason) => views.runsChanged(name, reason),
      failed: (name, message) => log.error(`run of ${name}: ${message}`),
    },
  );
  const views = new Views(connection, workspace, clock);
  const client = abilitiesOf(params.capabilities);
  views.client = client;
  const tokens = new TokenAnswers();
  const pulled = new PulledDiagnostics();
  const all = { connection, workspace, views, clock, client, tokens, library };
  answerRequests(all);
  answerSymbolRequests(all);
  answerTextRequests(all);
  answerTypingRequests(all);
  answerPulls(all, pulled);
  answerRunRequests(all);
  answerBench({ connection, workspace, clock });
  answerFormatRequests(connection, workspace);
  answerTestRequests({ connection, workspace, views });
  answerWalkRequests(all);
  const endDebugging = relayDebug({ connection, workspace, clock, library, read });
  const forget = (name: string): void => {
    tokens.forget(name);
    pulled.forget(name);
  };
  return { workspace, views, endDebugging, forget };
}

/** A client that knows no such request has no file for us. */
async function readFromClient(connection: Connection, uri: string): Promise<string | undefined> {
  try {
    const answer: unknown = await connection.sendRequest(readRequest, { uri });
    return isReadAnswer(answer) ? (answer.text ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

async function listFromClient(
  connection: Connection,
  folder: string,
  max: number,
): Promise<RaceFiles | undefined> {
  try {
    const answer: unknown = await connection.sendRequest(listRequest, { folder, max });
    return isListAnswer(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** The folders of the first moment, and those that come and go. */
function followFolders(
  connection: Connection,
  { folders }: Workspace,
  params: InitializeParams,
): void {
  const first = params.workspaceFolders?.map(({ uri }) => uri) ?? [];
  const root = params.rootUri ?? undefined;
  folders.set(first.length > 0 || root === undefined ? first : [root]);
  if (params.capabilities.workspace?.workspaceFolders !== true) return;
  connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) => {
    const uris = (list: readonly WorkspaceFolder[]) => list.map(({ uri }) => uri);
    folders.change(uris(event.added), uris(event.removed));
  });
}

function followTexts(connection: Connection, { workspace, views, forget }: Parts): void {
  const log = connection.console;
  const documents = new TextDocuments(TextDocument);
  documents.onDidChangeContent(({ document }) => {
    const { uri, version } = document;
    workspace.files.put({ name: nameOf(uri), uri, version, text: document.getText() });
    workspace.touch();
  });
  documents.onDidClose(({ document: { uri } }) =>
    safely(log, 'close', () => {
      workspace.close(nameOf(uri));
      views.clear(nameOf(uri), uri);
      forget(nameOf(uri));
    }),
  );
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) workspace.files.forget(nameOf(uri));
    workspace.touch();
  });
  documents.listen(connection);
}

/** Gives a function that asks the client for its settings. */
function followSettings(
  connection: Connection,
  workspace: Workspace,
  capabilities: ClientCapabilities,
): () => void {
  const apply = (section: unknown): void => {
    const settings = settingsFrom(section);
    const { automaticStates, states } = workspace.runs.settings;
    if (settings.automaticStates === automaticStates && settings.states === states) return;
    const open = workspace.files
      .all()
      .flatMap(({ name }) => workspace.snapshots.current(name) ?? []);
    workspace.runs.restart(open, settings);
  };
  const ask = async (): Promise<void> => {
    if (capabilities.workspace?.configuration !== true) return;
    apply(await connection.workspace.getConfiguration('racewalk'));
  };
  connection.onDidChangeConfiguration(({ settings }: { readonly settings: unknown }) =>
    safely(connection.console, 'settings', () => {
      // Clients send the settings along, or only that there are others.
      if (typeof settings !== 'object' || settings === null) return ask();
      apply('racewalk' in settings ? settings.racewalk : settings);
    }),
  );
  return () => safely(connection.console, 'settings', ask);
}

function register(connection: Connection, { workspace }: ClientCapabilities): void {
  const log = connection.console;
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
    safely(log, 'watch', async () => {
      const watchers = [{ globPattern: '**/*.race' }];
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    });
  }
  if (workspace?.didChangeConfiguration?.dynamicRegistration === true) {
    safely(log, 'settings', async () => {
      const section = { section: 'racewalk' };
      await connection.client.register(DidChangeConfigurationNotification.type, section);
    });
  }
}
