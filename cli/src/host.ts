// All that the commands need from the world, so that everything but main.ts and disk.ts is pure.
import type { EngineChoice, OpenedEngine } from '@racewalk/engines';
import type { SearchThreads } from '@racewalk/simulator';
import type { HelperEvents, HelperThreads } from './jobs/helper.ts';
import type { JobEvents, JobThreads } from './jobs/job.ts';

export type FileKind = 'file' | 'directory' | 'absent';

/** A file's bytes, or why there are none, in words. */
export type ReadResult =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'large'; readonly size: number }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'directory';
}

export interface Disk {
  kindOf(path: string): FileKind;
  /** Reads at most `limit` bytes; a larger file is not read. */
  read(path: string, limit: number): ReadResult;
  readStdin(limit: number): ReadResult;
  /** Files and directories inside, in no order; a reason in words where they can't be listed. */
  list(path: string): readonly Entry[] | string;
  /** Replaces the file; a reason in words where it can't be written. */
  write(path: string, text: string): string | undefined;
}

/** Where an editor talks to the debug adapter. */
export interface DebugPort {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** The absolute path of what a client calls by a path or a `file:` URI. */
  absolute(path: string): string;
}

export interface Host {
  readonly disk: Disk;
  /** Milliseconds from any point in time. */
  readonly now: () => number;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `out` may be coloured. */
  readonly colour: boolean;
  /** Whether a person watches `err`, so that a line there may be rewritten. */
  readonly watched: boolean;
  /** Lets signals and writes through. */
  readonly pause: () => Promise<void>;
  readonly interrupted: () => boolean;
  /** Finds an installed engine; what it runs ends when the command is interrupted. */
  readonly openEngine: (choice: EngineChoice) => Promise<OpenedEngine>;
  /** Threads that help a search, as many as asked for. */
  readonly startThreads: (count: number) => SearchThreads;
  /** Threads that check whole files, as many as asked for. */
  readonly startJobs: (count: number, events: JobEvents) => JobThreads;
  /** Threads that help a command of the bench, as many as asked for. */
  readonly startHelpers: (count: number, events: HelperEvents) => HelperThreads;
  /** How many threads may well be at work at the same time. */
  readonly cores: number;
  readonly debugPort: () => DebugPort;
  /** Starts to serve the language on standard input and output. */
  readonly serveLanguage: () => void;
  /** Tell everything about a bug of ours. */
  readonly debug: boolean;
}
