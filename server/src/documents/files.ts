// All texts the server knows: open documents, which win, and files read on demand. Reading is not
// done here: a text that is needed and unknown is noted as wanted, read by `load`, and then there.

export interface OpenText {
  readonly name: string;
  /** As the client writes it. */
  readonly uri: string;
  /** The client's version of the text. */
  readonly version: number;
  readonly text: string;
}

/** The text behind a URI, or undefined where there is none. Never rejects. */
export type ReadFile = (uri: string) => Promise<string | undefined>;

/** Files kept in memory that are not open; the least recently read go first. */
const filesMax = 4096;

export class Files {
  readonly #open = new Map<string, OpenText>();
  /** Undefined: looked for, and not there. */
  readonly #read = new Map<string, string | undefined>();
  readonly #wanted = new Set<string>();
  /** Being read; a file that changes meanwhile leaves, and is read again. */
  readonly #reading = new Set<string>();

  put(document: OpenText): void {
    this.#open.set(document.name, document);
  }

  close(name: string): void {
    this.#open.delete(name);
    // What was open and unsaved is not what is on the disk.
    this.forget(name);
  }

  open(name: string): OpenText | undefined {
    return this.#open.get(name);
  }

  all(): readonly OpenText[] {
    return [...this.#open.values()];
  }

  /** A file changed, came or went: what was read of it is void. */
  forget(name: string): void {
    this.#read.delete(name);
    this.#reading.delete(name);
  }

  /** The text as far as it is known now; an unknown one becomes wanted. */
  text(name: string): string | undefined {
    const open = this.#open.get(name);
    if (open !== undefined) return open.text;
    if (!this.#read.has(name)) this.#wanted.add(name);
    return this.#read.get(name);
  }

  /** Is it known what stands there, be it nothing? */
  isKnown(name: string): boolean {
    return this.#open.has(name) || this.#read.has(name);
  }

  hasWanted(): boolean {
    return this.#wanted.size > 0;
  }

  /** Reads again what was read before: not every client tells of changes on the disk. */
  async reread(
    names: readonly string[],
    read: (name: string) => Promise<string | undefined>,
  ): Promise<void> {
    const known = names.filter((name) => this.#read.has(name));
    const texts = await Promise.all(known.map((name) => read(name)));
    for (const [index, name] of known.entries()) {
      if (this.#read.has(name)) this.#read.set(name, texts[index]);
    }
  }

  /** Reads what is wanted; true if there was anything. */
  async load(read: (name: string) => Promise<string | undefined>): Promise<boolean> {
    const names = [...this.#wanted].filter((name) => !this.#read.has(name));
    this.#wanted.clear();
    for (const name of names) this.#reading.add(name);
    const texts = await Promise.all(names.map((name) => read(name)));
    for (const [index, name] of names.entries()) {
      if (this.#reading.delete(name)) this.#read.set(name, texts[index]);
    }
    for (const name of this.#read.keys()) {
      if (this.#read.size <= filesMax) break;
      this.#read.delete(name);
    }
    return names.length > 0;
  }
}
