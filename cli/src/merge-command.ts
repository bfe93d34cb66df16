// `racewalk merge`: the documents of all shards as that of one run.
import { benchJson, merge, readBench } from '@racewalk/workbench';
import type { MergeRequest } from './bench-options.ts';
import { comparePrinted } from './compare-command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { historyPrinted } from './history-command.ts';
import type { Host } from './host.ts';
import { printable } from './style.ts';

/** A large sweep has large documents. */
const documentBytesMax = 512 * 1024 * 1024;

export function mergeCommand({ paths, format }: MergeRequest, host: Host): ExitCode {
  const parts = [];
  for (const name of paths) {
    const read = host.disk.read(name, documentBytesMax);
    if (read.kind !== 'bytes') {
      const why = read.kind === 'failed' ? read.reason : 'it is too large';
      return refused(host, `can't read ${name}: ${why}`);
    }
    const document = readBench(new TextDecoder().decode(read.bytes));
    if (typeof document === 'string') return refused(host, `can't merge ${name}: ${document}`);
    parts.push({ name, document });
  }
  const merged = merge(parts);
  if (merged.kind === 'refused') return refused(host, merged.reason);
  const { document } = merged;
  if (document.command === 'compare') host.out(comparePrinted(document, format));
  else if (document.command === 'history') host.out(historyPrinted(document, format));
  else if (format === 'json') host.out(benchJson(document));
  else return refused(host, `shards of ${document.command} are joined as JSON`);
  return exitCodes.expected;
}

function refused(host: Host, reason: string): ExitCode {
  host.err(`racewalk: ${printable(reason)}\n`);
  return exitCodes.invalid;
}
