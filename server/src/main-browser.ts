// The language server in a Web Worker: an editor in a browser, with nothing behind it. The worker
// that explores is this very script.
import { kernelLibrary } from '@racewalk/kernel';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from 'vscode-languageserver/browser';
import { startSession } from './lsp/session.ts';
import { systemClock } from './run/clock.ts';
import { spawnBrowser } from './run/spawn-browser.ts';
import { exploresHere } from './run/worker-browser.ts';

function serve(): void {
  const connection = createConnection(
    new BrowserMessageReader(self as unknown as DedicatedWorkerGlobalScope),
    new BrowserMessageWriter(self as unknown as DedicatedWorkerGlobalScope),
  );
  startSession(connection, {
    clock: systemClock,
    library: kernelLibrary,
    spawner: ({ runWorker }) => spawnBrowser(runWorker ?? 'server-web.js'),
    // All files are the editor's.
    read: () => Promise.resolve(undefined),
  });
}

if (!exploresHere(kernelLibrary)) serve();
