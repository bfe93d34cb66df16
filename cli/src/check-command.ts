// `racewalk check`: every variant of every scenario, against what it expects.
import {
  type CheckedVariant,
  checkDiagnostic,
  crashedVariant,
  diagnosticReports,
  inOrder,
  seenDiagnostics,
  type VariantSeen,
} from '@racewalk/checker';
import {
  type Analysis,
  analyse,
  type Diagnostic,
  engineName,
  type SourceFile,
} from '@racewalk/language';
import {
  benchJson,
  benchSchema,
  type CheckShard,
  type CheckUnit,
  isOfShard,
  type Shard,
  textDigest,
} from '@racewalk/workbench';
import type { CheckRequest } from './arguments.ts';
import { checkClosely, closerStatesMax } from './closer-look.ts';
import { codeOfStanding, combined, type ExitCode, exitCodes, isMistake } from './exit-codes.ts';
import { type Explorer, explorerOf, type Timed, withoutRuns } from './exploration.ts';
import type { Host } from './host.ts';
import { gather, type Input, loaderOf } from './inputs.ts';
import { internalErrorText } from './internal-error.ts';
import type { Which } from './jobs/job.ts';
import { JobPool } from './jobs/pool.ts';
import { formatsWithRuns, reporterOf } from './reports/formats.ts';
import type { Reporter } from './reports/reporter.ts';
import { grouped } from './result-text.ts';
import { printable } from './style.ts';
import { textsOf } from './texts.ts';

interface Session {
  readonly request: CheckRequest;
  readonly host: Host;
  readonly library: readonly SourceFile[];
  readonly reporter: Reporter;
  readonly codes: Set<ExitCode>;
  /** What a shard has checked; printed in place of a report. */
  readonly units: CheckUnit[];
  /** Variants that were come by, those of other shards included. */
  met: number;
  /** How many variants --variant has chosen so far. */
  chosen: number;
}

/** Checks one variant, here or in a thread; undefined: the command was interrupted before it. */
interface Checker {
  check(analysis: Analysis, which: Which): Promise<Timed | undefined>;
  close(): void;
}

type Work =
  | { readonly path: string; readonly analysis: Analysis }
  | { readonly path: string; readonly problem: Diagnostic };

/** Runs the whole command; the answer is the exit code. */
export async function checkCommand(
  request: CheckRequest,
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  const started = host.now();
  const explorer = await explorerOf(request, host, library);
  if (explorer === undefined) return exitCodes.unavailable;
  const reporter = reporterOf(request, host);
  const codes = new Set<ExitCode>();
  const counts = { units: [], met: 0, chosen: 0 };
  const session: Session = { request, host, library, reporter, codes, ...counts };
  const inputs = gather(request.paths, host.disk);
  const works = inputs.flatMap((input) => analysed(session, input));
  const included = new Set(
    works
      .flatMap((work) => ('analysis' in work ? work.analysis.includes : []))
      .map((file) => file.name),
  );
  const checker = checkerOf(session, works, explorer);
  for (const work of works) {
    if (host.interrupted()) break;
    if ('problem' in work) tellProblem(session, work.path, work.problem);
    else await checkFile(session, checker, work.analysis, included.has(work.path));
  }
  checker.close();
  if (request.shard === undefined) reporter.end(inputs.length, host.now() - started);
  else host.out(benchJson(shardDocument(session, request.shard, works)));
  tellEnd(session);
  return combined(codes);
}

/** Variants that make it worth while to start one more thread by itself. */
const variantsPerJob = 8;
const jobsMax = 4;

function checkerOf(session: Session, works: readonly Work[], explorer: Explorer): Checker {
  const { request, host, library } = session;
  const closer = { wanted: request.diagnostics, library };
  const withRuns = formatsWithRuns.has(request.format);
  const analyses = works.flatMap((work) => ('analysis' in work ? [work.analysis] : []));
  const files = analyses.filter(({ scenarios }) => scenarios.length > 0);
  const jobs = Math.min(files.length, request.jobs ?? jobsThatPay(session, files));
  if (jobs < 2 || explorer.kind !== 'own') {
    const check = async (analysis: Analysis, which: Which): Promise<Timed> => {
      const timed = await checkClosely(host, analysis, which, explorer, closer);
      return withRuns ? timed : withoutRuns(timed);
    };
    return { check, close: () => {} };
  }
  const { watched } = host;
  const pool = new JobPool(
    files.map(({ file, includes }) => ({ file, includes })),
    { explorer, variant: request.variant, watched, withRuns, closer: request.diagnostics },
    (events) => host.startJobs(jobs, events),
    (text) => host.err(text),
  );
  return {
    check: (analysis, which) => pool.check(analysis.file.name, which),
    close: () => pool.close(),
  };
}

function jobsThatPay({ request, host }: Session, files: readonly Analysis[]): number {
  // A thread takes whole files, and would check what other shards check.
  if (request.threads > 1 || request.shard !== undefined) return 1;
  const variants = files
    .flatMap(({ scenarios }) => scenarios.flatMap((scenario) => scenario.variants))
    .filter(({ name }) => request.variant === undefined || request.variant === name);
  return Math.min(host.cores, jobsMax, Math.floor(variants.length / variantsPerJob));
}

function analysed(session: Session, input: Input): Work[] {
  const { path } = input;
  if (input.kind === 'problem') return [{ path, problem: input.problem }];
  try {
    const loader = loaderOf(session.host.disk);
    return [{ path, analysis: analyse({ name: path, text: input.text }, loader, session.library) }];
  } catch (error) {
    tellBug(session, path, error);
    return [];
  }
}

/** A bug met in one place must not take the answers for the others away. */
function tellBug(session: Session, where: string, error: unknown): void {
  session.codes.add(exitCodes.internal);
  session.host.err(internalErrorText(error, printable(where), session.host.debug));
}

function tellProblem(session: Session, path: string, problem: Diagnostic): void {
  session.codes.add(exitCodes.invalid);
  const textOf = () => undefined;
  const analysis = undefined;
  session.reporter.file({ path, analysis, diagnostics: [problem], scenarios: [], textOf });
}

async function checkFile(
  session: Session,
  checker: Checker,
  analysis: Analysis,
  isIncluded: boolean,
): Promise<void> {
  const diagnostics: Diagnostic[] = [...analysis.diagnostics, ...emptiness(analysis, isIncluded)];
  const scenarios = [];
  const seen: VariantSeen[] = [];
  for (const [index, { name }] of analysis.scenarios.entries()) {
    const timed = await checkScenario(session, checker, analysis, index);
    const variants = timed.map(({ checked }) => checked);
    diagnostics.push(...variants.flatMap((variant) => variant.diagnostics));
    seen.push(...timed.flatMap((one) => one.seen ?? []));
    scenarios.push({ name, variants });
  }
  if (session.request.diagnostics) diagnostics.push(...seenDiagnostics(analysis, seen));
  if (diagnostics.some(isMistake)) session.codes.add(exitCodes.invalid);
  const textOf = textsOf(analysis, session.library);
  const path = analysis.file.name;
  const ordered = inOrder(path, diagnostics);
  if (session.request.shard === undefined)
    session.reporter.file({ path, analysis, diagnostics: ordered, scenarios, textOf });
}

/** One variant as a part of a run that other machines do the rest of. */
function unitOf(
  { library }: Session,
  analysis: Analysis,
  { number, scenario }: { readonly number: number; readonly scenario: number },
  { report, diagnostics }: CheckedVariant,
): CheckUnit {
  const textOf = textsOf(analysis, library);
  return {
    number,
    file: analysis.file.name,
    scenario: analysis.scenarios[scenario]?.name ?? '',
    diagnostics: diagnosticReports([...analysis.diagnostics, ...diagnostics], textOf),
    report,
  };
}

function shardDocument(session: Session, shard: Shard, works: readonly Work[]): CheckShard {
  const { request, library, met, units } = session;
  const texts = works.flatMap((work) =>
    'analysis' in work ? [work.analysis.file, ...work.analysis.includes] : [],
  );
  const asked = [request.variant, request.statesMax, request.memoryMax, request.reduce];
  return {
    schema: benchSchema,
    command: 'check',
    engine: engineName,
    request: [...request.paths, ...asked.map((one) => `${one ?? ''}`)],
    texts: textDigest([...texts, ...library].map(({ text }) => text)),
    shard,
    total: met,
    units,
  };
}

function emptiness(analysis: Analysis, isIncluded: boolean): Diagnostic[] {
  const broken = analysis.diagnostics.some(({ severity }) => severity === 'error');
  if (analysis.scenarios.length > 0 || isIncluded || broken) return [];
  const empty = analysis.file.text.trim() === '';
  const message = empty ? 'the file is empty: 0 scenarios' : 'no scenario in this file';
  return [checkDiagnostic('RW0806', analysis.file.name, { start: 0, end: 0 }, message)];
}

async function checkScenario(
  session: Session,
  checker: Checker,
  analysis: Analysis,
  scenario: number,
): Promise<Timed[]> {
  const { request, host } = session;
  const results: Timed[] = [];
  for (const [variant, info] of (analysis.scenarios[scenario]?.variants ?? []).entries()) {
    const { name } = info;
    if (host.interrupted()) break;
    if (request.variant !== undefined && request.variant !== name) continue;
    session.chosen += 1;
    const number = session.met;
    session.met += 1;
    if (request.shard !== undefined && !isOfShard(number, request.shard)) continue;
    try {
      const timed = await checker.check(analysis, { scenario, variant });
      if (timed === undefined) break;
      session.codes.add(codeOfStanding(timed.checked.standing));
      if (request.shard === undefined) session.reporter.variant(analysis, scenario, timed);
      else session.units.push(unitOf(session, analysis, { number, scenario }, timed.checked));
      if (request.timing) tellTiming(session, `${analysis.file.name}: ${name}`, timed);
      if (timed.isUnseen) tellUnseen(session, `${analysis.file.name}: ${name}`);
      results.push(timed);
    } catch (error) {
      tellBug(session, `${analysis.file.name}: ${name}`, error);
      const checked = crashedVariant(info);
      const timed = { checked, milliseconds: 0, searchMilliseconds: undefined };
      session.reporter.variant(analysis, scenario, timed);
      results.push(timed);
    }
  }
  return results;
}

/** Silence about it would read as praise. */
function tellUnseen({ host }: Session, what: string): void {
  const states = grouped(String(closerStatesMax));
  host.err(`racewalk: ${printable(what)}: more than ${states} states, not looked at closely\n`);
}

/** On standard error: the document of `--json` has no times. */
function tellTiming({ host }: Session, what: string, timed: Timed): void {
  const { milliseconds, searchMilliseconds } = timed;
  const search = searchMilliseconds ?? milliseconds;
  const whole = `${milliseconds.toFixed(1)} ms`;
  host.err(`racewalk: timing: ${printable(what)}: ${whole}, search ${search.toFixed(1)} ms\n`);
}

function tellEnd({ request, host, codes, chosen }: Session): void {
  if (host.interrupted()) {
    codes.add(exitCodes.interrupted);
    host.err('racewalk: interrupted; what is above was known so far\n');
  } else if (request.variant !== undefined && chosen === 0 && !codes.has(exitCodes.invalid)) {
    codes.add(exitCodes.usage);
    host.err(`racewalk: no variant is called "${printable(request.variant)}"\n`);
  }
}
