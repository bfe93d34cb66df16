// The exploration worker in a browser: the server's own script under another name, so that what both
// know is shipped once.
import type { ExplorerChannel } from './explore.ts';
import { explorerRole } from './role.ts';

/** The way to the server, if this worker was started to explore. */
export function explorerChannel(): ExplorerChannel | undefined {
  // An extension host puts words of its own in front of a worker's name.
  if (!self.name.endsWith(explorerRole)) return undefined;
  // A message to oneself comes after those that wait; a timer would be held up for milliseconds.
  const turn = new MessageChannel();
  let resume: () => void = () => undefined;
  turn.port1.onmessage = () => resume();
  return {
    post: (message) => self.postMessage(message),
    pause: () =>
      new Promise((resolve) => {
        resume = resolve;
        turn.port2.postMessage(undefined);
      }),
    listen: (receive) => {
      self.onmessage = (event: MessageEvent<unknown>) => receive(event.data);
    },
  };
}
