// What both hosts share: the language client, the commands, the status item and the run documents.
// It knows nothing of kernels or searches; that is the server's.
import { type StartOptions, type StatusMessage, statusNotification } from '@racewalk/server';
import { type ExtensionContext, type LogOutputChannel, window } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { registerCommands } from './commands.ts';
import { readTexts } from './files.ts';
import { LoadBearingMarks } from './load-bearing.ts';
import { RunDocuments } from './run-documents.ts';
import { StatusItem } from './status-item.ts';

/** What differs between the hosts. */
export interface Host {
  /** Where the server finds the script it runs explorations in: a path in Node, a URI in a browser. */
  readonly runWorker: string;
  create(id: string, name: string, options: LanguageClientOptions): BaseLanguageClient;
}

export async function start(context: ExtensionContext, host: Host): Promise<void> {
  const log = window.createOutputChannel('Racewalk', { log: true });
  const client = host.create('racewalk', 'Racewalk', options(host, log));
  const documents = new RunDocuments(client);
  const status = new StatusItem();
  const loadBearing = new LoadBearingMarks(client);
  context.subscriptions.push(
    log,
    documents,
    status,
    loadBearing,
    readTexts(client),
    client.onNotification(statusNotification, (message: StatusMessage) => {
      status.update(message);
      documents.statusChanged(message);
    }),
    ...registerCommands({ client, documents, status, loadBearing, log }),
    { dispose: () => void client.stop().catch(() => undefined) },
  );
  await client.start();
  log.info('The language server has started.');
}

function options(host: Host, log: LogOutputChannel): LanguageClientOptions {
  const startOptions: StartOptions = { runWorker: host.runWorker };
  return {
    documentSelector: [{ language: 'race' }],
    initializationOptions: startOptions,
    synchronize: { configurationSection: 'racewalk' },
    outputChannel: log,
    traceOutputChannel: log,
    markdown: { isTrusted: false, supportHtml: false },
  };
}
