// The exploration worker in Node.
import { parentPort } from 'node:worker_threads';
import { kernelLibrary } from '@racewalk/kernel';
import { Explorer } from './explorer.ts';
import { JobWorker } from './jobs.ts';

const port = parentPort;
if (port === null) throw new Error('this runs as a worker');
const explorer = new Explorer(
  {
    post: (message) => port.postMessage(message),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  },
  new JobWorker(kernelLibrary, () => performance.now()),
);
port.on('message', (value: unknown) => explorer.receive(value));
