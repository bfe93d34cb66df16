// The worker that explores, whatever host it is a worker of.
import type { SourceFile } from '@racewalk/language';
import { Explorer, type ExplorerHost } from './explorer.ts';
import { JobWorker } from './jobs.ts';

/** How a worker that explores talks to its server. */
export interface ExplorerChannel extends ExplorerHost {
  /** Each message from the server, from now on. */
  listen(receive: (value: unknown) => void): void;
}

/** Explores for the server at the other end of the channel. */
export function explore(library: readonly SourceFile[], channel: ExplorerChannel): void {
  const explorer = new Explorer(channel, new JobWorker(library, () => performance.now()));
  channel.listen((value) => explorer.receive(value));
}
