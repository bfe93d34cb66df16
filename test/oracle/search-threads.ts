// Threads of Node for searches in tests, from the text that the command runs in its own.
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import type { SearchThreads } from '../../simulator/src/index.ts';

const source = fileURLToPath(new URL('../../cli/src/search-thread.ts', import.meta.url));

export interface TestThreads {
  readonly threads: SearchThreads;
  /** What went wrong in a thread. */
  readonly errors: readonly Error[];
  /** How often they were asked to help. */
  started(): number;
  end(): Promise<void>;
}

/** Threads that help from the first state on. */
export function testThreads(count: number): TestThreads {
  const { outputFiles } = buildSync({
    entryPoints: [source],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    write: false,
  });
  const text = outputFiles[0]!.text;
  const workers = Array.from({ length: count }, () => new Worker(text, { eval: true }));
  const errors: Error[] = [];
  let started = 0;
  for (const worker of workers) worker.on('error', (error) => errors.push(error));
  return {
    threads: {
      count,
      from: { states: 1, level: 1 },
      start: (thread, job) => {
        started++;
        workers[thread]!.postMessage(job);
      },
    },
    errors,
    started: () => started,
    end: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
