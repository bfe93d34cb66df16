// The server for programs of Node that serve it themselves.
import { kernelLibrary } from '@racewalk/kernel';
import { explorerChannel, type Streams, serve } from './host-node.ts';
import { startSession } from './lsp/session.ts';
import { explore } from './run/explore.ts';

/** Serves one client over the streams, until the process ends with it. `script` explores as a worker. */
export function serveNode(script: string, streams: Streams): void {
  serve(startSession, kernelLibrary, { script, streams });
}

/** Explores for the server, if this thread was started for that; false: it was not. */
export function exploresHere(): boolean {
  const channel = explorerChannel();
  if (channel === undefined) return false;
  explore(kernelLibrary, channel);
  return true;
}
