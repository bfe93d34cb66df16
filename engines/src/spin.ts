// Spin: writes the model, has Spin and a C compiler make a verifier of it, runs that, and brings a
// run back for each broken property. docs/decisions/0007-exporter-folder.md tells the model.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Explored } from '@racewalk/checker';
import { promela } from '@racewalk/exporter';
import {
  type Bound,
  type Outcome,
  type Program,
  Replayer,
  type Violation,
} from '@racewalk/simulator';
import type { Engine, Job, OpenedEngine, SpinChoice } from './engine.ts';
import { followed } from './found.ts';
import { missingAnswers, poolBounds, unjudged } from './limits-of-engines.ts';
import { type Command, type Ended, runProcess } from './processes.ts';
import { type SpinReport, spinReport } from './spin-report.ts';
import { spinSightings } from './spin-trail.ts';

/** Steps of a path: the stack takes 46 bytes for each before the search begins. */
const depths = [1_000_000, 20_000_000];
/** A compiler that is there under one of these names; CC in the environment comes first. */
const compilers = ['gcc', 'cc', 'clang'];

/** Looks for Spin and for a C compiler. */
export async function openSpin(choice: SpinChoice, signal: AbortSignal): Promise<OpenedEngine> {
  const tool = new Tool(signal);
  const answer = await tool.run('spin', ['-V']);
  const version = answer.kind === 'ended' ? /Version (\S+)/u.exec(answer.out)?.[1] : undefined;
  if (version === undefined)
    return unavailable('--engine spin needs Spin, and `spin -V` does not answer', 'spin');
  const compiler = await tool.first([process.env.CC ?? '', ...compilers]);
  if (compiler === undefined)
    return unavailable('--engine spin needs a C compiler: gcc, cc or clang', 'gcc libc6-dev');
  return { kind: 'engine', engine: new Spin(`Spin ${version}`, compiler, choice, tool) };
}

function unavailable(what: string, packages: string): OpenedEngine {
  return {
    kind: 'unavailable',
    reason: `${what}; on Debian and Ubuntu: sudo apt-get install ${packages}`,
  };
}

class Tool {
  readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  run(tool: string, args: readonly string[], more: Partial<Command> = {}): Promise<Ended> {
    const { signal } = this;
    const command = { tool, args, signal, cwd: undefined, environment: {}, onLine: undefined };
    return runProcess({ ...command, ...more });
  }

  /** The first of the programs that is there. */
  async first(names: readonly string[]): Promise<string | undefined> {
    for (const name of names.filter((one) => one !== '')) {
      const answer = await this.run(name, ['--version']);
      if (answer.kind === 'ended' && answer.code === 0) return name;
    }
    return undefined;
  }
}

class Spin implements Engine {
  readonly name: string;
  private readonly compiler: string;
  private readonly choice: SpinChoice;
  private readonly tool: Tool;

  constructor(name: string, compiler: string, choice: SpinChoice, tool: Tool) {
    this.name = name;
    this.compiler = compiler;
    this.choice = choice;
    this.tool = tool;
  }

  async explore(job: Job): Promise<Explored> {
    const cwd = await mkdtemp(path.join(os.tmpdir(), 'racewalk-spin-'));
    try {
      return await this.exploreIn(cwd, job);
    } finally {
      await rm(cwd, { recursive: true, force: true });
    }
  }

  private async exploreIn(cwd: string, job: Job): Promise<Explored> {
    const exported = promela(job.program, { title: job.title, textOf: job.textOf });
    if (exported.kind === 'unsupported')
      return this.unexplored(`not exported: ${exported.reason}`, ownEngine);
    await writeFile(path.join(cwd, 'model.pml'), exported.text);
    const problem = await this.compile(cwd, exported.compilerOptions, this.choice);
    if (problem !== undefined) return this.unexplored(problem, 'see --spin-cflags');
    const search = new SpinSearch(cwd, this.tool, this.choice.runOptions, job);
    const report = await search.whole();
    if (isParallel(this.choice) && isBroken(report))
      await this.compile(cwd, exported.compilerOptions, oneProcess(this.choice));
    const violations = await search.violations(report);
    return this.explored(job.program, report, violations);
  }

  /** What went wrong, in words; undefined where there is a verifier now. */
  private async compile(
    cwd: string,
    options: readonly string[],
    { compilerOptions }: SpinChoice,
  ): Promise<string | undefined> {
    const spin = await this.tool.run('spin', ['-o1', '-o2', '-o3', '-a', 'model.pml'], { cwd });
    if (!isDone(spin)) return this.failure('spin', spin);
    const flags = ['-O2', '-w', '-DSAFETY', ...options, ...compilerOptions];
    const args = [...flags, '-o', 'pan', 'pan.c'];
    const compiled = await this.tool.run(this.compiler, args, { cwd });
    return isDone(compiled) ? undefined : this.failure(this.compiler, compiled);
  }

  private failure(tool: string, ended: Ended): string {
    if (this.tool.signal.aborted) return cancelled;
    if (ended.kind === 'absent') return `${tool} could not be started: ${ended.reason}`;
    const lines = `${ended.err}\n${ended.out}`.split('\n').map((line) => line.trim());
    const told = lines.find((line) => /error/iu.test(line)) ?? lines.find((line) => line !== '');
    return `${tool} refused the model: ${told ?? `exit code ${ended.code}`}`;
  }

  private unexplored(why: string, help: string): Explored {
    const none = { states: 0, transitions: 0, depth: 0 };
    return this.answer([], [this.bound(why, help)], none);
  }

  private explored(
    program: Program,
    report: SpinReport,
    violations: readonly Violation[],
  ): Explored {
    const pools = program.pools.filter((_, pool) => report.exhausted.includes(pool));
    const bounds = [
      ...poolBounds(pools),
      ...this.gaps(report).map((gap) => this.bound(gap, moreHelp)),
      ...unjudged(program).map((name) =>
        this.bound(`${name} is not judged by ${this.name}`, ownEngine),
      ),
    ];
    return this.answer(violations, bounds, report, missingAnswers(program, 'Spin'));
  }

  private gaps({ gaps }: SpinReport): readonly string[] {
    return this.tool.signal.aborted ? [cancelled] : gaps;
  }

  private bound(why: string, help: string): Bound {
    if (why === cancelled) return { limit: 'cancelled', text: `cancelled while ${this.name} ran` };
    return { limit: 'spin', text: `${this.name}: ${why}`, help };
  }

  private answer(
    violations: readonly Violation[],
    bounds: readonly Bound[],
    { states, transitions, depth }: Pick<SpinReport, 'states' | 'transitions' | 'depth'>,
    notes: readonly string[] = [],
  ): Explored {
    const outcome: Outcome = {
      verdict: violations.length > 0 ? 'fail' : bounds.length > 0 ? 'bounded' : 'pass',
      violations,
      bounds,
      outcomes: [],
      witnesses: [],
      states,
      transitions,
      depth,
      interleavings: undefined,
      interleavingsNote: `not counted: ${this.name} does not tell them`,
    };
    const depthNote = `depth: the longest path that ${this.name} searched, not the farthest state`;
    const { compilerOptions, runOptions } = this.choice;
    const limits = [...compilerOptions, ...runOptions].map((option) => `spin: ${option}`);
    return { engine: this.name, outcome, notes: [depthNote, ...notes], limits };
  }
}

const cancelled = 'cancelled';
const ownEngine = "run it with Racewalk's own engine: --engine racewalk";
const moreHelp =
  'see docs/scale.md: more depth with --spin-args -m100000000, more memory with --spin-cflags';

const parallel = /^-D(NCORE|BFS_PAR)\b/u;

function isParallel({ compilerOptions }: SpinChoice): boolean {
  return compilerOptions.some((option) => parallel.test(option));
}

/** A verifier of several processes leaves trails that only the process itself can read. */
function oneProcess(choice: SpinChoice): SpinChoice {
  const compilerOptions = choice.compilerOptions.filter((option) => !parallel.test(option));
  return { ...choice, compilerOptions };
}

function isBroken({ violated, deadlock }: SpinReport): boolean {
  return violated.length > 0 || deadlock;
}

function isDone(ended: Ended): boolean {
  return ended.kind === 'ended' && ended.code === 0;
}

/** A search that stops at the first run that breaks the property. */
interface StopSearch {
  readonly property: number;
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** No property is an assertion, whatever stands in the environment. */
const noStop = { RACEWALK_STOP: '-1' };

/** The runs of one verifier. */
class SpinSearch {
  private readonly cwd: string;
  private readonly tool: Tool;
  private readonly options: readonly string[];
  private readonly job: Job;
  /** The property; -1 where nobody watches it. */
  private readonly deadlock: number;
  /** The depth that was enough, or the largest tried. */
  private depth: readonly string[] = [];

  constructor(cwd: string, tool: Tool, options: readonly string[], job: Job) {
    this.cwd = cwd;
    this.tool = tool;
    this.options = options;
    this.job = job;
    this.deadlock = job.program.properties.findIndex(
      ({ name, declared, watched }) => name === 'deadlock' && !declared && watched,
    );
  }

  /** Goes through all states without stopping at errors; again with more depth where it must. */
  async whole(): Promise<SpinReport> {
    const isChosen = this.options.some((option) => option.startsWith('-m'));
    const tries = isChosen ? [[]] : depths.map((depth) => [`-m${depth}`]);
    let report: SpinReport | undefined;
    for (const depth of tries) {
      this.depth = depth;
      report = spinReport(await this.pan(['-c0', '-n'], noStop), this.deadlock >= 0);
      if (!report.tooDeep) break;
    }
    if (report === undefined) throw new Error('no search was made');
    return report;
  }

  /** A run for each broken property, each from a search that stops there. */
  async violations({ violated, deadlock }: SpinReport): Promise<readonly Violation[]> {
    const searches = violated.map((property) => ({
      property,
      options: ['-E'],
      environment: { RACEWALK_STOP: String(property) },
    }));
    if (deadlock && this.deadlock >= 0)
      searches.push({ property: this.deadlock, options: ['-A'], environment: noStop });
    const found: Violation[] = [];
    for (const search of searches.sort((a, b) => a.property - b.property)) {
      const violation = await this.violation(search);
      if (violation !== undefined) found.push(violation);
    }
    return found;
  }

  /** Undefined where it was cancelled. */
  private async violation({
    property,
    options,
    environment,
  }: StopSearch): Promise<Violation | undefined> {
    const { program } = this.job;
    const replayer = new Replayer(program);
    if (replayer.initialEvents.some((event) => event.property === property))
      return followed(replayer, property, []);
    await this.pan(['-c1', '-n', ...options], environment);
    const told = await this.tool.run('./pan', ['-r', '-S', '-n'], {
      cwd: this.cwd,
      environment: { RACEWALK_TELL: '1' },
    });
    if (this.tool.signal.aborted) return undefined;
    const text = told.kind === 'ended' ? told.out : '';
    return followed(replayer, property, spinSightings(program, replayer.initial, property, text));
  }

  private pan(args: readonly string[], environment: StopSearch['environment']): Promise<Ended> {
    const onLine = (line: string): void => this.tellProgress(line);
    const options = [...this.depth, ...this.options, ...args];
    return this.tool.run('./pan', options, { cwd: this.cwd, environment, onLine });
  }

  /** `Depth=     104 States=    1e+06 Transitions= 3.5e+06 Memory=   221.019 ...`. */
  private tellProgress(line: string): void {
    const found = /^Depth=\s*(\S+)\s+States=\s*(\S+).*Memory=\s*(\S+)/u.exec(line);
    if (found === null) return;
    const [depth, states, megabytes] = found.slice(1).map(Number);
    const bytes = (megabytes ?? 0) * 1024 * 1024;
    this.job.onProgress({ states: states ?? 0, frontier: 0, depth: depth ?? 0, bytes });
  }
}
