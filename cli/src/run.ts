// The command from its arguments to its exit code. Everything it touches comes in through the host.
import type { SourceFile } from '@racewalk/language';
import { parseArguments } from './arguments.ts';
import { benchCommand } from './bench-command.ts';
import { checkCommand } from './check-command.ts';
import { columnsCommand } from './columns-command.ts';
import { compareCommand } from './compare-command.ts';
import { coverageCommand } from './coverage-command.ts';
import { dapCommand } from './dap-command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { explainCommand } from './explain-command.ts';
import { exportCommand } from './export-command.ts';
import { formatCommand } from './format-command.ts';
import { historyCommand } from './history-command.ts';
import type { Host } from './host.ts';
import { internalErrorText } from './internal-error.ts';
import { listCommand } from './list-command.ts';
import { lspCommand } from './lsp-command.ts';
import { mergeCommand } from './merge-command.ts';
import { mutateCommand } from './mutate-command.ts';
import { repairCommand } from './repair-command.ts';
import { replayCommand } from './replay-command.ts';
import { runsCommand } from './runs-command.ts';

/** `run(['check', 'scenarios'], host, kernelLibrary)`; never throws. */
export async function run(
  args: readonly string[],
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  try {
    const request = parseArguments(args);
    switch (request.kind) {
      case 'notice':
        host.out(request.out);
        host.err(request.err);
        return request.exit;
      case 'check':
        return await checkCommand(request, host, library);
      case 'columns':
        return await columnsCommand(request, host, library);
      case 'runs':
        return await runsCommand(request, host, library);
      case 'coverage':
        return await coverageCommand(request, host, library);
      case 'replay':
        return replayCommand(request, host, library);
      case 'bench':
        return await benchCommand(request, host, library);
      case 'compare':
        return await compareCommand(request, host, library);
      case 'history':
        return await historyCommand(request, host, library);
      case 'merge':
        return mergeCommand(request, host);
      case 'export':
        return await exportCommand(request, host, library);
      case 'mutate':
        return await mutateCommand(request, host, library);
      case 'repair':
        return await repairCommand(request, host, library);
      case 'dap':
        return await dapCommand(host, library);
      case 'lsp':
        return await lspCommand(host);
      case 'format':
        return formatCommand(request, host);
      case 'list':
        return listCommand(request, host, library);
      case 'explain':
        return explainCommand(request, host);
      default:
        return unreachable(request);
    }
  } catch (error) {
    host.err(internalErrorText(error, 'the command', host.debug));
    return exitCodes.internal;
  }
}

function unreachable(value: never): never {
  throw new Error(`not reachable: ${JSON.stringify(value)}`);
}
