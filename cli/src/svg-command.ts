// `racewalk export --to svg`: one run as the timeline that the editor draws, in a file of its own.
import type { Analysis, SourceFile } from '@racewalk/language';
import { traceOf } from '@racewalk/trace';
import { nothingFolded, type RunShown, svgOf } from '@racewalk/webview';
import type { SvgRequest } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { printable } from './style.ts';
import { type FoundRun, withRun } from './with-run.ts';

/** Prints or writes the picture, or says on the error channel why there is none. */
export function svgCommand(
  request: SvgRequest,
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  return withRun(request, host, library, (analysis, found) => {
    const shown = shownRun(analysis, found);
    if (shown === undefined) return exitCodes.invalid;
    return deliver(svgOf(shown, nothingFolded, ''), request.output, host);
  });
}

function shownRun(analysis: Analysis, { which, checked, run }: FoundRun): RunShown | undefined {
  const { program, outcome, report } = checked;
  if (program === undefined) return undefined;
  const index = program.properties.findIndex(({ name }) => name === run.property);
  const property = index < 0 ? undefined : index;
  const violation = outcome?.violations.find((one) => one.property === property);
  const cycleSteps = violation?.cycleSteps;
  const scenario = analysis.scenarios[which.scenario]?.name ?? '';
  return {
    title: `${scenario}, ${report.name}, ${report.profile}: ${run.label}`,
    trace: traceOf(program, run.run, { property }),
    properties: program.properties.map(({ name, sentence }) => ({ name, sentence })),
    repeatsFrom: cycleSteps === undefined ? undefined : run.run.length - cycleSteps,
  };
}

function deliver(text: string, output: string | undefined, host: Host): ExitCode {
  if (output === undefined) {
    host.out(text);
    return exitCodes.expected;
  }
  const reason = host.disk.write(output, text);
  if (reason === undefined) return exitCodes.expected;
  host.err(`racewalk: can't write ${printable(output)}: ${reason}\n`);
  return exitCodes.invalid;
}
