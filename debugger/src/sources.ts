// Files as a client sees them: the scenario and its includes under their own paths, the kernel
// library under `racewalk-kernel:`.
import { type LineMap, lineMapOf } from '@racewalk/checker';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Debuggee } from './debuggee.ts';
import type { Place } from './frames.ts';
import type { DebugHost } from './host.ts';

const libraryPrefix = 'kernel:';
const libraryScheme = 'racewalk-kernel:';

export class Sources {
  readonly #host: DebugHost;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #files: readonly string[];
  readonly #lines = new Map<string, LineMap>();

  constructor(host: DebugHost, { loaded }: Debuggee) {
    this.#host = host;
    this.#texts = loaded.texts;
    this.#files = loaded.program.files;
  }

  /** The files that the scenario is made of. */
  all(): readonly string[] {
    return this.#files;
  }

  sourceOf(file: string): DebugProtocol.Source {
    const name = file.slice(file.lastIndexOf('/') + 1);
    if (!file.startsWith(libraryPrefix)) return { name, path: this.#host.pathOf(file) };
    const path = libraryScheme + file.slice(libraryPrefix.length);
    const origin = 'kernel library';
    if (this.#host.librarySources === 'uri') return { name, path, origin };
    return { name, path, origin, sourceReference: this.#files.indexOf(file) + 1 };
  }

  /** The name of what a client means; undefined where it names nothing. */
  fileOf({ path, sourceReference }: DebugProtocol.Source): string | undefined {
    if (sourceReference !== undefined && sourceReference > 0)
      return this.#files[sourceReference - 1];
    if (path === undefined) return undefined;
    if (path.startsWith(libraryScheme)) return libraryPrefix + path.slice(libraryScheme.length);
    return this.#host.nameOf(path);
  }

  textOf(file: string): string | undefined {
    return this.#texts.get(file);
  }

  /** Line and character, both from 0. */
  positionOf({ file, start }: Pick<Place, 'file' | 'start'>): {
    readonly line: number;
    readonly character: number;
  } {
    return this.#map(file).positionOf(start);
  }

  #map(file: string): LineMap {
    let map = this.#lines.get(file);
    if (map === undefined) {
      map = lineMapOf(this.#texts.get(file) ?? '');
      this.#lines.set(file, map);
    }
    return map;
  }
}
