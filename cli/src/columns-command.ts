// `racewalk columns`: one failing run as the diagram that goes into a commit message.
import { type CheckedVariant, runColumns } from '@racewalk/checker';
import { type Analysis, analyse, type SourceFile } from '@racewalk/language';
import type { ColumnsRequest } from './arguments.ts';
import { diagnosticsText } from './diagnostic-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { checkVariant, explorerOf } from './exploration.ts';
import type { Host } from './host.ts';
import { gather, loaderOf } from './inputs.ts';
import { printable, styleOf } from './style.ts';
import { textsOf } from './texts.ts';

interface Candidate {
  readonly scenario: number;
  readonly variant: number;
}

/** Prints the run, or says on the error channel why there is none. */
export async function columnsCommand(
  request: ColumnsRequest,
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  const analysis = analysedFile(request, host, library);
  if (analysis === undefined) return exitCodes.invalid;
  const candidates = candidatesOf(analysis, request);
  if (typeof candidates === 'string') {
    host.err(`racewalk: ${printable(candidates)}\n`);
    return exitCodes.usage;
  }
  const explorer = await explorerOf(request, host, library);
  if (explorer === undefined) return exitCodes.unavailable;
  const seen: CheckedVariant[] = [];
  for (const which of candidates) {
    const { checked } = await checkVariant(host, analysis, which, explorer);
    if (host.interrupted()) return exitCodes.interrupted;
    if (shows(checked, request.property)) {
      const scenario = analysis.scenarios[which.scenario]?.name ?? '';
      const { property, tabs } = request;
      host.out(runColumns(checked, { scenario, property, tabs })?.text ?? '');
      return exitCodes.expected;
    }
    seen.push(checked);
  }
  return nothingToShow(seen, request, host, textsOf(analysis, library));
}

function analysedFile(
  request: ColumnsRequest,
  host: Host,
  library: readonly SourceFile[],
): Analysis | undefined {
  const style = styleOf(false);
  if (request.path !== '-' && host.disk.kindOf(request.path) === 'directory') {
    host.err(`racewalk: ${printable(request.path)} is a directory; columns needs one file\n`);
    return undefined;
  }
  const input = gather([request.path], host.disk)[0];
  if (input === undefined) return undefined;
  if (input.kind === 'problem') {
    host.err(diagnosticsText([input.problem], () => undefined, style));
    return undefined;
  }
  const file = { name: input.path, text: input.text };
  const analysis = analyse(file, loaderOf(host.disk), library);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  host.err(diagnosticsText(errors, textsOf(analysis, library), style));
  return analysis;
}

/** The variants that the options leave, or what is wrong with the options. */
function candidatesOf(analysis: Analysis, request: ColumnsRequest): Candidate[] | string {
  const { scenario, variant } = request;
  const { scenarios } = analysis;
  if (scenarios.length === 0) return 'no scenario in this file';
  const named = scenarios.flatMap((one, index) =>
    scenario === undefined || one.name === scenario ? [index] : [],
  );
  if (named.length === 0) {
    const known = listed(scenarios.map((one) => one.name));
    return `no scenario is called "${scenario ?? ''}"; there is ${known}`;
  }
  const candidates = named.flatMap((index) =>
    (scenarios[index]?.variants ?? []).flatMap((one, at) =>
      variant === undefined || one.name === variant ? [{ scenario: index, variant: at }] : [],
    ),
  );
  if (candidates.length > 0) return candidates;
  const names = named.flatMap((index) => scenarios[index]?.variants.map((one) => one.name) ?? []);
  return `no variant is called "${variant ?? ''}"; there is ${listed([...new Set(names)])}`;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

function shows(checked: CheckedVariant, property: string | undefined): boolean {
  const { violations } = checked.report;
  return violations.some((one) => property === undefined || one.property === property);
}

function nothingToShow(
  seen: readonly CheckedVariant[],
  request: ColumnsRequest,
  host: Host,
  textOf: ReturnType<typeof textsOf>,
): ExitCode {
  const errors = seen
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ code }) => !code.startsWith('RW080'));
  host.err(
    diagnosticsText(
      errors.filter(({ severity }) => severity === 'error'),
      textOf,
      styleOf(false),
    ),
  );
  const what =
    request.property === undefined
      ? 'no run fails'
      : `no run violates ${printable(request.property)}`;
  const names = seen.map(({ report }) => `${printable(report.name)}: ${report.verdict}`);
  host.err(`racewalk: nothing to show, ${what} (${names.join('; ')})\n`);
  if (seen.some(({ standing }) => standing === 'error')) return exitCodes.invalid;
  const open = seen.some(({ report }) => report.limitsReached.length > 0);
  return open ? exitCodes.undecided : exitCodes.unexpected;
}
