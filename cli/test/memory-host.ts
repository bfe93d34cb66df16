// A world of its own for the command: files in memory, a clock that stands still, captured output.
import type { SourceFile } from '@racewalk/language';
import type { Disk, Entry, Host, ReadResult } from '../src/host.ts';
import { run } from '../src/run.ts';

/** What a command writes is added. */
export type Files = Record<string, string | Uint8Array | Error>;

export interface Answer {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command; `overrides` replaces parts of the host. */
export async function runIn(
  files: Files,
  args: readonly string[],
  overrides: Partial<Host> = {},
  library: readonly SourceFile[] = [],
): Promise<Answer> {
  let out = '';
  let err = '';
  const host: Host = {
    disk: memoryDisk(files),
    now: () => 0,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    colour: false,
    watched: false,
    pause: () => Promise.resolve(),
    interrupted: () => false,
    openEngine: () => Promise.resolve({ kind: 'unavailable', reason: 'no engines here' }),
    startThreads: () => {
      throw new Error('no threads here');
    },
    serveLanguage: () => undefined,
    startJobs: () => {
      throw new Error('no threads here');
    },
    startHelpers: () => {
      throw new Error('no threads here');
    },
    cores: 1,
    debugPort: () => {
      throw new Error('no editor here');
    },
    debug: false,
    ...overrides,
  };
  const exit = await run(args, host, library);
  return { exit, out, err };
}

/** What a person sees: both channels and the code. */
export async function screenOf(
  files: Files,
  args: readonly string[],
  overrides: Partial<Host> = {},
): Promise<string> {
  const { exit, out, err } = await runIn(files, args, overrides);
  const errors = err === '' ? '' : `--- stderr\n${err}`;
  return `\n$ racewalk ${args.join(' ')}\n${out}${errors}--- exit ${exit}\n`;
}

function memoryDisk(files: Files): Disk {
  const names = Object.keys(files);
  const isDirectory = (path: string) =>
    path === '.' || names.some((name) => name.startsWith(`${path}/`));
  const read = (path: string, limit: number): ReadResult => {
    const content = files[path];
    if (content === undefined) return { kind: 'failed', reason: 'no such file' };
    if (content instanceof Error) return { kind: 'failed', reason: content.message };
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return bytes.length > limit ? { kind: 'large', size: bytes.length } : { kind: 'bytes', bytes };
  };
  return {
    kindOf: (path) => {
      if (isDirectory(path)) return 'directory';
      return path in files ? 'file' : 'absent';
    },
    read,
    readStdin: (limit) => read('-', limit),
    write: (path, text) => {
      if (files[path] instanceof Error) return files[path].message;
      files[path] = text;
      return undefined;
    },
    list: (path) => entriesOf(names, path === '.' ? '' : `${path}/`),
  };
}

function entriesOf(names: readonly string[], prefix: string): Entry[] {
  const entries = new Map<string, Entry>();
  for (const name of names) {
    if (!name.startsWith(prefix)) continue;
    const [first = '', ...rest] = name.slice(prefix.length).split('/');
    entries.set(first, { name: first, kind: rest.length > 0 ? 'directory' : 'file' });
  }
  return [...entries.values()];
}
