// `racewalk runs`: the runs that can be shown, with the names and the words that choose them.
import { type CheckedVariant, placeText, replayString, runsOf } from '@racewalk/checker';
import type { SourceFile } from '@racewalk/language';
import { analysedFile } from './analysed-file.ts';
import type { RunsRequest } from './arguments.ts';
import { candidatesOf } from './candidates.ts';
import { diagnosticsText } from './diagnostic-text.ts';
import { combined, type ExitCode, exitCodes } from './exit-codes.ts';
import { checkVariant, explorerOf } from './exploration.ts';
import type { Host } from './host.ts';
import { printable, styleOf } from './style.ts';
import { textsOf } from './texts.ts';

/** Prints the runs of every variant that the names leave. */
export async function runsCommand(
  request: RunsRequest,
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  const analysis = analysedFile(request, host, library);
  if (analysis === undefined) return exitCodes.invalid;
  const textOf = textsOf(analysis, library);
  const tell = (diagnostics: CheckedVariant['diagnostics']): void => {
    const errors = diagnostics.filter(
      ({ code, severity }) => severity === 'error' && !code.startsWith('RW080'),
    );
    host.err(diagnosticsText(errors, textOf, styleOf(false)));
  };
  tell(analysis.diagnostics);
  const candidates = candidatesOf(analysis, request);
  if (typeof candidates === 'string') {
    host.err(`racewalk: ${printable(candidates)}\n`);
    return exitCodes.usage;
  }
  const explorer = await explorerOf(request, host, library);
  if (explorer === undefined) return exitCodes.unavailable;
  const codes: ExitCode[] = [];
  for (const which of candidates) {
    const { checked } = await checkVariant(host, analysis, which, explorer);
    if (host.interrupted()) return exitCodes.interrupted;
    tell(checked.diagnostics);
    const scenario = analysis.scenarios[which.scenario]?.name ?? '';
    host.out(`${printable(placeText(scenario, checked.report))}\n`);
    host.out(listText(checked, which));
    codes.push(codeOf(checked));
  }
  return combined(codes);
}

/** What is listed was all found: only what is missing has a code. */
function codeOf({ standing, report }: CheckedVariant): ExitCode {
  if (standing === 'error') return exitCodes.invalid;
  return report.limitsReached.length > 0 ? exitCodes.undecided : exitCodes.expected;
}

function listText(checked: CheckedVariant, which: Parameters<typeof replayString>[1]): string {
  const { program, report } = checked;
  const runs = runsOf(checked);
  if (program === undefined || runs.length === 0) return `  no run to show: ${report.verdict}\n`;
  const width = Math.max(...runs.map(({ choice }) => choice.length));
  return runs
    .map(({ choice, label, run }) => {
      const name = printable(choice).padEnd(width);
      const replay = replayString(program, which, run);
      return `  ${name}  ${printable(label)}\n  ${' '.repeat(width)}  ${replay}\n`;
    })
    .join('');
}
