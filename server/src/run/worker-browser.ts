// The exploration worker in a browser.
import { kernelLibrary } from '@racewalk/kernel';
import { Explorer } from './explorer.ts';
import { JobWorker } from './jobs.ts';

// A message to oneself comes after those that wait; a timer would be held up for milliseconds.
const turn = new MessageChannel();
let resume: () => void = () => undefined;
turn.port1.onmessage = () => resume();

const explorer = new Explorer(
  {
    post: (message) => self.postMessage(message),
    pause: () =>
      new Promise((resolve) => {
        resume = resolve;
        turn.port2.postMessage(undefined);
      }),
  },
  new JobWorker(kernelLibrary, () => performance.now()),
);
self.onmessage = (event: MessageEvent<unknown>) => explorer.receive(event.data);
