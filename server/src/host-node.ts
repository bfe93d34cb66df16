// The language server in a process: over `--stdio`, `--node-ipc`, or as the client's own module says.
import { readFile, stat } from 'node:fs/promises';
import type { SourceFile } from '@racewalk/language';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { raceFiles } from './documents/race-files.ts';
import type { StartSession } from './lsp/session.ts';
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

export { explorerChannel } from './run/worker-node.ts';

export interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

export interface NodeOptions {
  /** Of the worker that explores; this script, where it is not said. */
  readonly script?: string;
  /** Without them, the arguments of the process say how the client talks. */
  readonly streams?: Streams;
}

/** Serves one client, until the process ends with it. */
export function serve(
  start: StartSession,
  library: readonly SourceFile[],
  { script = __filename, streams }: NodeOptions = {},
): void {
  const connection =
    streams === undefined
      ? createConnection(ProposedFeatures.all)
      : createConnection(ProposedFeatures.all, streams.input, streams.output);
  start(connection, {
    clock: systemClock,
    library,
    spawner: ({ runWorker }) => spawnNode(runWorker ?? script),
    read: readText,
    list: raceFiles,
  });
}
