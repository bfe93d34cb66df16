// From an activated extension to one that works: the language client is loaded and starts the server, then
// come the views, each in a turn of its own, so that the extension host can do other work in between.
import { type StartOptions, type StatusMessage, statusNotification } from '@racewalk/server';
import { CancellationError, type LogOutputChannel, type Uri } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { told } from './failures.ts';
import type { Views } from './views.ts';

/** What differs between the hosts. */
export interface Host {
  /** The server, and the script it runs explorations in: a path in Node, a URI in a browser. */
  readonly server: string;
  readonly loadClient: () => Promise<ClientModule>;
}

export interface ClientModule {
  readonly createClient: (server: string, options: LanguageClientOptions) => BaseLanguageClient;
}

interface Parts {
  readonly host: Host;
  readonly extension: Uri;
  readonly log: LogOutputChannel;
}

export class Startup {
  /** Rejects where something could not be loaded, which has been said by then, or when all is over. */
  readonly views: Promise<Views>;
  readonly #parts: Parts;
  #isOver = false;
  #client: BaseLanguageClient | undefined;
  #started: Promise<void> | undefined;
  #loaded: Views | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.views = this.#load();
    void told(parts.log, async () => {
      await this.views;
    });
  }

  /** Ends everything, a server that is still starting, too. */
  async stop(): Promise<void> {
    this.#isOver = true;
    this.#loaded?.dispose();
    this.#loaded = undefined;
    try {
      await this.#started;
      await this.#client?.stop();
    } catch {
      // It has never started, or has ended by itself.
    }
  }

  async #load(): Promise<Views> {
    const { host, extension, log } = this.#parts;
    await this.#nextTurn();
    const { createClient } = await host.loadClient();
    this.#goOn();
    const client = createClient(host.server, options(host, log));
    const started = this.#start(client);
    await this.#nextTurn();
    const { createViews } = await import('./views.ts');
    this.#goOn();
    this.#loaded = createViews({ client, started, extension, log });
    return this.#loaded;
  }

  /** Nobody waits for the server here; requests to it do. */
  #start(client: BaseLanguageClient): Promise<void> {
    const { log } = this.#parts;
    // It may have news before there is a view to show them.
    client.onNotification(statusNotification, (message: StatusMessage) => {
      this.views.then(
        (views) => views.statusChanged(message),
        () => undefined,
      );
    });
    const started = client.start();
    this.#client = client;
    this.#started = started;
    void told(log, async () => {
      await started.finally(() => this.#goOn());
      log.info('The language server has started.');
    });
    return started;
  }

  /**
   * Lets VS Code do what is next, and the process of the server begin, which comes before a timer; nothing goes
   * on in an extension that is over.
   */
  async #nextTurn(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#goOn();
  }

  #goOn(): void {
    if (this.#isOver) throw new CancellationError();
  }
}

function options(host: Host, log: LogOutputChannel): LanguageClientOptions {
  const startOptions: StartOptions = { runWorker: host.server };
  return {
    documentSelector: [{ language: 'race' }],
    initializationOptions: startOptions,
    synchronize: { configurationSection: 'racewalk' },
    outputChannel: log,
    traceOutputChannel: log,
    markdown: { isTrusted: false, supportHtml: false },
  };
}
