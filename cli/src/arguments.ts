// What the user typed, as data. commander knows the grammar; nothing is done here.
import type { EngineChoice } from '@racewalk/engines';
import { defaultSimulation, type SearchOptions } from '@racewalk/simulator';
import type { ColumnsLook } from '@racewalk/trace';
import type { Shard } from '@racewalk/workbench';
import { Argument, Command, CommanderError, Option } from 'commander';
import {
  addBench,
  addCompare,
  addHistory,
  addMerge,
  type BenchRequest,
  type CompareRequest,
  type HistoryRequest,
  type MergeRequest,
  shardOf,
} from './bench-options.ts';
import { type CheckOptions, type LimitOptions, mistakeIn } from './check-options.ts';
import { completions, type Shell, shells } from './completions.ts';
import { addCoverage, type CoverageRequest } from './coverage-options.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { helpTexts } from './help-text.ts';
import { addLook, type LookOptions, lookOf } from './look-options.ts';
import { addMutate, addRepair, type MutateRequest, type RepairRequest } from './mutate-options.ts';
import { isWhole, numberUpTo } from './numbers.ts';
import { addServing, type DapRequest, type LspRequest } from './serving-arguments.ts';
import {
  addExplain,
  addFormat,
  addList,
  type ExplainRequest,
  type FormatRequest,
  type ListRequest,
} from './small-options.ts';
import { version } from './version.ts';

/** Random runs in place of all interleavings. */
export interface RandomRuns {
  readonly runs: number;
  readonly seed: number;
}

/** How `racewalk check` reports: for a person, or for a program that reads it. */
export const reportFormats = ['text', 'json', 'sarif', 'junit', 'markdown', 'github'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface CheckRequest {
  readonly kind: 'check';
  readonly paths: readonly string[];
  readonly variant: string | undefined;
  readonly format: ReportFormat;
  readonly quiet: boolean;
  /** Only one of so many parts of the variants, as JSON. */
  readonly shard: Shard | undefined;
  /** The time each search took is told on standard error. */
  readonly timing: boolean;
  /** Whether more than verdicts is looked for, which explores anew. */
  readonly diagnostics: boolean;
  /** How many files are checked at the same time; undefined: as many as pay. */
  readonly jobs: number | undefined;
  readonly statesMax: number | undefined;
  readonly memoryMax: number | undefined;
  /** Undefined: our own. */
  readonly engine: EngineChoice | undefined;
  readonly simulation: RandomRuns | undefined;
  /** Undefined: as the engine sees fit. */
  readonly reduce: SearchOptions['reduce'];
  /** How many threads search. */
  readonly threads: number;
}

export interface ColumnsRequest extends Limited {
  readonly kind: 'columns';
  readonly path: string;
  readonly scenario: string | undefined;
  readonly variant: string | undefined;
  /** `violation:NAME`, `witness:0`, `where:EXPR`; undefined: the first violation. */
  readonly run: string | undefined;
  readonly look: ColumnsLook;
  /** Whether a last line has the run as one word. */
  readonly replayLine: boolean;
}

export interface RunsRequest extends Limited {
  readonly kind: 'runs';
  readonly path: string;
  readonly scenario: string | undefined;
  readonly variant: string | undefined;
}

export interface ReplayRequest {
  readonly kind: 'replay';
  readonly path: string;
  /** As `replayString` made it. */
  readonly replay: string;
  readonly json: boolean;
  readonly look: ColumnsLook;
}

/** What is made of a variant's program, without exploring it. */
export type ModelFormat = 'promela' | 'tla' | 'dot' | 'json';
/** What is made of one run. */
export type RunFormat = 'trace' | 'markdown' | 'svg';

export interface ExportRequest extends Limited {
  readonly kind: 'export';
  readonly path: string;
  readonly to: ModelFormat | RunFormat;
  /** Which run, for those who show one; as in `ColumnsRequest`. */
  readonly run: string | undefined;
  readonly scenario: string | undefined;
  readonly variant: string | undefined;
  /** Standard output where undefined. */
  readonly output: string | undefined;
}

/** Help, version, or what is wrong with the arguments: all there is to do is to print it. */
export interface Notice {
  readonly kind: 'notice';
  readonly out: string;
  readonly err: string;
  readonly exit: ExitCode;
}

export type Request =
  | CheckRequest
  | ColumnsRequest
  | RunsRequest
  | CoverageRequest
  | ReplayRequest
  | BenchRequest
  | CompareRequest
  | HistoryRequest
  | MergeRequest
  | ExportRequest
  | MutateRequest
  | RepairRequest
  | DapRequest
  | LspRequest
  | FormatRequest
  | ListRequest
  | ExplainRequest;

interface RunsOptions extends LimitOptions {
  readonly scenario?: string;
  readonly variant?: string;
}

interface ColumnsOptions extends RunsOptions, LookOptions {
  readonly property?: string;
  readonly run?: string;
  readonly where?: string;
  readonly replayString?: true;
}

interface ReplayOptions extends LookOptions {
  readonly json?: true;
}

interface ExportOptions {
  readonly to: ModelFormat | RunFormat;
  readonly scenario?: string;
  readonly variant?: string;
  readonly run?: string;
  readonly where?: string;
  readonly maxStates?: number;
  readonly maxMemory?: number;
  readonly output?: string;
}

const mebibyte = 1024 * 1024;
/** The engine counts bytes and states in 31 and 30 bits. */
const memoryMiBMax = 2047;
const statesMax = 2 ** 30 - 1;
const runsMax = 1_000_000_000;
const seedMax = 2 ** 32 - 1;
const threadsMax = 64;

/** Arguments without the names of node and of the script. */
export function parseArguments(args: readonly string[]): Request | Notice {
  let request: Request | Notice | undefined;
  let out = '';
  let err = '';
  const take = (made: Request | Notice): void => {
    request = made;
  };
  const program = commandLine(take, {
    writeOut: (text) => {
      out += text;
    },
    writeErr: (text) => {
      err += text;
    },
  });
  try {
    program.parse(withNumberOfRuns(args), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const asked = error.code === 'commander.helpDisplayed' || error.code === 'commander.version';
    const help = asked || error.code === 'commander.help';
    if (!help) err += "run 'racewalk --help' for usage\n";
    return { kind: 'notice', out, err, exit: asked ? exitCodes.expected : exitCodes.usage };
  }
  return request ?? { kind: 'notice', out, err, exit: exitCodes.usage };
}

/** `--simulate` may stand alone, also before a path, which is no number of runs. */
function withNumberOfRuns(args: readonly string[]): readonly string[] {
  const isAlone = (arg: string, index: number): boolean =>
    arg === '--simulate' && !isWhole(args[index + 1] ?? '');
  return args.map((arg, index) => (isAlone(arg, index) ? `${arg}=${defaultSimulation.runs}` : arg));
}

interface Output {
  readonly writeOut: (text: string) => void;
  readonly writeErr: (text: string) => void;
}

function commandLine(take: (request: Request | Notice) => void, output: Output): Command {
  const program = new Command('racewalk')
    .description(
      'Checks race scenarios: explores every interleaving and says which property breaks.',
    )
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput(output)
    .configureHelp({ helpWidth: 80 })
    .showSuggestionAfterError(true);
  limits(addCheck(program), take, checkRequest);
  limits(addLook(addColumns(program)), take, columnsRequest);
  limits(addRuns(program), take, runsRequest);
  addCoverage(program, take, { states: statesMax, memoryMiB: memoryMiBMax });
  addReplay(program, take);
  addBench(program, take);
  addCompare(program, take);
  addHistory(program, take);
  addMerge(program, take);
  addMutate(program, take);
  addRepair(program, take);
  addExport(program, take);
  addServing(program, take);
  addFormat(program, take);
  addList(program, take);
  addExplain(program, take);
  addCompletions(program, take);
  for (const command of [program, ...program.commands]) {
    command.addHelpText('after', helpTexts[command.name()] ?? '');
  }
  return program;
}

function addCheck(program: Command): Command {
  return program
    .command('check')
    .description('check all variants of the scenarios in files and directories')
    .argument('[path...]', 'files, directories (every *.race file below), - for standard input')
    .option(
      '--variant <name>',
      'only the variants of this name ("as written" for the bare scenario)',
    )
    .addOption(
      new Option('--format <format>', 'how to report what was found (default: text)').choices(
        reportFormats,
      ),
    )
    .option('--json', 'the same as --format json: one JSON document (racewalk.check/1)')
    .option('-q, --quiet', 'print only what is not as expected')
    .option(
      '--jobs <n>',
      'files checked at the same time; what is printed is the same (default: as many as pay, up to 4)',
      numberUpTo(threadsMax),
    )
    .option('--shard <i/n>', 'only the i-th of n parts, as JSON for `racewalk merge`', shardOf)
    .option(
      '--diagnostics',
      'look for idle statements, threads, properties and for missing locks, too',
    )
    .option('--timing', 'tell on standard error how long each search took');
}

function addColumns(program: Command): Command {
  return program
    .command('columns')
    .description('print a failing run as CPU columns, ready for a commit message')
    .argument('<file>', 'the file, - for standard input')
    .option('--scenario <name>', 'the scenario (default: the first that fails)')
    .option('--variant <name>', 'the variant (default: the first that fails)')
    .option('--property <name>', 'the violated property (default: the first)')
    .option('--run <choice>', 'another run: a name that `racewalk runs` lists')
    .option('--where <expression>', 'a run to a state in which this holds')
    .option('--replay-string', 'a last line with the run as one word, for `racewalk replay`');
}

function addRuns(program: Command): Command {
  return program
    .command('runs')
    .description('list the runs that can be shown: of violations, witnesses and outcomes')
    .argument('<file>', 'the file, - for standard input')
    .option('--scenario <name>', 'only this scenario')
    .option('--variant <name>', 'only the variants of this name');
}

function addReplay(program: Command, take: (request: Request) => void): void {
  const command = program
    .command('replay')
    .description('show a run that was kept as one word, as far as it still fits the text')
    .argument('<file>', 'the file, - for standard input')
    .argument('<string>', 'what `racewalk columns --replay-string` printed')
    .option('--json', 'print the run as JSON (racewalk.trace/1) and nothing else');
  addLook(command).action((path: string, replay: string, options: ReplayOptions) => {
    const look = lookOf(options);
    if (typeof look === 'string') command.error(`error: ${look}`);
    else take({ kind: 'replay', path, replay, json: options.json ?? false, look });
  });
}

function addExport(program: Command, take: (request: Request) => void): void {
  const command = program
    .command('export')
    .description('print a variant as a model for another checker, or a run as a document')
    .argument('<file>', 'the file, - for standard input')
    .addOption(
      new Option(
        '--to <format>',
        'promela for Spin, tla for TLC, dot for Graphviz, json; of a run: trace (JSON), markdown, svg',
      )
        .choices(['promela', 'tla', 'dot', 'json', 'trace', 'markdown', 'svg'])
        .makeOptionMandatory(),
    )
    .option('--scenario <name>', 'the scenario (default: the first)')
    .option('--variant <name>', 'the variant (default: "as written")')
    .option('--run <choice>', 'trace, markdown, svg: a run that `racewalk runs` lists')
    .option('--where <expression>', 'trace, markdown, svg: a run to a state in which this holds')
    .option('--max-states <n>', 'trace, markdown, svg: as for check', numberUpTo(statesMax))
    .option('--max-memory <mib>', 'trace, markdown, svg: as for check', numberUpTo(memoryMiBMax))
    .option('--output <file>', 'write it there instead of to standard output (tla: and a .cfg)');
  command.action((path: string, options: ExportOptions) => {
    const request = exportRequest(path, options);
    if (typeof request === 'string') command.error(`error: ${request}`);
    else take(request);
  });
}

function exportRequest(path: string, options: ExportOptions): ExportRequest | string {
  const { to, scenario, variant, output, maxStates, maxMemory } = options;
  const chosen = choicesOf(options);
  if (chosen.length > 1) return '--run and --where choose one run each: give one';
  const isOfRun = to === 'trace' || to === 'markdown' || to === 'svg';
  const isLimited = maxStates !== undefined || maxMemory !== undefined;
  if (!isOfRun && (chosen.length > 0 || isLimited))
    return `--run, --where and limits are for trace, markdown and svg, not for ${to}`;
  const limits = limitsOf({ ...options, engine: 'racewalk' });
  return { kind: 'export', path, to, scenario, variant, output, run: chosen[0], ...limits };
}

function addCompletions(program: Command, take: (notice: Notice) => void): void {
  program
    .command('completions')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .action((shell: Shell) => {
      take({ kind: 'notice', out: completions(program, shell), err: '', exit: exitCodes.expected });
    });
}

/** A string says what is wrong. */
type Made = (paths: readonly string[], options: CheckOptions & ColumnsOptions) => Request | string;

function limits(command: Command, take: (request: Request) => void, make: Made): void {
  command
    .option('--max-states <n>', 'stop a variant after this many states', numberUpTo(statesMax))
    .option('--max-memory <mib>', 'stop a variant at this memory', numberUpTo(memoryMiBMax))
    .option(
      '--simulate [runs]',
      `random runs instead of all interleavings (default: ${defaultSimulation.runs} runs); never a pass`,
      numberUpTo(runsMax),
    )
    .option(
      '--seed <n>',
      `which random runs (default: ${defaultSimulation.seed})`,
      numberUpTo(seedMax, 0),
    )
    .addOption(
      new Option(
        '--reduce <when>',
        'leave out interleavings that can show nothing new: on, off, or auto, from a million states on (default)',
      ).choices(['auto', 'on', 'off']),
    )
    .option(
      '--threads <n>',
      'threads that search what is large; the answer is the same (default: 1)',
      numberUpTo(threadsMax),
    )
    .addOption(
      new Option('--engine <name>', 'what explores: this program, or an installed Spin or TLC')
        .choices(['racewalk', 'spin', 'tlc'])
        .default('racewalk'),
    )
    .option('--spin-args <options>', 'for the verifier of Spin: "-m5000000 -w28"')
    .option('--spin-cflags <options>', 'for its C compiler: "-O3 -DNCORE=4"')
    .option('--tlc-jar <file>', "TLC's tla2tools.jar (default: $RACEWALK_TLC_JAR)")
    .option('--tlc-args <options>', 'for TLC, and for Java: "-workers 4 -Xmx8g"')
    .action((paths: string | readonly string[], options: CheckOptions & ColumnsOptions) => {
      const wrong = mistakeIn(options);
      if (wrong !== undefined) command.error(`error: ${wrong}`);
      const made = make(typeof paths === 'string' ? [paths] : paths, options);
      if (typeof made === 'string') command.error(`error: ${made}`);
      else take(made);
    });
}

function checkRequest(paths: readonly string[], options: CheckOptions): CheckRequest {
  return {
    kind: 'check',
    paths,
    variant: options.variant,
    format: options.format ?? (options.json === true ? 'json' : 'text'),
    quiet: options.quiet ?? false,
    shard: options.shard,
    timing: options.timing ?? false,
    diagnostics: options.diagnostics ?? false,
    jobs: options.jobs,
    ...limitsOf(options),
  };
}

function columnsRequest(
  paths: readonly string[],
  options: ColumnsOptions,
): ColumnsRequest | string {
  const { scenario, variant, replayString } = options;
  const look = lookOf(options);
  if (typeof look === 'string') return look;
  const chosen = choicesOf(options);
  if (chosen.length > 1) return '--property, --run and --where choose one run each: give one';
  return {
    kind: 'columns',
    path: paths[0] ?? '-',
    scenario,
    variant,
    run: chosen[0],
    look,
    replayLine: replayString ?? false,
    ...limitsOf(options),
  };
}

function choicesOf({
  property,
  run,
  where,
}: Pick<ColumnsOptions, 'property' | 'run' | 'where'>): string[] {
  return [
    ...(property === undefined ? [] : [`violation:${property}`]),
    ...(run === undefined ? [] : [run]),
    ...(where === undefined ? [] : [`where:${where}`]),
  ];
}

function runsRequest(paths: readonly string[], options: RunsOptions): RunsRequest {
  const { scenario, variant } = options;
  return { kind: 'runs', path: paths[0] ?? '-', scenario, variant, ...limitsOf(options) };
}

type Limited = Pick<
  CheckRequest,
  'statesMax' | 'memoryMax' | 'engine' | 'simulation' | 'reduce' | 'threads'
>;

function limitsOf(options: LimitOptions): Limited {
  const { maxStates, maxMemory } = options;
  const memoryMax = maxMemory === undefined ? undefined : maxMemory * mebibyte;
  const simulation = simulationOf(options);
  const engine = engineOf(options);
  const { reduce, threads } = options;
  return { statesMax: maxStates, memoryMax, engine, simulation, reduce, threads: threads ?? 1 };
}

function simulationOf({ simulate, seed }: LimitOptions): RandomRuns | undefined {
  if (simulate === undefined) return undefined;
  return { runs: simulate, seed: seed ?? defaultSimulation.seed };
}

function engineOf(options: LimitOptions): EngineChoice | undefined {
  switch (options.engine) {
    case 'racewalk':
      return undefined;
    case 'tlc':
      return { kind: 'tlc', jar: options.tlcJar, runOptions: words(options.tlcArgs) };
    case 'spin': {
      const { spinArgs, spinCflags } = options;
      return { kind: 'spin', runOptions: words(spinArgs), compilerOptions: words(spinCflags) };
    }
  }
}

/** Options that are separated by spaces. */
function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/u).filter((word) => word !== '');
}
