// Starts the exploration worker as a Web Worker inside the server's own.
import { explorerRole } from './role.ts';
import type { SpawnWorker } from './supervisor.ts';

export function spawnBrowser(script: string): SpawnWorker {
  return ({ message, exit }) => {
    const worker = new Worker(script, { name: explorerRole });
    worker.onmessage = (event: MessageEvent<unknown>) => message(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      exit(
        event.message === undefined
          ? 'the exploration failed'
          : `the exploration failed: ${event.message}`,
      );
    };
    return { post: (value) => worker.postMessage(value), terminate: () => worker.terminate() };
  };
}
