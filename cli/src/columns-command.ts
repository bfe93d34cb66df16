// `racewalk columns`: one run as the diagram that goes into a commit message.
import { listedColumns, replayString } from '@racewalk/checker';
import type { Analysis, SourceFile } from '@racewalk/language';
import type { ColumnsRequest } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { type FoundRun, withRun } from './with-run.ts';

/** Prints the run, or says on the error channel why there is none. */
export function columnsCommand(
  request: ColumnsRequest,
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  return withRun(request, host, library, (analysis, found) => show(request, host, analysis, found));
}

function show(
  { look, replayLine }: ColumnsRequest,
  host: Host,
  analysis: Analysis,
  { which, checked, run }: FoundRun,
): ExitCode {
  const { program } = checked;
  const isAsked = replayLine && program !== undefined;
  const replay = isAsked ? replayString(program, which, run.run) : undefined;
  const scenario = analysis.scenarios[which.scenario]?.name ?? '';
  host.out(listedColumns(checked, run, { scenario, look, replay })?.text ?? '');
  return exitCodes.expected;
}
