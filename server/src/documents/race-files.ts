// The `.race` files below a folder of the disk, for the server as a process of Node.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { URI } from 'vscode-uri';
import type { RaceFiles } from './folders.ts';

/** Other folders of a project are not worth a look: a path as deep as this goes round in circles. */
const depthMax = 16;

/** Undefined where a folder is not on a disk of ours. Names that begin with a dot are left out. */
export async function raceFiles(folder: string, max: number): Promise<RaceFiles | undefined> {
  const { scheme, fsPath } = URI.parse(folder);
  if (scheme !== 'file') return undefined;
  const uris: string[] = [];
  const waiting = [{ at: fsPath, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { at, depth } = next;
    for (const entry of await entriesOf(at)) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const inside = path.join(at, entry.name);
      if (entry.isDirectory() && depth < depthMax) {
        waiting.push({ at: inside, depth: depth + 1 });
      } else if (entry.isFile() && entry.name.endsWith('.race')) {
        if (uris.length === max) return { uris, isAll: false };
        uris.push(URI.file(inside).toString());
      }
    }
  }
  return { uris, isAll: true };
}

/** A folder that cannot be read has no files for us. */
async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
