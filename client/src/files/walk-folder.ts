// Files below a folder, by looking into one folder after the other. VS Code's own search is faster,
// and is not there behind every kind of file system.

/** Lists what is in a folder, by its path from the first folder on: '' is that folder itself. */
export type ListFolder = (
  path: string,
) => Promise<readonly { readonly name: string; readonly kind: 'file' | 'folder' }[]>;

export interface Walked {
  readonly files: readonly string[];
  /** False: a limit was reached, there may be more. */
  readonly isWhole: boolean;
}

export interface WalkLimits {
  readonly files: number;
  readonly folders: number;
}

/** So many folders are asked for at a time. */
const atOnce = 16;

/** `isExcluded` is asked for files and folders. A folder that can't be read has nothing in it. */
export async function walkFolder(
  list: ListFolder,
  isWanted: (name: string) => boolean,
  isExcluded: (path: string) => boolean,
  limits: WalkLimits,
): Promise<Walked> {
  const files: string[] = [];
  let folders = 0;
  let waiting = [''];
  while (waiting.length > 0) {
    const now = waiting.slice(0, Math.min(atOnce, limits.folders - folders));
    if (now.length === 0) return { files, isWhole: false };
    folders += now.length;
    waiting = waiting.slice(now.length);
    const found = await Promise.all(now.map((path) => list(path).catch(() => [])));
    for (const [index, path] of now.entries()) {
      for (const { name, kind } of found[index] ?? []) {
        const inside = path === '' ? name : `${path}/${name}`;
        if (isExcluded(inside)) continue;
        if (kind === 'folder') waiting.push(inside);
        else if (isWanted(name)) files.push(inside);
      }
    }
    if (files.length > limits.files) {
      return { files: files.slice(0, limits.files), isWhole: false };
    }
  }
  return { files, isWhole: true };
}
