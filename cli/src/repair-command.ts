// `racewalk repair`: the fewest edits with which every property of a failing variant holds.
import type { VariantIndex } from '@racewalk/checker';
import { type Analysis, engineName, type SourceFile } from '@racewalk/language';
import {
  benchJson,
  benchSchema,
  type RepairDocument,
  type RepairLimits,
  type RepairReport,
  repairLimits,
  startRepair,
  whole,
} from '@racewalk/workbench';
import { analysedFile } from './analysed-file.ts';
import { candidatesOf } from './candidates.ts';
import { diagnosticsText } from './diagnostic-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { type Hands, withHands } from './jobs/hands.ts';
import { labelOf, textsDigest } from './mutate-command.ts';
import type { RepairRequest } from './mutate-options.ts';
import { repairMarkdown, repairText } from './reports/repair.ts';
import { drive } from './sliced-work.ts';
import { printable, styleOf } from './style.ts';
import { textsOf } from './texts.ts';

/** Prints what repairs the first variant that fails, or the one named. */
export async function repairCommand(
  request: RepairRequest,
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
  const report = await withHands(host, request.jobs, (hands) =>
    firstRepaired(analysis, candidates, request, hands),
  );
  if (host.interrupted()) return exitCodes.interrupted;
  if (report === undefined) {
    host.err('racewalk: nothing to repair: no variant fails\n');
    return errors.length > 0 ? exitCodes.invalid : exitCodes.unexpected;
  }
  if (request.format === 'json')
    host.out(benchJson(repairDocument(analysis, request, report, library)));
  else host.out(repairPrinted(report, request.format));
  return repairCode(report);
}

export function repairPrinted(report: RepairReport, format: 'text' | 'markdown'): string {
  return format === 'text' ? repairText(report) : repairMarkdown(report);
}

export function repairCode(report: RepairReport): ExitCode {
  const open = report.bounds.length > 0 || report.tried.some(({ undecided }) => undecided > 0);
  return open ? exitCodes.undecided : exitCodes.expected;
}

type Asked = Omit<RepairRequest, 'kind' | 'path' | 'format' | 'jobs'>;

/** Of the first of these that fails; undefined where it was interrupted, too. */
export async function firstRepaired(
  analysis: Analysis,
  candidates: readonly VariantIndex[],
  request: Asked,
  { host, helpers }: Hands,
): Promise<RepairReport | undefined> {
  const limits = limitsOf(request);
  for (const which of candidates) {
    const { scenario, variant } = which;
    const search = startRepair({ analysis, scenario, variant }, limits);
    const { shared } = search;
    const task = { kind: 'repair', scenario, variant, limits: limits.search } as const;
    helpers.help(analysis, task, shared, (reply) => {
      if (reply.kind === 'candidate') shared.give(reply.at, reply.answer);
    });
    if (!(await drive(search, labelOf(analysis, which), host))) return undefined;
    const report = search.report();
    if (report?.verdict === 'fail') return report;
  }
  return undefined;
}

function limitsOf({ statesMax, editsMax, candidatesMax }: Asked): RepairLimits {
  const { search, edits_max, candidates_max } = repairLimits;
  return {
    search: { ...search, states_max: statesMax ?? search.states_max },
    edits_max: editsMax ?? edits_max,
    candidates_max: candidatesMax ?? candidates_max,
  };
}

export function repairDocument(
  analysis: Analysis,
  { scenario, variant, statesMax, editsMax, candidatesMax }: Asked,
  report: RepairReport,
  library: readonly SourceFile[],
): RepairDocument {
  const limits = [editsMax, candidatesMax, statesMax].map((limit) => `${limit ?? ''}`);
  return {
    schema: benchSchema,
    engine: engineName,
    request: ['repair', scenario ?? '', variant ?? '', ...limits],
    texts: textsDigest(analysis, library),
    shard: whole,
    total: 1,
    command: 'repair',
    units: [{ number: 0, file: analysis.file.name, ...report }],
  };
}
