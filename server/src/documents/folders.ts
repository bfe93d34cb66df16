// The opened folders, and which `.race` files they hold: a name may be used in texts that nobody has
// open.

export interface RaceFiles {
  readonly uris: readonly string[];
  /** False: there are more than were asked for. */
  readonly isAll: boolean;
}

/** The `.race` files below a folder, at most so many; undefined where nobody can tell. */
export type ListFiles = (folder: string, max: number) => Promise<RaceFiles | undefined>;

/** So many closed texts are looked into; a folder with more has other texts that are not. */
export const folderFilesMax = 2000;

export class Folders {
  readonly #list: ListFiles;
  #uris: readonly string[] = [];

  constructor(list: ListFiles) {
    this.#list = list;
  }

  set(uris: readonly string[]): void {
    this.#uris = [...new Set(uris)];
  }

  change(added: readonly string[], removed: readonly string[]): void {
    this.set([...this.#uris.filter((uri) => !removed.includes(uri)), ...added]);
  }

  /** Looked for anew each time. */
  async files(): Promise<RaceFiles> {
    const uris = new Set<string>();
    let isAll = true;
    for (const folder of this.#uris) {
      const found = await this.#list(folder, folderFilesMax - uris.size);
      for (const uri of found?.uris ?? []) uris.add(uri);
      isAll &&= found?.isAll ?? true;
    }
    return { uris: [...uris], isAll };
  }
}
