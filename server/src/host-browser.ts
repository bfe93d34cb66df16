// The language server in a Web Worker: an editor in a browser, with nothing behind it.
import type { SourceFile } from '@racewalk/language';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from 'vscode-languageserver/browser';
import type { StartSession } from './lsp/session.ts';
import { systemClock } from './run/clock.ts';
import { spawnBrowser } from './run/spawn-browser.ts';

export { explorerChannel } from './run/worker-browser.ts';

/** Serves the client that started this worker. */
export function serve(start: StartSession, library: readonly SourceFile[]): void {
  const connection = createConnection(
    new BrowserMessageReader(self as unknown as DedicatedWorkerGlobalScope),
    new BrowserMessageWriter(self as unknown as DedicatedWorkerGlobalScope),
  );
  start(connection, {
    clock: systemClock,
    library,
    spawner: ({ runWorker }) => spawnBrowser(runWorker ?? 'server.js'),
    // All files are the editor's.
    read: () => Promise.resolve(undefined),
    list: () => Promise.resolve(undefined),
  });
}
