// Threads of Node that check whole files.
import { Worker } from 'node:worker_threads';
import type { JobEvents, JobReply, JobThreads } from './job.ts';

/** Starts so many threads from a script; when the signal comes they end what they are at. */
export function startJobs(
  script: string,
  interruption: AbortSignal,
  count: number,
  events: JobEvents,
): JobThreads {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const interrupt = (): void => void Atomics.store(flag, 0, 1);
  interruption.addEventListener('abort', interrupt, { once: true });
  if (interruption.aborted) interrupt();
  const workers = Array.from({ length: count }, (_, thread) => {
    const worker = new Worker(script, { workerData: flag });
    worker.on('message', (reply: JobReply) => events.reply(thread, reply));
    worker.on('error', (error) => events.ended(thread, error));
    return worker;
  });
  return {
    count,
    send: (thread, request) => workers[thread]?.postMessage(request),
    close() {
      for (const worker of workers) void worker.terminate();
    },
  };
}
