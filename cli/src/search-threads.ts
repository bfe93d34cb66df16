// Threads of Node that help a search.
import { Worker } from 'node:worker_threads';
import type { SearchThreads } from '@racewalk/simulator';

/** Starts so many threads from a script. They don't keep the process from ending. */
export function startThreads(script: string, count: number): SearchThreads {
  const workers = Array.from({ length: count }, () => new Worker(script));
  for (const worker of workers) {
    worker.unref();
    // Without its help the search goes on; one that it waits for is missed there.
    worker.on('error', (error) => process.emitWarning(`a search thread ended: ${error.message}`));
  }
  return { count, start: (thread, job) => workers[thread]?.postMessage(job) };
}
