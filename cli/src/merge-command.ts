// `racewalk merge`: the documents of all shards as that of one run.
import {
  type BenchDocument,
  benchJson,
  loadBearingReports,
  merge,
  readBench,
} from '@racewalk/workbench';
import type { MergeRequest, TableFormat } from './bench-options.ts';
import { compareCode, comparePrinted } from './compare-command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { historyCode, historyPrinted } from './history-command.ts';
import type { Host } from './host.ts';
import { mutateCode } from './mutate-command.ts';
import { loadBearingMarkdown, loadBearingText } from './reports/load-bearing.ts';
import { mergedCheckCode, mergedCheckText } from './reports/merged-check.ts';
import { printable, styleOf } from './style.ts';

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
  const text = format === 'json' ? benchJson(document) : printed(document, format, host);
  if (text === undefined) return refused(host, 'shards of check are joined as text or json');
  host.out(text);
  return codeOfMerged(document);
}

/** Undefined: it has no such form. */
function printed(document: BenchDocument, format: TableFormat, host: Host): string | undefined {
  switch (document.command) {
    case 'compare':
      return comparePrinted(document, format);
    case 'history':
      return historyPrinted(document, format);
    case 'mutate': {
      const textOf = format === 'markdown' ? loadBearingMarkdown : loadBearingText;
      return loadBearingReports(document).map(textOf).join('');
    }
    case 'check':
      return format === 'text' ? mergedCheckText(document, styleOf(host.colour)) : undefined;
  }
}

/** What the command would have answered for all of it. */
function codeOfMerged(document: BenchDocument): ExitCode {
  switch (document.command) {
    case 'compare':
      return compareCode(document);
    case 'history':
      return historyCode(document);
    case 'mutate':
      return mutateCode(loadBearingReports(document));
    case 'check':
      return mergedCheckCode(document);
  }
}

function refused(host: Host, reason: string): ExitCode {
  host.err(`racewalk: ${printable(reason)}\n`);
  return exitCodes.invalid;
}
