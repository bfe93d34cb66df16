// Which files a command works on, and their texts. What can not be read is a diagnostic of it.
import { checkDiagnostic } from '@racewalk/checker';
import type { Diagnostic, Loader } from '@racewalk/language';
import type { Disk, ReadResult } from './host.ts';

export type Input =
  | { readonly kind: 'text'; readonly path: string; readonly text: string }
  | { readonly kind: 'problem'; readonly path: string; readonly problem: Diagnostic };

/** Larger files are not read: a wrong name must not fill memory. The language looks into less. */
export const fileBytesMax = 8 * 1024 * 1024;
/** Deeper folders are not searched: a loop of mounts must not hang the command. */
const folderDepthMax = 64;

export const stdinName = '<stdin>';
const extension = '.race';
const skipped = new Set(['node_modules']);

/** All inputs for the paths given, in that order; those of a directory sorted; none twice. */
export function gather(paths: readonly string[], disk: Disk): Input[] {
  const inputs = new Map<string, Input>();
  for (const given of paths.length === 0 ? ['.'] : paths) {
    for (const input of inputsOf(given, disk)) {
      if (!inputs.has(input.path)) inputs.set(input.path, input);
    }
  }
  return [...inputs.values()];
}

function inputsOf(given: string, disk: Disk): Input[] {
  if (given === '-') return [textInput(stdinName, disk.readStdin(fileBytesMax))];
  const path = tidied(given);
  if (disk.kindOf(path) !== 'directory') return [fileInput(path, disk)];
  const walk: Walk = { disk, found: [], problems: [] };
  walkInto(walk, path, 0);
  const { found, problems } = walk;
  if (found.length === 0 && problems.length === 0) {
    problems.push(problem('RW0807', path, `no *${extension} files in this directory`));
  }
  return [...problems, ...found.sort(byText).map((file) => fileInput(file, disk))];
}

interface Walk {
  readonly disk: Disk;
  readonly found: string[];
  readonly problems: Input[];
}

function walkInto(walk: Walk, path: string, depth: number): void {
  const entries = depth > folderDepthMax ? 'too many nested directories' : walk.disk.list(path);
  if (typeof entries === 'string') {
    walk.problems.push(problem('RW0807', path, `can't list this directory: ${entries}`));
    return;
  }
  for (const { name, kind } of entries) {
    const inner = path === '.' ? name : `${path.replace(/\/$/u, '')}/${name}`;
    if (kind === 'file' && name.endsWith(extension)) walk.found.push(inner);
    const hidden = name.startsWith('.') || skipped.has(name);
    if (kind === 'directory' && !hidden) walkInto(walk, inner, depth + 1);
  }
}

function fileInput(path: string, disk: Disk): Input {
  return textInput(path, disk.read(path, fileBytesMax));
}

function textInput(path: string, result: ReadResult): Input {
  if (result.kind === 'failed') return problem('RW0807', path, `can't read it: ${result.reason}`);
  if (result.kind === 'large') {
    const limit = `${fileBytesMax / 1024 / 1024} MiB`;
    return problem('RW0809', path, `the file is larger than ${limit} (file_bytes_max)`);
  }
  const text = decode(result.bytes);
  if (text === undefined) return problem('RW0808', path, 'this is not UTF-8 text');
  return { kind: 'text', path, text };
}

function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function problem(code: 'RW0807' | 'RW0808' | 'RW0809', path: string, message: string): Input {
  return {
    kind: 'problem',
    path,
    problem: checkDiagnostic(code, path, { start: 0, end: 0 }, message),
  };
}

/** Reads what a file includes; what is not a readable text is not found. */
export function loaderOf(disk: Disk): Loader {
  return (name) => {
    const input = disk.kindOf(name) === 'file' ? fileInput(name, disk) : undefined;
    return input?.kind === 'text' ? input.text : undefined;
  };
}

/** `./a//b.race` and `a/b.race` are one file. */
function tidied(path: string): string {
  const slashes = path.replaceAll('\\', '/').replace(/\/+/gu, '/');
  const short = slashes.replace(/^(\.\/)+(?=.)/u, '').replaceAll('/./', '/');
  return short.length > 1 ? short.replace(/\/$/u, '') : short;
}

/** By code unit, the same in every locale. */
function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
