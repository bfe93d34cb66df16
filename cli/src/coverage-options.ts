// The options of `racewalk coverage`.
import { type Command, Option } from 'commander';
import { numberUpTo } from './numbers.ts';

export const coverageFormats = ['text', 'markdown', 'json'] as const;

export interface CoverageRequest {
  readonly kind: 'coverage';
  readonly path: string;
  readonly scenario: string | undefined;
  readonly variant: string | undefined;
  readonly format: (typeof coverageFormats)[number];
  /** Every access of every field. */
  readonly all: boolean;
  readonly statesMax: number | undefined;
  /** Bytes. */
  readonly memoryMax: number | undefined;
}

interface CoverageOptions {
  readonly scenario?: string;
  readonly variant?: string;
  readonly format?: (typeof coverageFormats)[number];
  readonly all?: true;
  readonly maxStates?: number;
  readonly maxMemory?: number;
}

const mebibyte = 2 ** 20;

export function addCoverage(
  program: Command,
  take: (request: CoverageRequest) => void,
  max: { readonly states: number; readonly memoryMiB: number },
): void {
  program
    .command('coverage')
    .description('tell which locks are held at every access to each field of shared memory')
    .argument('<file>', 'the file, - for standard input')
    .option('--scenario <name>', 'only this scenario')
    .option('--variant <name>', 'only the variants of this name')
    .addOption(
      new Option('--format <format>', 'how to report what was found (default: text)').choices(
        coverageFormats,
      ),
    )
    .option('--all', 'also fields that nobody can race on, and every access')
    .option('--max-states <n>', 'stop a variant after this many states', numberUpTo(max.states))
    .option('--max-memory <mib>', 'stop a variant at this memory', numberUpTo(max.memoryMiB))
    .action((path: string, options: CoverageOptions) => {
      const { scenario, variant, format, all, maxStates, maxMemory } = options;
      take({
        kind: 'coverage',
        path,
        scenario,
        variant,
        format: format ?? 'text',
        all: all ?? false,
        statesMax: maxStates,
        memoryMax: maxMemory === undefined ? undefined : maxMemory * mebibyte,
      });
    });
}
