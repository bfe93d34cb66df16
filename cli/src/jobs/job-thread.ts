// A thread of the `racewalk` command that checks whole files, one after the other, or helps a command of the bench.
import { parentPort, workerData } from 'node:worker_threads';
import { kernelLibrary } from '@racewalk/kernel';
import { type HelperRequest, HelperServer } from './helper.ts';
import type { JobRequest } from './job.ts';
import { serveJob } from './serve.ts';

const port = parentPort;
if (port === null || !(workerData instanceof Int32Array)) {
  throw new Error('this runs as a thread of the racewalk command');
}
const interruption = workerData;
const host = {
  now: () => performance.now(),
  // The flag is shared, so that there is nothing to let through.
  pause: () => Promise.resolve(),
  interrupted: () => Atomics.load(interruption, 0) !== 0,
};
const helper = new HelperServer(kernelLibrary);
port.on('message', (request: JobRequest | HelperRequest) => {
  if ('kind' in request) port.postMessage(helper.answer(request));
  else void serveJob(request, host, kernelLibrary, (reply) => port.postMessage(reply));
});
