// `racewalk mutate`: what each line of the functions that a scenario runs is needed for.
import type { VariantIndex } from '@racewalk/checker';
import { type Analysis, engineName, type SourceFile } from '@racewalk/language';
import {
  benchJson,
  benchSchema,
  type LoadBearing,
  type LoadBearingLimits,
  type LoadBearingOptions,
  type LoadBearingReport,
  loadBearingLimits,
  type MutateDocument,
  startLoadBearing,
  textDigest,
  vacuousOf,
  whole,
} from '@racewalk/workbench';
import { analysedFile } from './analysed-file.ts';
import { candidatesOf } from './candidates.ts';
import { diagnosticsText } from './diagnostic-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { type Hands, withHands } from './jobs/hands.ts';
import type { Helpers } from './jobs/helpers.ts';
import type { MutateRequest } from './mutate-options.ts';
import { loadBearingMarkdown, loadBearingText } from './reports/load-bearing.ts';
import { drive } from './sliced-work.ts';
import { printable, styleOf } from './style.ts';
import { textsOf } from './texts.ts';

/** Prints the report of each variant that is chosen. */
export async function mutateCommand(
  request: MutateRequest,
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  const analysis = analysedFile(request, host, library);
  if (analysis === undefined) return exitCodes.invalid;
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  host.err(diagnosticsText(errors, textsOf(analysis, library), styleOf(false)));
  const candidates = candidatesOf(analysis, request);
  if (typeof candidates === 'string') {
    host.err(`racewalk: ${printable(candidates)}\n`);
    return exitCodes.usage;
  }
  const { reports, total } = await withHands(host, request.jobs, (hands) =>
    allReports(analysis, candidates, request, hands),
  );
  if (host.interrupted()) return exitCodes.interrupted;
  const texts = textsDigest(analysis, library);
  if (request.format === 'json')
    host.out(benchJson(mutateDocument(analysis, request, reports, { total, texts })));
  if (reports.length === 0) {
    host.err('racewalk: no variant passes here; --variant chooses one that fails\n');
    return errors.length > 0 ? exitCodes.invalid : exitCodes.unexpected;
  }
  return mutateCode(reports);
}

export function mutateCode(reports: readonly LoadBearingReport[]): ExitCode {
  return reports.some(isOpen) ? exitCodes.undecided : exitCodes.expected;
}

/** In text and Markdown each is printed as soon as it is known. */
async function allReports(
  analysis: Analysis,
  candidates: readonly VariantIndex[],
  request: MutateRequest,
  hands: Hands,
): Promise<{ readonly reports: readonly LoadBearingReport[]; readonly total: number }> {
  const { host } = hands;
  const reports: LoadBearingReport[] = [];
  let total = 0;
  for (const which of candidates) {
    const { report, mutants } = await reportOf(
      analysis,
      which,
      { ...request, first: total },
      hands,
    );
    total += mutants;
    if (host.interrupted()) break;
    if (report === undefined) continue;
    reports.push(report);
    if (request.format !== 'json') host.out(mutatePrinted(report, request.format));
  }
  return { reports, total };
}

export function mutatePrinted(report: LoadBearingReport, format: 'text' | 'markdown'): string {
  return format === 'text' ? loadBearingText(report) : loadBearingMarkdown(report);
}

interface Answered {
  readonly report: LoadBearingReport | undefined;
  /** Mutants of the variant, those of other shards included. */
  readonly mutants: number;
}

/** No report where the variant does not compile, or fails and is not asked for by name. */
async function reportOf(
  analysis: Analysis,
  which: VariantIndex,
  request: MutateRequest & { readonly first: number },
  hands: Hands,
): Promise<Answered> {
  let mutants = 0;
  const { shard, first } = request;
  const work = helpedLoadBearing(analysis, which, request, hands.helpers, {
    wanted: ({ verdict }) => request.variant !== undefined || verdict === 'pass',
    chosen: (index) => {
      mutants = Math.max(mutants, index + 1);
      return shard === undefined || (first + index) % shard.of === shard.index - 1;
    },
  });
  await drive(work, labelOf(analysis, which), hands.host);
  return { report: work.report(), mutants };
}

/** Begins, and lets others help. */
export function helpedLoadBearing(
  analysis: Analysis,
  { scenario, variant }: VariantIndex,
  request: Pick<MutateRequest, 'pairs' | 'statesMax'>,
  helpers: Helpers,
  options: Partial<LoadBearingOptions> = {},
): LoadBearing {
  const limits = limitsOf(request);
  const subject = { analysis, scenario, variant };
  const work = startLoadBearing(subject, { pairs: request.pairs, limits, ...options });
  const { shared } = work;
  const task = { kind: 'mutate', scenario, variant, limits: limits.search } as const;
  helpers.help(analysis, task, shared, (reply) => {
    if (reply.kind === 'mutant') shared.give(reply.at, reply.answer);
  });
  return work;
}

/** What is at work, for the line of progress. */
export function labelOf(
  { file, scenarios }: Analysis,
  { scenario, variant }: VariantIndex,
): string {
  return `${file.name}: ${scenarios[scenario]?.variants[variant]?.name ?? ''}`;
}

function limitsOf({ statesMax }: Pick<MutateRequest, 'statesMax'>): LoadBearingLimits {
  if (statesMax === undefined) return loadBearingLimits;
  const { search, ...rest } = loadBearingLimits;
  return { ...rest, search: { ...search, states_max: statesMax } };
}

function isOpen({ singles, pairs, bounds, ledger: _ledger }: LoadBearingReport): boolean {
  return bounds.length > 0 || [...singles, ...pairs].some(({ state }) => state === 'not decided');
}

/** One unit for each mutant, with its number among those of all shards, so that parts can be put together. */
export function mutateDocument(
  analysis: Analysis,
  request: Pick<MutateRequest, 'scenario' | 'variant' | 'pairs' | 'statesMax' | 'shard'>,
  reports: readonly LoadBearingReport[],
  { total, texts }: { readonly total: number; readonly texts: string },
): MutateDocument {
  const shard = request.shard ?? whole;
  const { variant, pairs, statesMax } = request;
  const mutants = reports.flatMap((report) => {
    const { scenario, profile, verdict, violated, states, ledger, bounds } = report;
    const { declared, unasked } = report;
    const of = { file: analysis.file.name, scenario, variant: report.variant, profile, verdict };
    return [...report.singles, ...report.pairs].map((mutant) => {
      return { ...of, violated, states, ledger, bounds, declared, unasked, mutant };
    });
  });
  const units = mutants.map((unit, at) => ({ number: at * shard.of + shard.index - 1, ...unit }));
  return {
    schema: benchSchema,
    engine: engineName,
    request: ['mutate', request.scenario ?? '', variant ?? '', `${pairs}`, `${statesMax ?? ''}`],
    texts,
    shard,
    total: pairs ? mutants.length : total,
    command: 'mutate',
    units,
    vacuous: shard.of === 1 ? vacuousOf(units) : [],
  };
}

/** Digest of all that was read. */
export function textsDigest({ file, includes }: Analysis, library: readonly SourceFile[]): string {
  return textDigest([file, ...includes, ...library].map(({ text }) => text));
}
