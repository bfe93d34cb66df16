// All that a debug session needs from the world, so that the same session runs over stdio, inside
// the language server, in a browser and in a test.
import type { SourceFile } from '@racewalk/language';

export interface DebugHost {
  readonly library: readonly SourceFile[];
  /** The text of a file, by its name in the language; undefined where there is none. */
  readText(name: string): Promise<string | undefined>;
  /** The language's name of what a client calls by a path or a URI. */
  nameOf(path: string): string;
  /** The path or URI by which a client finds a file that is not of the library. */
  pathOf(name: string): string;
  /**
   * `uri`: the client shows `racewalk-kernel:` addresses itself; `request`: it asks for their text.
   */
  readonly librarySources: 'uri' | 'request';
  /** Gives way, so that messages get through: `pause` has to be heard while a run goes on. */
  pause(): Promise<void>;
  /** Milliseconds from any point in time. */
  now(): number;
}

/** How long work goes on before it gives way. */
export const sliceMilliseconds = 15;
