// The exploration worker in Node: a thread of the server's own script, so that what both know is
// shipped once.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { SourceFile } from '@racewalk/language';
import { Explorer } from './explorer.ts';
import { JobWorker } from './jobs.ts';
import { explorerRole } from './role.ts';

/** Explores for the server, if this thread was started for that; false: it was not. */
export function exploresHere(library: readonly SourceFile[]): boolean {
  const port = parentPort;
  if (isMainThread || port === null || workerData !== explorerRole) return false;
  const explorer = new Explorer(
    {
      post: (message) => port.postMessage(message),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
    },
    new JobWorker(library, () => performance.now()),
  );
  port.on('message', (value: unknown) => explorer.receive(value));
  return true;
}
