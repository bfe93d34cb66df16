// What is known of each open text at one moment. A snapshot remembers every text that went into it,
// so whether it is still true is a comparison, not bookkeeping of who includes whom.
import { type Analysis, analyse, type SourceFile } from '@racewalk/language';
import type { Files, OpenText } from './files.ts';
import { isLibraryName, uriOf } from './names.ts';

export interface Snapshot {
  readonly name: string;
  readonly uri: string;
  /** The client's version of the text. */
  readonly version: number;
  /** Ours; it grows with every change of the text or of anything it includes. */
  readonly revision: number;
  readonly analysis: Analysis;
}

/** No client numbers a text like this. */
const closedVersion = -1;

interface Kept {
  readonly snapshot: Snapshot;
  readonly text: string;
  readonly asked: ReadonlyMap<string, string | undefined>;
}

export class Snapshots {
  readonly #files: Files;
  readonly #library: readonly SourceFile[];
  readonly #kept = new Map<string, Kept>();
  #revision = 0;
  #libraryAnalysis: Analysis | undefined;

  constructor(files: Files, library: readonly SourceFile[]) {
    this.#files = files;
    this.#library = library;
  }

  /** The snapshot of the newest texts; undefined for a document that is not open. */
  current(name: string): Snapshot | undefined {
    const document = this.#files.open(name);
    if (document === undefined) return undefined;
    if (isLibraryName(name)) return this.#ofLibrary(document);
    const kept = this.#kept.get(name);
    if (kept !== undefined && this.#isTrue(kept, document)) return kept.snapshot;
    return this.#make(document);
  }

  /** The same for a text that is not open; undefined where it was not read. */
  closed(name: string): Snapshot | undefined {
    const text = this.#files.text(name);
    if (text === undefined) return undefined;
    const document = { name, uri: uriOf(name), version: closedVersion, text };
    const kept = this.#kept.get(name);
    if (kept !== undefined && this.#isTrue(kept, document)) return kept.snapshot;
    return this.#make(document);
  }

  /** A text as if it stood in the place of a document; nothing of it is kept. */
  analysed(name: string, text: string): Analysis {
    return analyse({ name, text }, (included) => this.#files.text(included), this.#library);
  }

  /** The document is closed. */
  forget(name: string): void {
    this.#kept.delete(name);
  }

  /** An empty text over the library: for what is asked where no text is open. */
  libraryAnalysis(): Analysis {
    this.#libraryAnalysis ??= analyse({ name: '', text: '' }, () => undefined, this.#library);
    return this.#libraryAnalysis;
  }

  /** A library text is analysed with the whole library, once; what is shown of it never changes. */
  #ofLibrary({ name, uri, version }: OpenText): Snapshot {
    return { name, uri, version, revision: 0, analysis: this.libraryAnalysis() };
  }

  #isTrue(kept: Kept, document: OpenText): boolean {
    if (kept.text !== document.text || kept.snapshot.version !== document.version) return false;
    for (const [name, text] of kept.asked) {
      if (this.#files.text(name) !== text) return false;
    }
    return true;
  }

  #make(document: OpenText): Snapshot {
    const asked = new Map<string, string | undefined>();
    const loader = (name: string): string | undefined => {
      const text = this.#files.text(name);
      asked.set(name, text);
      return text;
    };
    const { name, uri, version, text } = document;
    const analysis = analyse({ name, text }, loader, this.#library);
    this.#revision += 1;
    const snapshot: Snapshot = { name, uri, version, revision: this.#revision, analysis };
    this.#kept.set(name, { snapshot, text, asked });
    return snapshot;
  }
}
