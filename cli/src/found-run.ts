// The run that a command is asked to show: explores variant by variant until one has it.
import { type CheckedVariant, type ListedRun, runsOf, type VariantIndex } from '@racewalk/checker';
import type { Analysis, SourceFile } from '@racewalk/language';
import { analysedFile } from './analysed-file.ts';
import type { ColumnsRequest } from './arguments.ts';
import { candidatesOf } from './candidates.ts';
import { diagnosticsText } from './diagnostic-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { checkVariant, explorerOf, type Wish } from './exploration.ts';
import type { Host } from './host.ts';
import { printable, styleOf } from './style.ts';
import { textsOf } from './texts.ts';
import { askedAnalysis, wherePrefix } from './where.ts';

export interface RunWish
  extends Wish,
    Pick<ColumnsRequest, 'path' | 'scenario' | 'variant' | 'run'> {
  /** The name of the command, for messages. */
  readonly kind: string;
}

export interface FoundRun {
  readonly analysis: Analysis;
  readonly which: VariantIndex;
  readonly checked: CheckedVariant;
  readonly run: ListedRun;
}

/** An exit code where there is none; why is said on the error channel. */
export async function foundRun(
  request: RunWish,
  host: Host,
  library: readonly SourceFile[],
): Promise<FoundRun | ExitCode> {
  const analysis = analysedFile(request, host, library);
  if (analysis === undefined) return exitCodes.invalid;
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  host.err(diagnosticsText(errors, textsOf(analysis, library), styleOf(false)));
  const candidates = candidatesOf(analysis, request);
  if (typeof candidates === 'string') {
    host.err(`racewalk: ${printable(candidates)}\n`);
    return exitCodes.usage;
  }
  const explorer = await explorerOf(request, host, library);
  if (explorer === undefined) return exitCodes.unavailable;
  const seen: CheckedVariant[] = [];
  for (const which of candidates) {
    const asked = askedAnalysis(analysis, which, request.run, host, library);
    if (typeof asked === 'number') return asked;
    const { checked } = await checkVariant(host, asked, which, explorer);
    if (host.interrupted()) return exitCodes.interrupted;
    const run = chosenRun(checked, request.run);
    if (run !== undefined) return { analysis, which, checked, run };
    seen.push(checked);
  }
  return nothingToShow(seen, request, host, textsOf(analysis, library));
}

function chosenRun(checked: CheckedVariant, choice: string | undefined): ListedRun | undefined {
  const runs = runsOf(checked);
  if (choice === undefined) return runs.find(({ property }) => property !== undefined);
  if (!choice.startsWith(wherePrefix)) return runs.find((run) => run.choice === choice);
  // The condition is the last witness of the text that asks for it.
  const last = runs.findLast((run) => run.choice.startsWith('witness:'));
  const asked = (checked.program?.witnesses.length ?? 0) - 1;
  if (last?.choice !== `witness:${asked}`) return undefined;
  return { ...last, what: `a run where ${choice.slice(wherePrefix.length)}` };
}

function nothingToShow(
  seen: readonly CheckedVariant[],
  { run }: RunWish,
  host: Host,
  textOf: ReturnType<typeof textsOf>,
): ExitCode {
  const errors = seen
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ code, severity }) => severity === 'error' && !code.startsWith('RW080'));
  host.err(diagnosticsText(errors, textOf, styleOf(false)));
  const names = seen.map(({ report }) => `${printable(report.name)}: ${report.verdict}`);
  host.err(`racewalk: nothing to show, ${absenceText(seen, run)} (${names.join('; ')})\n`);
  if (seen.some(({ standing }) => standing === 'error')) return exitCodes.invalid;
  const open = seen.some(({ report }) => report.limitsReached.length > 0);
  return open ? exitCodes.undecided : exitCodes.unexpected;
}

function absenceText(seen: readonly CheckedVariant[], run: string | undefined): string {
  if (run === undefined) return 'no run fails';
  const [kind = '', ...rest] = run.split(':');
  const name = printable(rest.join(':'));
  const open = seen.some(({ report }) => report.limitsReached.length > 0);
  if (kind === 'violation') return `no run violates ${name}`;
  if (kind === 'where')
    return `no ${open ? 'state found so far' : 'reachable state'} satisfies ${name}`;
  const known = [...new Set(seen.flatMap(runsOf).map(({ choice }) => choice))];
  const list = known.length === 0 ? 'none' : known.map(printable).join(', ');
  return `no run is called ${printable(run)}; there is ${list}`;
}
