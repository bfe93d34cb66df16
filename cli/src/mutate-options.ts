// The arguments of `racewalk mutate` and `racewalk repair`.
import type { Shard } from '@racewalk/workbench';
import { type Command, Option } from 'commander';
import {
  editsOption,
  jobsOption,
  shardOf,
  type TableFormat,
  tableFormats,
} from './bench-options.ts';
import { numberUpTo } from './numbers.ts';

export interface MutateRequest {
  readonly kind: 'mutate';
  readonly path: string;
  readonly scenario: string | undefined;
  readonly variant: string | undefined;
  readonly pairs: boolean;
  readonly format: TableFormat;
  readonly shard: Shard | undefined;
  /** Threads; undefined: as many as there are cores. */
  readonly jobs: number | undefined;
  readonly statesMax: number | undefined;
}

export interface RepairRequest {
  readonly kind: 'repair';
  readonly path: string;
  readonly scenario: string | undefined;
  readonly variant: string | undefined;
  readonly format: TableFormat;
  readonly editsMax: number | undefined;
  readonly candidatesMax: number | undefined;
  /** Threads; undefined: as many as there are cores. */
  readonly jobs: number | undefined;
  readonly statesMax: number | undefined;
}

interface MutateOptions {
  readonly scenario?: string;
  readonly variant?: string;
  readonly pairs?: true;
  readonly format?: TableFormat;
  readonly shard?: Shard;
  readonly jobs?: number;
  readonly maxStates?: number;
}

interface RepairOptions extends Omit<MutateOptions, 'pairs' | 'shard'> {
  readonly maxEdits?: number;
  readonly maxCandidates?: number;
}

const statesMax = 2 ** 30 - 1;
const candidatesMax = 1_000_000;

export function addMutate(program: Command, take: (request: MutateRequest) => void): void {
  const command = named(
    program
      .command('mutate')
      .description(
        'say what each lock, test, barrier and order in the functions run is needed for',
      ),
  )
    .option('--pairs', 'also two at a time, of what is not needed alone')
    .addOption(jobsOption())
    .option('--shard <i/n>', 'only the i-th of n parts of the work', shardOf);
  command.action((path: string, options: MutateOptions) => {
    const { scenario, variant, shard, jobs, maxStates } = options;
    const pairs = options.pairs ?? false;
    if (pairs && shard !== undefined)
      command.error('error: --pairs needs the answers for all: it is not for --shard');
    const format = options.format ?? (shard === undefined ? 'text' : 'json');
    const asked = { path, scenario, variant, pairs, format, shard, jobs };
    take({ kind: 'mutate', ...asked, statesMax: maxStates });
  });
}

export function addRepair(program: Command, take: (request: RepairRequest) => void): void {
  named(
    program
      .command('repair')
      .description('look for the fewest edits with which every property holds'),
  )
    .addOption(editsOption())
    .option(
      '--max-candidates <n>',
      'stop after exploring this many (default: 1000)',
      numberUpTo(candidatesMax),
    )
    .addOption(jobsOption())
    .action((path: string, options: RepairOptions) => {
      const { scenario, variant, jobs, maxEdits, maxCandidates, maxStates } = options;
      take({
        kind: 'repair',
        path,
        scenario,
        variant,
        format: options.format ?? 'text',
        editsMax: maxEdits,
        candidatesMax: maxCandidates,
        jobs,
        statesMax: maxStates,
      });
    });
}

function named(command: Command): Command {
  return command
    .argument('<file>', 'the file, - for standard input')
    .option('--scenario <name>', 'only this scenario')
    .option('--variant <name>', 'only the variants of this name')
    .addOption(new Option('--format <format>', 'default: text').choices(tableFormats))
    .option('--max-states <n>', 'stop each exploration after this many', numberUpTo(statesMax));
}
