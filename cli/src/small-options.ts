// The arguments of commands that take next to none.
import type { Command } from 'commander';

export interface FormatRequest {
  readonly kind: 'format';
  readonly paths: readonly string[];
  /** Only tells which files would change. */
  readonly check: boolean;
}

export interface ListRequest {
  readonly kind: 'list';
  readonly paths: readonly string[];
}

export interface ExplainRequest {
  readonly kind: 'explain';
  readonly code: string;
}

type SmallRequest = FormatRequest | ListRequest | ExplainRequest;

export function addFormat(program: Command, take: (request: SmallRequest) => void): void {
  program
    .command('format')
    .description(
      'bring files into the coding style of the kernel, in place; tell which have changed',
    )
    .argument('[path...]', 'files, directories (every *.race file below), - for standard input')
    .option('--check', 'change nothing, tell which files would change, and fail if there is one')
    .action((paths: readonly string[], { check }: { readonly check?: true }) => {
      take({ kind: 'format', paths, check: check ?? false });
    });
}

export function addList(program: Command, take: (request: SmallRequest) => void): void {
  program
    .command('list')
    .description('list the scenarios and variants of files, without checking them')
    .argument('[path...]', 'files, directories (every *.race file below), - for standard input')
    .action((paths: readonly string[]) => take({ kind: 'list', paths }));
}

export function addExplain(program: Command, take: (request: SmallRequest) => void): void {
  program
    .command('explain')
    .description('say what a diagnostic means and what to do about it')
    .argument('<code>', 'its code: RW0801')
    .action((code: string) => take({ kind: 'explain', code }));
}
