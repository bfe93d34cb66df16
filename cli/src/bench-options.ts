// The arguments of `racewalk bench`, `racewalk compare`, `racewalk history` and `racewalk merge`.
import { parseShard, type Shard } from '@racewalk/workbench';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { numberUpTo } from './numbers.ts';

export const tableFormats = ['text', 'markdown', 'json'] as const;
export type TableFormat = (typeof tableFormats)[number];

interface Asked {
  readonly path: string;
  readonly scenario: string | undefined;
  readonly format: TableFormat;
  readonly shard: Shard | undefined;
  readonly statesMax: number | undefined;
}

export interface CompareRequest extends Asked {
  readonly kind: 'compare';
  /** More functions whose calls are counted. */
  readonly per: readonly string[];
  /** Threads; undefined: as many as there are cores. */
  readonly jobs: number | undefined;
  /** Two variants whose runs are compared instead, and on which property. */
  readonly diff: DiffWish | undefined;
}

export interface DiffWish {
  readonly left: string;
  readonly right: string;
  readonly property: string;
}

export interface HistoryRequest extends Asked {
  readonly kind: 'history';
  readonly variant: string | undefined;
}

export interface BenchRequest extends Omit<Asked, 'shard'> {
  readonly kind: 'bench';
  /** Whose functions are looked at line by line; undefined: the cheapest that passes. */
  readonly variant: string | undefined;
  readonly editsMax: number | undefined;
  /** Threads; undefined: as many as there are cores. */
  readonly jobs: number | undefined;
}

export interface MergeRequest {
  readonly kind: 'merge';
  readonly paths: readonly string[];
  readonly format: TableFormat;
}

interface AskedOptions {
  readonly scenario?: string;
  readonly format?: TableFormat;
  readonly shard?: Shard;
  readonly maxStates?: number;
}

interface CompareOptions extends AskedOptions {
  readonly per?: readonly string[];
  readonly jobs?: number;
  readonly diff?: readonly string[];
  readonly property?: string;
}

interface HistoryOptions extends AskedOptions {
  readonly variant?: string;
}

interface BenchOptions extends Omit<AskedOptions, 'shard'> {
  readonly variant?: string;
  readonly maxEdits?: number;
  readonly jobs?: number;
}

const statesMax = 2 ** 30 - 1;

export function addCompare(program: Command, take: (request: CompareRequest) => void): void {
  const command = asked(
    program
      .command('compare')
      .description('put the variants of a scenario side by side: what breaks, and what it costs'),
  )
    .option('--per <functions>', 'also count each call of these: set_pte_at,mprotect', names)
    .addOption(jobsOption())
    .option('--diff <variants...>', 'instead: the runs of two variants, up to where they part')
    .option('--property <name>', 'which property the runs of --diff are about');
  command.action((path: string, options: CompareOptions) => {
    const wish = diffOf(options);
    if (typeof wish === 'string') command.error(`error: ${wish}`);
    else {
      const { per = [], jobs } = options;
      take({ kind: 'compare', ...askedOf(path, options), per, jobs, diff: wish });
    }
  });
}

function diffOf({ diff, property, shard, format }: CompareOptions): DiffWish | undefined | string {
  if (diff === undefined) {
    return property === undefined ? undefined : '--property is for --diff';
  }
  const [left, right, ...more] = diff;
  if (left === undefined || right === undefined || more.length > 0)
    return '--diff takes two variants; put the file first, or behind --property';
  if (property === undefined) return '--diff needs --property';
  if (shard !== undefined || (format ?? 'text') !== 'text')
    return '--diff is text, and of one piece: it is not for --shard or --format';
  return { left, right, property };
}

export function addHistory(program: Command, take: (request: HistoryRequest) => void): void {
  asked(
    program
      .command('history')
      .description('check a scenario in every release of the library, and say where it changes'),
  )
    .option('--variant <name>', 'the variant (default: "as written")')
    .action((path: string, options: HistoryOptions) => {
      take({ kind: 'history', ...askedOf(path, options), variant: options.variant });
    });
}

export function addBench(program: Command, take: (request: BenchRequest) => void): void {
  whole(
    program
      .command('bench')
      .description('all that is asked about fixes: compare, history, coverage, mutate and repair'),
  )
    .option('--variant <name>', 'whose lines are looked at (default: the cheapest that passes)')
    .addOption(editsOption())
    .addOption(jobsOption())
    .action((path: string, options: BenchOptions) => {
      const { scenario, variant, maxEdits, jobs, maxStates, format = 'text' } = options;
      const asked = { path, scenario, variant, format, jobs };
      take({ kind: 'bench', ...asked, editsMax: maxEdits, statesMax: maxStates });
    });
}

export function addMerge(program: Command, take: (request: MergeRequest) => void): void {
  program
    .command('merge')
    .description('join the JSON of all shards of a command into that of one run')
    .argument('<files...>', 'what --shard 1/n to --shard n/n wrote, in any order')
    .addOption(
      new Option('--format <format>', 'what to print (default: json)').choices(tableFormats),
    )
    .action((paths: readonly string[], { format }: { readonly format?: TableFormat }) => {
      take({ kind: 'merge', paths, format: format ?? 'json' });
    });
}

function asked(command: Command): Command {
  const what = 'only the i-th of n parts, as JSON for `racewalk merge`';
  return whole(command).option('--shard <i/n>', what, shardOf);
}

/** What has no parts. */
function whole(command: Command): Command {
  return command
    .argument('<file>', 'the file, - for standard input')
    .option('--scenario <name>', 'only this scenario')
    .addOption(
      new Option('--format <format>', 'what to print (default: text)').choices(tableFormats),
    )
    .option('--max-states <n>', 'stop a variant after this many states', numberUpTo(statesMax));
}

function askedOf(path: string, options: AskedOptions): Asked {
  const { scenario, shard, maxStates } = options;
  const format = options.format ?? (shard === undefined ? 'text' : 'json');
  return { path, scenario, format, shard, statesMax: maxStates };
}

const jobsMax = 4;

export function jobsOption(): Option {
  const what = 'threads to work in (default: one for each core, at most 4)';
  return new Option('--jobs <n>', what).argParser(numberUpTo(jobsMax));
}

/** Candidates grow with this as the exponent. */
const editsMax = 4;

export function editsOption(): Option {
  const what = 'edits made together (default: 2)';
  return new Option('--max-edits <n>', what).argParser(numberUpTo(editsMax));
}

export function shardOf(text: string): Shard {
  const shard = parseShard(text);
  if (shard === undefined) throw new InvalidArgumentError('expected i/n, as in 1/4.');
  return shard;
}

function names(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
