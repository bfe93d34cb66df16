// The language server in a process: over `--stdio`, `--node-ipc`, or as the client's own module says.
import { readFile, stat } from 'node:fs/promises';
import { kernelLibrary } from '@racewalk/kernel';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { startSession } from './lsp/session.ts';
import { systemClock } from './run/clock.ts';
import { spawnNode } from './run/spawn-node.ts';

/** Larger texts are refused by the language anyway. */
const bytesMax = 8 * 1024 * 1024;

async function readText(uri: string): Promise<string | undefined> {
  const { scheme, fsPath } = URI.parse(uri);
  if (scheme !== 'file') return undefined;
  try {
    const found = await stat(fsPath);
    if (!found.isFile() || found.size > bytesMax) return undefined;
    return await readFile(fsPath, 'utf8');
  } catch {
    return undefined;
  }
}

interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Serves one client, until the process ends with it. `script` is what explores as a worker. Without
 * streams, the arguments of the process say how the client talks.
 */
export function serveNode(script: string, streams?: Streams): void {
  const connection =
    streams === undefined
      ? createConnection(ProposedFeatures.all)
      : createConnection(ProposedFeatures.all, streams.input, streams.output);
  startSession(connection, {
    clock: systemClock,
    library: kernelLibrary,
    spawner: ({ runWorker }) => spawnNode(runWorker ?? script),
    read: readText,
  });
}
