// The part of docs/performance.md that a whole run of the bench writes.
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runMeasured } from './measured-process.ts';

const begin = '<!-- written by npm run bench peers: begin -->';
const end = '<!-- written by npm run bench peers: end -->';

export function writeDocument(root: string, text: string): string {
  const file = path.join(root, 'docs', 'performance.md');
  const page = readFileSync(file, 'utf8');
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has lost its marks`);
  writeFileSync(file, `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`);
  return file;
}

/** What the numbers were taken on, without anything that names a machine. */
export function machine(root: string): string {
  const version = (command: string, args: readonly string[]): string => {
    const { out, err } = runMeasured(command, args, root);
    return /\d+\.\d+\S*/u.exec(`${out}${err}`)?.[0] ?? '?';
  };
  const cpu =
    os
      .cpus()[0]
      ?.model.replace(/\s+@.*|\(R\)|\(TM\)/gu, '')
      .trim() || 'CPU';
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const tools = `Node ${process.versions.node}, Spin ${version('spin', ['-V'])}, gcc ${version('gcc', ['-dumpfullversion'])}`;
  return `${os.availableParallelism()} cores (${cpu}), ${memory} GiB; ${tools}.`;
}
