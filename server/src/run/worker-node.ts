// The exploration worker in Node: a thread of the server's own script, so that what both know is
// shipped once.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { ExplorerChannel } from './explore.ts';
import { explorerRole } from './role.ts';

/** The way to the server, if this thread was started to explore. */
export function explorerChannel(): ExplorerChannel | undefined {
  const port = parentPort;
  if (isMainThread || port === null || workerData !== explorerRole) return undefined;
  return {
    post: (message) => port.postMessage(message),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    listen: (receive) => port.on('message', receive),
  };
}
