// Starts the exploration worker as a thread of Node.
import { Worker } from 'node:worker_threads';
import { explorerRole } from './role.ts';
import type { SpawnWorker } from './supervisor.ts';

/** Heap of the worker, apart from the arrays of the search, which have a limit of their own. */
const heapMb = 1024;

export function spawnNode(script: string): SpawnWorker {
  return ({ message, exit }) => {
    const worker = new Worker(script, {
      workerData: explorerRole,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      stdout: true,
      stderr: true,
    });
    let reason = 'the exploration ended unexpectedly';
    worker.on('message', message);
    worker.on('error', (error: Error & { readonly code?: string }) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError;
      reason = isMemory ? 'out of memory' : `the exploration failed: ${error.message}`;
    });
    worker.on('exit', () => exit(reason));
    return {
      post: (value) => worker.postMessage(value),
      terminate: () => void worker.terminate(),
    };
  };
}
