// `racewalk columns`: one run as the diagram that goes into a commit message.
import { listedColumns, replayString } from '@racewalk/checker';
import type { SourceFile } from '@racewalk/language';
import type { ColumnsRequest } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { foundRun } from './found-run.ts';
import type { Host } from './host.ts';
import { replayCommand } from './replay-command.ts';

/** A run that nothing has to look for: `--run replay:rw1...`. */
const replayPrefix = 'replay:';

/** Prints the run, or says on the error channel why there is none. */
export async function columnsCommand(
  request: ColumnsRequest,
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  if (request.run?.startsWith(replayPrefix) === true) {
    const { path, look } = request;
    const replay = request.run.slice(replayPrefix.length);
    return replayCommand({ kind: 'replay', path, replay, json: false, look }, host, library);
  }
  const found = await foundRun(request, host, library);
  if (typeof found === 'number') return found;
  const { analysis, which, checked, run } = found;
  const { program } = checked;
  const isAsked = request.replayLine && program !== undefined;
  const replay = isAsked ? replayString(program, which, run.run) : undefined;
  const scenario = analysis.scenarios[which.scenario]?.name ?? '';
  host.out(listedColumns(checked, run, { scenario, look: request.look, replay })?.text ?? '');
  return exitCodes.expected;
}
