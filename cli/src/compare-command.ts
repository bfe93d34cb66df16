// `racewalk compare`: the variants of a scenario side by side, with what they cost; or two runs.
import type { Analysis, SourceFile } from '@racewalk/language';
import { defaultLimits, type Limits } from '@racewalk/simulator';
import {
  benchJson,
  type CompareDocument,
  compareMarkdown,
  compareText,
  differenceText,
  startCompare,
  startDifference,
} from '@racewalk/workbench';
import { analysedFile } from './analysed-file.ts';
import type { CompareRequest, DiffWish, TableFormat } from './bench-options.ts';
import { diagnosticsText } from './diagnostic-text.ts';
import { combined, type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { type Hands, withHands } from './jobs/hands.ts';
import { helpedWhenLong } from './jobs/worth-helping.ts';
import { drive } from './sliced-work.ts';
import { printable, styleOf } from './style.ts';
import { textsOf } from './texts.ts';

/** Prints the table. A variant that fails is no failure of the command. */
export async function compareCommand(
  request: CompareRequest,
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  const analysis = askedFile(request, host, library);
  if (typeof analysis === 'number') return analysis;
  if (request.diff !== undefined) return diff(analysis, request, request.diff, host);
  const document = await withHands(host, request.jobs, (hands) =>
    compared(analysis, request, hands, library),
  );
  if (document === undefined) return interrupted(host);
  host.out(comparePrinted(document, request.format));
  return compareCode(document);
}

type Compared = Pick<CompareRequest, 'scenario' | 'per' | 'shard' | 'jobs' | 'statesMax'>;

/** Undefined where it was interrupted. */
export async function compared(
  analysis: Analysis,
  request: Compared,
  { host, helpers }: Pick<Hands, 'host'> & { readonly helpers: Hands['helpers'] | undefined },
  library: readonly SourceFile[],
): Promise<CompareDocument | undefined> {
  const { scenario, per, shard } = request;
  const limits = limitsOf(request);
  const bench = startCompare(analysis, {
    limits,
    scenario,
    per,
    ...(shard === undefined ? {} : { shard }),
    texts: library.map(({ text }) => text),
  });
  const task = { kind: 'compare', scenario, per, shard, limits } as const;
  const help = (): void =>
    helpers?.help(analysis, task, bench.shared, (reply) => {
      if (reply.kind === 'unit') bench.shared.give(reply.at, reply.unit);
    });
  const isAsked = request.jobs !== undefined;
  if (isAsked) help();
  const { advance } = isAsked ? bench : helpedWhenLong(bench, () => host.now(), help);
  const work = {
    advance,
    progress: () => bench.progress(),
    get waiting() {
      return bench.waiting;
    },
  };
  return (await drive(work, analysis.file.name, host)) ? bench.report() : undefined;
}

export function compareCode({ units }: CompareDocument): ExitCode {
  return combined(units.map(codeOf));
}

export function comparePrinted(document: CompareDocument, format: TableFormat): string {
  if (format === 'json') return benchJson(document);
  return printable(format === 'markdown' ? compareMarkdown(document) : compareText(document));
}

export function codeOf({ verdict }: { readonly verdict: string }): ExitCode {
  if (verdict === 'error') return exitCodes.invalid;
  return verdict === 'bounded' ? exitCodes.undecided : exitCodes.expected;
}

export function interrupted(host: Host): ExitCode {
  host.err('racewalk: interrupted\n');
  return exitCodes.interrupted;
}

/** The file with the scenario that was asked for; an exit code, and said why, where there is none. */
export function askedFile(
  request: { readonly kind: string; readonly path: string; readonly scenario: string | undefined },
  host: Host,
  library: readonly SourceFile[],
): Analysis | ExitCode {
  const analysis = analysedFile(request, host, library);
  if (analysis === undefined) return exitCodes.invalid;
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  host.err(diagnosticsText(errors, textsOf(analysis, library), styleOf(false)));
  const { scenarios } = analysis;
  const { scenario } = request;
  const isThere = scenario === undefined || scenarios.some(({ name }) => name === scenario);
  if (scenarios.length > 0 && isThere) return analysis;
  const what = isThere ? 'no scenario in this file' : `no scenario is called "${scenario}"`;
  host.err(`racewalk: ${printable(what)}\n`);
  return scenarios.length === 0 ? exitCodes.invalid : exitCodes.usage;
}

export function limitsOf({ statesMax }: { readonly statesMax: number | undefined }): Limits {
  return { ...defaultLimits, states_max: statesMax ?? defaultLimits.states_max };
}

async function diff(
  analysis: Analysis,
  request: CompareRequest,
  wish: DiffWish,
  host: Host,
): Promise<ExitCode> {
  const { left, right, property } = wish;
  const index = analysis.scenarios.findIndex(
    ({ name, variants }) =>
      (request.scenario === undefined || request.scenario === name) &&
      [left, right].every((one) => variants.some((variant) => variant.name === one)),
  );
  const scenario = analysis.scenarios[index];
  if (scenario === undefined) {
    host.err(`racewalk: ${printable(`no scenario has the variants "${left}" and "${right}"`)}\n`);
    return exitCodes.usage;
  }
  const numberOf = (name: string): number =>
    scenario.variants.findIndex((one) => one.name === name);
  const work = startDifference(analysis, {
    scenario: index,
    left: numberOf(left),
    right: numberOf(right),
    property,
    limits: limitsOf(request),
  });
  if (!(await drive(work, `${analysis.file.name}: ${left}, ${right}`, host)))
    return interrupted(host);
  const parted = work.report();
  if (typeof parted === 'string') {
    host.err(`racewalk: ${printable(parted)}\n`);
    return exitCodes.unexpected;
  }
  host.out(printable(differenceText(parted)));
  return exitCodes.expected;
}
