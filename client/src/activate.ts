// What both hosts share: the language client, the commands, the status item and the run documents.
// It knows nothing of kernels or searches; that is the server's.
import {
  runCommand,
  type StartOptions,
  type StatusMessage,
  shownRunNotification,
  statusNotification,
} from '@racewalk/server';
import type { ShownRun } from '@racewalk/webview';
import { type ExtensionContext, type LogOutputChannel, window } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { registerBench } from './bench/register.ts';
import { atCursor, registerCommands, told } from './commands.ts';
import { registerDebugging } from './debug/register.ts';
import { listTexts, readTexts } from './files.ts';
import { LoadBearingMarks } from './load-bearing.ts';
import { registerNewScenario } from './new-scenario.ts';
import { RunDocuments } from './run-documents.ts';
import { StatusItem } from './status-item.ts';
import { TestExplorer } from './tests/explorer.ts';
import { registerWalk } from './walk/register.ts';
import { ShownRuns } from './walk/shown-runs.ts';
import { followSteps } from './walk/step-numbers.ts';
import { Walker } from './walk/walker.ts';

/** What differs between the hosts. */
export interface Host {
  /** Where the server finds the script it runs explorations in: a path in Node, a URI in a browser. */
  readonly runWorker: string;
  create(id: string, name: string, options: LanguageClientOptions): BaseLanguageClient;
}

export function start(context: ExtensionContext, host: Host): void {
  const log = window.createOutputChannel('Racewalk', { log: true });
  const client = host.create('racewalk', 'Racewalk', options(host, log));
  const inView = new ShownRuns((message) => {
    void client.sendNotification(shownRunNotification, message).catch(() => undefined);
  });
  const documents = new RunDocuments(client, inView);
  const status = new StatusItem();
  const loadBearing = new LoadBearingMarks(client);
  const say = (action: () => Promise<void>): void => void told({ log }, action);
  const walker = new Walker({ client, extension: context.extensionUri, told: say });
  const { bench, disposables } = registerBench({
    client,
    extension: context.extensionUri,
    told: say,
  });
  const explorer = new TestExplorer(client, log);
  context.subscriptions.push(
    log,
    explorer,
    documents,
    status,
    loadBearing,
    ...disposables,
    readTexts(client),
    listTexts(client),
    client.onNotification(statusNotification, (message: StatusMessage) => {
      status.update(message);
      documents.statusChanged(message);
      bench.statusChanged(message);
      walker.statusChanged(message);
      say(() => explorer.statusChanged(message));
    }),
    walker,
    ...registerCommands({ client, documents, status, loadBearing, bench, log }),
    followSteps(inView, walker.shown),
    registerNewScenario({ client, extension: context.extensionUri, log }),
    ...registerWalk({
      walker,
      told: say,
      atCursor: runAtCursor,
      ofTest: (test) => explorer.shownRun(test),
    }),
    ...registerDebugging(client, log),
    { dispose: () => void client.stop().catch(() => undefined) },
  );
  // The window does not wait for the server; requests to it do.
  say(async () => {
    await client.start();
    log.info('The language server has started.');
  });
}

/** Failing runs have a lens of their own; any other scenario is walked by that which runs it. */
async function runAtCursor(): Promise<ShownRun | undefined> {
  const run = await atCursor(runCommand);
  if (run === undefined) return undefined;
  const { uri, scenario, variant } = run;
  return { uri, scenario, variant, choice: undefined };
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
