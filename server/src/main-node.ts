// The language server as a process: `--stdio`, `--node-ipc`, or as the client's own module says.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
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

const beside = path.join(path.dirname(process.argv[1] ?? ''), 'run-worker.js');

startSession(createConnection(ProposedFeatures.all), {
  clock: systemClock,
  library: kernelLibrary,
  spawner: ({ runWorker }) => spawnNode(runWorker ?? beside),
  read: readText,
});
