// The real file system, synchronous: an include is read in the middle of an analysis.
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Disk, Entry, FileKind, ReadResult } from './host.ts';

export const nodeDisk: Disk = { kindOf, read, readStdin, list, write };

const chunk = 1 << 16;

function kindOf(file: string): FileKind {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return 'absent';
  return stat.isDirectory() ? 'directory' : 'file';
}

function read(file: string, limit: number): ReadResult {
  return reasoned(() => {
    const descriptor = openSync(file, 'r');
    try {
      return readAll(descriptor, limit);
    } finally {
      closeSync(descriptor);
    }
  });
}

function readStdin(limit: number): ReadResult {
  return reasoned(() => readAll(0, limit));
}

/** Also reads pipes, whose size is not known before. */
function readAll(descriptor: number, limit: number): ReadResult {
  const stat = fstatSync(descriptor);
  if (stat.isFile() && stat.size > limit) return { kind: 'large', size: stat.size };
  const parts: Buffer[] = [];
  let size = 0;
  while (size <= limit) {
    const part = Buffer.alloc(chunk);
    const count = readChunk(descriptor, part);
    if (count === 0) return { kind: 'bytes', bytes: Buffer.concat(parts, size) };
    parts.push(part.subarray(0, count));
    size += count;
  }
  return { kind: 'large', size };
}

/** A terminal or pipe without data yet says EAGAIN; a closed one may say EOF as an error. */
function readChunk(descriptor: number, into: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, into);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function list(directory: string): readonly Entry[] | string {
  try {
    return readdirSync(directory, { withFileTypes: true }).flatMap((entry): Entry[] => {
      if (entry.isDirectory()) return [{ name: entry.name, kind: 'directory' }];
      if (entry.isFile()) return [{ name: entry.name, kind: 'file' }];
      // A link to a file is a file; one to a directory is not followed, it may lead back up.
      const linked = entry.isSymbolicLink() && isFile(path.join(directory, entry.name));
      return linked ? [{ name: entry.name, kind: 'file' }] : [];
    });
  } catch (error) {
    return reasonOf(error);
  }
}

function write(file: string, text: string): string | undefined {
  try {
    writeFileSync(file, text);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function reasoned(action: () => ReadResult): ReadResult {
  try {
    return action();
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error) };
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file'],
  ['EROFS', 'the disk is read-only'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EISDIR', 'it is a directory'],
  ['ENOTDIR', 'a part of its path is not a directory'],
  ['ELOOP', 'too many symbolic links'],
  ['ENAMETOOLONG', 'its name is too long'],
]);

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return reasons.get(code) ?? (code === '' ? String(error) : code);
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
