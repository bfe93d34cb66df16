// The exploration worker in a browser: the server's own script under another name, so that what both
// know is shipped once.
import type { SourceFile } from '@racewalk/language';
import { Explorer } from './explorer.ts';
import { JobWorker } from './jobs.ts';
import { explorerRole } from './role.ts';

/** Explores for the server, if this worker was started for that; false: it was not. */
export function exploresHere(library: readonly SourceFile[]): boolean {
  // An extension host puts words of its own in front of a worker's name.
  if (!self.name.endsWith(explorerRole)) return false;
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
    new JobWorker(library, () => performance.now()),
  );
  self.onmessage = (event: MessageEvent<unknown>) => explorer.receive(event.data);
  return true;
}
