// Threads of Node that check whole files, and those that help a command of the bench: one script for both.
import { Worker } from 'node:worker_threads';
import type { HelperEvents, HelperReply, HelperThreads } from './helper.ts';
import type { JobEvents, JobReply, JobThreads } from './job.ts';

/** Starts so many threads from a script; when the signal comes they end what they are at. */
export function startJobs(
  script: string,
  interruption: AbortSignal,
  count: number,
  events: JobEvents,
): JobThreads {
  const workers = startWorkers(script, interruption, count);
  for (const [thread, worker] of workers.entries()) {
    worker.on('message', (reply: JobReply) => events.reply(thread, reply));
    worker.on('error', (error) => events.ended(thread, error));
  }
  return {
    count,
    send: (thread, request) => workers[thread]?.postMessage(request),
    close: () => end(workers),
  };
}

/** Starts so many threads that help. */
export function startHelpers(
  script: string,
  interruption: AbortSignal,
  count: number,
  events: HelperEvents,
): HelperThreads {
  const workers = startWorkers(script, interruption, count);
  for (const [thread, worker] of workers.entries()) {
    worker.on('message', (reply: HelperReply) => events.reply(thread, reply));
    worker.on('error', () => events.ended(thread));
  }
  return {
    count,
    send: (thread, request) => workers[thread]?.postMessage(request),
    close: () => end(workers),
  };
}

function startWorkers(script: string, interruption: AbortSignal, count: number): Worker[] {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const interrupt = (): void => void Atomics.store(flag, 0, 1);
  interruption.addEventListener('abort', interrupt, { once: true });
  if (interruption.aborted) interrupt();
  return Array.from({ length: count }, () => new Worker(script, { workerData: flag }));
}

function end(workers: readonly Worker[]): void {
  for (const worker of workers) void worker.terminate();
}
