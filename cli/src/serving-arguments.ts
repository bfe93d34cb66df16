// The commands that an editor starts: a debug adapter and a language server.
import type { Command } from 'commander';

/** A debug adapter on standard input and output, for an editor to start. */
export interface DapRequest {
  readonly kind: 'dap';
}

/** A language server on standard input and output, for an editor to start. */
export interface LspRequest {
  readonly kind: 'lsp';
}

type Take = (request: DapRequest | LspRequest) => void;

export function addServing(program: Command, take: Take): void {
  addDap(program, take);
  addLsp(program, take);
}

function addDap(program: Command, take: Take): void {
  program
    .command('dap')
    .description('be a debug adapter (DAP) on standard input and output, for an editor to start')
    .action(() => take({ kind: 'dap' }));
}

function addLsp(program: Command, take: Take): void {
  program
    .command('lsp')
    .description('be a language server (LSP) on standard input and output, for an editor to start')
    // Some clients add it by themselves; there is no other way.
    .option('--stdio', 'talk on standard input and output, as it does anyway')
    .action(() => take({ kind: 'lsp' }));
}
