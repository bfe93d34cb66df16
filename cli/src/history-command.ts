// `racewalk history`: a scenario in every release of the library, and what changed its verdict.
import type { Analysis, SourceFile } from '@racewalk/language';
import {
  benchJson,
  type HistoryDocument,
  historyMarkdown,
  historyText,
  startHistory,
} from '@racewalk/workbench';
import type { HistoryRequest, TableFormat } from './bench-options.ts';
import { askedFile, interrupted, limitsOf } from './compare-command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { drive } from './sliced-work.ts';
import { printable } from './style.ts';

/** Prints the stretches of releases. A release without a verdict is no failure of the command. */
export async function historyCommand(
  request: HistoryRequest,
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  const analysis = askedFile(request, host, library);
  if (typeof analysis === 'number') return analysis;
  const { variant } = request;
  const isNamed = analysis.scenarios.some(({ variants }) =>
    variants.some(({ name }) => name === variant),
  );
  if (variant !== undefined && !isNamed) {
    host.err(`racewalk: no variant is called "${printable(variant)}"\n`);
    return exitCodes.usage;
  }
  const document = await historyOf(analysis, request, host, library);
  if (document === undefined) return interrupted(host);
  host.out(historyPrinted(document, request.format));
  return historyCode(document);
}

/** Undefined where it was interrupted. */
export async function historyOf(
  analysis: Analysis,
  request: Pick<HistoryRequest, 'scenario' | 'variant' | 'shard' | 'statesMax'>,
  host: Host,
  library: readonly SourceFile[],
): Promise<HistoryDocument | undefined> {
  const { scenario, variant, shard } = request;
  const history = startHistory(analysis, {
    limits: limitsOf(request),
    scenario,
    variant,
    ...(shard === undefined ? {} : { shard }),
    texts: library.map(({ text }) => text),
  });
  return (await drive(history, analysis.file.name, host)) ? history.report() : undefined;
}

export function historyCode({ units }: HistoryDocument): ExitCode {
  const isOpen = units.some(({ verdict }) => verdict === 'bounded');
  return isOpen ? exitCodes.undecided : exitCodes.expected;
}

export function historyPrinted(document: HistoryDocument, format: TableFormat): string {
  if (format === 'json') return benchJson(document);
  return printable(format === 'markdown' ? historyMarkdown(document) : historyText(document));
}
