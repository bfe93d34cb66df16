// An editor for tests: a real connection over streams to a server in this process, or to any other.
import { PassThrough } from 'node:stream';
import type { SourceFile } from '@racewalk/language';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { CodeLens, Diagnostic, Hover, Location, Position } from 'vscode-languageserver';
import { createConnection } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startSession } from '../src/lsp/session.ts';
import type { StatusMessage } from '../src/protocol.ts';
import { type Clock, systemClock } from '../src/run/clock.ts';
import { Explorer } from '../src/run/explorer.ts';
import { JobWorker } from '../src/run/jobs.ts';
import type { SpawnWorker } from '../src/run/supervisor.ts';

export const uri = 'file:///project/test.race';

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

export class Client {
  readonly connection: MessageConnection;
  /** Everything that came, in order. */
  readonly published: Published[] = [];
  readonly statuses: StatusMessage[] = [];
  readonly logged: string[] = [];
  readonly progress: unknown[] = [];
  /** What `racewalk/read` answers. */
  readonly files = new Map<string, string>();
  /** What `racewalk/list` finds its files below. */
  folders: readonly string[] = ['file:///project'];
  /** What `workspace/configuration` answers. */
  settings: unknown = null;
  refreshes = 0;
  pullRefreshes = 0;
  hintRefreshes = 0;
  #versions = new Map<string, number>();
  #texts = new Map<string, string>();
  #waiting: (() => void)[] = [];

  constructor(connection: MessageConnection) {
    this.connection = connection;
    const note = (act: () => void): void => {
      act();
      for (const check of [...this.#waiting]) check();
    };
    connection.onNotification('textDocument/publishDiagnostics', (params: Published) =>
      note(() => this.published.push(params)),
    );
    connection.onNotification('racewalk/status', (params: StatusMessage) =>
      note(() => this.statuses.push(params)),
    );
    connection.onNotification('window/logMessage', ({ message }: { message: string }) =>
      note(() => this.logged.push(message)),
    );
    connection.onNotification('$/progress', (params: unknown) =>
      note(() => this.progress.push(params)),
    );
    connection.onRequest('racewalk/read', ({ uri: asked }: { uri: string }) => ({
      text: this.files.get(asked) ?? null,
    }));
    connection.onRequest('racewalk/list', ({ folder, max }: { folder: string; max: number }) => {
      const uris = [...this.files.keys()].filter((one) => one.startsWith(`${folder}/`));
      return { uris: uris.slice(0, max), isAll: uris.length <= max };
    });
    connection.onRequest('workspace/configuration', () => [this.settings]);
    connection.onRequest('workspace/codeLens/refresh', () => {
      note(() => (this.refreshes += 1));
      return null;
    });
    connection.onRequest('workspace/diagnostic/refresh', () => {
      note(() => (this.pullRefreshes += 1));
      return null;
    });
    connection.onRequest('workspace/inlayHint/refresh', () => {
      note(() => (this.hintRefreshes += 1));
      return null;
    });
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.listen();
  }

  /** `more`: capabilities by area, beside those that every test has. */
  async initialize(
    initializationOptions: unknown = {},
    more: { readonly workspace?: object; readonly textDocument?: object } = {},
  ): Promise<unknown> {
    const answer = await this.connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: this.folders.map((folder) => ({ uri: folder, name: folder })),
      initializationOptions,
      capabilities: {
        workspace: {
          configuration: true,
          workspaceFolders: true,
          codeLens: { refreshSupport: true },
          didChangeWatchedFiles: { dynamicRegistration: true },
          ...more.workspace,
        },
        textDocument: more.textDocument ?? {},
        window: { workDoneProgress: true },
      },
    });
    await this.connection.sendNotification('initialized', {});
    return answer;
  }

  async open(text: string, at = uri): Promise<void> {
    this.#versions.set(at, 1);
    this.#texts.set(at, text);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: at, languageId: 'race', version: 1, text },
    });
  }

  /** Replaces a part of the text, as a keystroke does. */
  async edit(from: string, to: string, at = uri): Promise<void> {
    const text = this.text(at);
    const start = text.indexOf(from);
    if (start < 0) throw new Error(`the text has no ${from}`);
    const document = TextDocument.create(at, 'race', 0, text);
    const version = (this.#versions.get(at) ?? 0) + 1;
    this.#versions.set(at, version);
    this.#texts.set(at, text.slice(0, start) + to + text.slice(start + from.length));
    const range = {
      start: document.positionAt(start),
      end: document.positionAt(start + from.length),
    };
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: at, version },
      contentChanges: [{ range, text: to }],
    });
  }

  async close(at = uri): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri: at } });
  }

  text(at = uri): string {
    return this.#texts.get(at) ?? '';
  }

  version(at = uri): number {
    return this.#versions.get(at) ?? 0;
  }

  positionOf(needle: string, at = uri): Position {
    const offset = this.text(at).indexOf(needle);
    if (offset < 0) throw new Error(`the text has no ${needle}`);
    return TextDocument.create(at, 'race', 0, this.text(at)).positionAt(offset);
  }

  /** The titles of all lenses, with the line they stand on. */
  async lenses(at = uri): Promise<string[]> {
    const lenses = await this.connection.sendRequest<CodeLens[] | null>('textDocument/codeLens', {
      textDocument: { uri: at },
    });
    return (lenses ?? []).map(({ range, command }) => `${range.start.line + 1}: ${command?.title}`);
  }

  async hover(needle: string, at = uri): Promise<string> {
    const hover = await this.connection.sendRequest<Hover | null>('textDocument/hover', {
      textDocument: { uri: at },
      position: this.positionOf(needle, at),
    });
    const contents = hover?.contents;
    return typeof contents === 'object' && 'value' in contents ? contents.value : '';
  }

  async definition(needle: string, at = uri): Promise<Location[]> {
    const found = await this.connection.sendRequest<Location[] | null>('textDocument/definition', {
      textDocument: { uri: at },
      position: this.positionOf(needle, at),
    });
    return found ?? [];
  }

  diagnostics(at = uri): readonly string[] {
    const last = this.published.findLast((one) => one.uri === at);
    return (last?.diagnostics ?? []).map(({ range, code, message }) => {
      const text = typeof message === 'string' ? message : message.value;
      return `${range.start.line + 1}: ${code} ${text.split('\n')[0]}`;
    });
  }

  /** Resolves once the condition holds; it is looked at whenever something arrives. */
  until(what: string, condition: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.#waiting = this.#waiting.filter((one) => one !== check);
        settle();
      };
      const check = (): void => {
        if (condition()) end(resolve);
      };
      const known = (): string =>
        JSON.stringify([this.statuses.at(-1), this.diagnostics(), this.logged]);
      const timer = setTimeout(() => end(() => reject(new Error(`${what}: ${known()}`))), 15_000);
      this.#waiting.push(check);
      check();
    });
  }

  /** The runs of the newest text are over. */
  async settled(at = uri): Promise<void> {
    const version = this.version(at);
    await this.until('diagnostics of the newest text', () =>
      this.published.some((one) => one.uri === at && one.version === version),
    );
    await this.until('the end of the runs', () => {
      const last = this.statuses.findLast((one) => one.uri === at && one.version === version);
      return last !== undefined && last.state !== 'running';
    });
  }

  async shutdown(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }

  /** Only for a server in a process of its own: it ends the process. */
  async exit(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    this.connection.dispose();
  }
}

/** The exploration in this thread; between slices other messages come in, as in a worker. */
export function spawnHere(library: readonly SourceFile[]): SpawnWorker {
  return ({ message }) => {
    let isAlive = true;
    const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const post = (value: unknown): void => {
      const copy: unknown = structuredClone(value);
      setImmediate(() => isAlive && message(copy));
    };
    const explorer = new Explorer({ post, pause }, new JobWorker(library, () => performance.now()));
    return {
      post: (value) => setImmediate(() => explorer.receive(structuredClone(value))),
      terminate: () => {
        isAlive = false;
      },
    };
  };
}

/** A server in this process with a client to it. */
export async function connected(
  library: readonly SourceFile[],
  options: {
    readonly spawn?: SpawnWorker;
    readonly clock?: Clock;
    readonly settings?: unknown;
    readonly capabilities?: { readonly workspace?: object; readonly textDocument?: object };
  } = {},
): Promise<Client> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  startSession(server, {
    clock: options.clock ?? systemClock,
    library,
    spawner: () => options.spawn ?? spawnHere(library),
    read: () => Promise.resolve(undefined),
    list: () => Promise.resolve(undefined),
  });
  const client = new Client(
    createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer)),
  );
  client.settings = options.settings ?? null;
  await client.initialize({}, options.capabilities);
  return client;
}
