// TLC: writes a module of TLA+ and has TLC check its invariants. TLC stops at the first that is
// violated, so it runs again without that one, until it has seen every state.
// docs/decisions/0008-tla-export.md tells the module.
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Explored } from '@racewalk/checker';
import { type TlaModule, tla } from '@racewalk/exporter';
import { type Bound, type Program, Replayer, type Violation } from '@racewalk/simulator';
import type { Engine, Job, OpenedEngine, TlcChoice } from './engine.ts';
import { followed } from './found.ts';
import { missingAnswers, poolBounds } from './limits-of-engines.ts';
import { type Ended, runProcess } from './processes.ts';
import { TlcMessages, tlcCodes } from './tlc-messages.ts';
import { statisticsOf, type TlcReport, tlcReport } from './tlc-report.ts';
import { tlcSightings } from './tlc-trace.ts';

const moduleName = 'Model';

/** Looks for Java and for TLC, by checking a module of one state. */
export async function openTlc(choice: TlcChoice, signal: AbortSignal): Promise<OpenedEngine> {
  const jar = choice.jar ?? process.env.RACEWALK_TLC_JAR ?? '';
  if (jar === '')
    return unavailable(`name its tla2tools.jar with --tlc-jar or RACEWALK_TLC_JAR; ${whereItIs}`);
  if (!existsSync(jar)) return unavailable(`there is no file ${jar}; ${whereItIs}`);
  const java = new Java(path.resolve(jar), choice.runOptions, signal);
  const probe = { module: probeModule, config: 'INIT Init\nNEXT Next\n' };
  const ended = await inFolder((cwd) => java.check(cwd, probe, () => undefined));
  if (ended.kind === 'absent')
    return unavailable(
      'java does not start; on Debian and Ubuntu: sudo apt-get install default-jre',
    );
  const told = tlcReport(ended.out, ended.code, ended.err);
  const version = /TLC2 Version (\S+)/u.exec(ended.out)?.[1];
  if (version === undefined || (!told.isComplete && !signal.aborted))
    return unavailable(`${jar} does not check a module of one state: ${told.gap ?? 'no version'}`);
  return { kind: 'engine', engine: new Tlc(`TLC ${version}`, java) };
}

const whereItIs = 'it is at https://github.com/tlaplus/tlaplus/releases';

function unavailable(what: string): OpenedEngine {
  return { kind: 'unavailable', reason: `--engine tlc needs TLC and Java: ${what}` };
}

const probeModule = `---- MODULE ${moduleName} ----
VARIABLE x
Init == x = TRUE
Next == x' = x
====
`;

interface ModelFiles {
  readonly module: string;
  readonly config: string;
}

/** Does something in a folder that is gone afterwards. */
async function inFolder<Result>(work: (cwd: string) => Promise<Result>): Promise<Result> {
  const cwd = await mkdtemp(path.join(os.tmpdir(), 'racewalk-tlc-'));
  try {
    return await work(cwd);
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

class Java {
  readonly jar: string;
  readonly options: readonly string[];
  readonly signal: AbortSignal;

  constructor(jar: string, options: readonly string[], signal: AbortSignal) {
    this.jar = jar;
    this.options = options;
    this.signal = signal;
  }

  /** Options of the virtual machine go in front of the class, those of TLC behind it. */
  async check(
    cwd: string,
    { module, config }: ModelFiles,
    onLine: (line: string) => void,
  ): Promise<Ended> {
    await writeFile(path.join(cwd, `${moduleName}.tla`), module);
    await writeFile(path.join(cwd, `${moduleName}.cfg`), config);
    const ofMachine = this.options.filter((option) => /^-[XD]/u.test(option));
    const ofTlc = this.options.filter((option) => !/^-[XD]/u.test(option));
    const workers = ofTlc.includes('-workers') ? [] : ['-workers', 'auto'];
    const args = [
      ...['-XX:+UseParallelGC', '-Duser.language=en', '-Duser.country=US', ...ofMachine],
      ...['-cp', this.jar, 'tlc2.TLC', '-tool', '-config', `${moduleName}.cfg`],
      ...['-metadir', 'states', ...workers, ...ofTlc, `${moduleName}.tla`],
    ];
    const { signal } = this;
    return runProcess({ tool: 'java', args, cwd, environment: {}, signal, onLine });
  }
}

class Tlc implements Engine {
  readonly name: string;
  private readonly java: Java;

  constructor(name: string, java: Java) {
    this.name = name;
    this.java = java;
  }

  async explore(job: Job): Promise<Explored> {
    const { program, title, textOf } = job;
    const exported = tla(program, { title, textOf, name: moduleName });
    if (exported.kind === 'unsupported')
      return this.explored(
        program,
        [],
        [this.bound(`not exported: ${exported.reason}`, ownEngine)],
      );
    return inFolder((cwd) => this.search(cwd, job, exported));
  }

  private async search(cwd: string, job: Job, model: TlaModule): Promise<Explored> {
    const { program } = job;
    const broken = new Set<string>();
    const violations: Violation[] = [];
    for (;;) {
      const report = await this.run(cwd, job, without(model, broken));
      if (report.wrongAssumption !== undefined) throw new Error(report.wrongAssumption);
      for (const found of report.violations) {
        const violation = violationOf(program, model, found);
        if (violation !== undefined) violations.push(violation);
        broken.add(found.invariant);
      }
      if (report.violations.length > 0 && report.gap === undefined) continue;
      const bounds = this.boundsOf(program, report, { model, broken });
      return this.explored(program, violations, bounds, report);
    }
  }

  private async run(cwd: string, job: Job, files: ModelFiles): Promise<TlcReport> {
    const reader = new TlcMessages();
    const ended = await this.java.check(cwd, files, (line) => {
      const message = reader.read(line);
      if (message?.code === tlcCodes.progress) tellProgress(job, message.text);
    });
    if (ended.kind === 'absent') return tlcReport('', undefined, ended.reason);
    // Output that was cut may lack an error.
    return tlcReport(ended.out, ended.cut ? undefined : ended.code, ended.err);
  }

  private boundsOf(
    program: Program,
    { gap }: TlcReport,
    { model, broken }: { readonly model: TlaModule; readonly broken: ReadonlySet<string> },
  ): readonly Bound[] {
    const pools = model.invariants.flatMap(({ name, of }) => {
      const pool = of.kind === 'pool' && broken.has(name) ? program.pools[of.index] : undefined;
      return pool === undefined ? [] : [pool];
    });
    return [
      ...poolBounds(pools),
      ...this.gapBounds(gap),
      ...(program.schedule.length === 0
        ? []
        : [
            {
              limit: 'schedule',
              text: `only runs that begin with the given ${program.schedule.length} steps`,
            },
          ]),
    ];
  }

  private gapBounds(gap: string | undefined): readonly Bound[] {
    if (this.java.signal.aborted)
      return [{ limit: 'cancelled', text: `cancelled while ${this.name} ran` }];
    return gap === undefined ? [] : [this.bound(gap, 'see --tlc-args and docs/scale.md')];
  }

  private bound(why: string, help: string): Bound {
    return { limit: 'tlc', text: `${this.name}: ${why}`, help };
  }

  private explored(
    program: Program,
    violations: readonly Violation[],
    bounds: readonly Bound[],
    report?: TlcReport,
  ): Explored {
    const { states = 0, transitions = 0, depth = 0, collision } = report ?? {};
    const sorted = [...violations].sort((left, right) => left.property - right.property);
    const fingerprints = `states are told apart by 64 bits: ${this.name} puts the chance of a mistake at ${collision ?? ''}`;
    return {
      engine: this.name,
      outcome: {
        verdict: sorted.length > 0 ? 'fail' : bounds.length > 0 ? 'bounded' : 'pass',
        violations: sorted,
        bounds,
        outcomes: [],
        witnesses: [],
        states,
        transitions,
        depth,
        interleavings: undefined,
        interleavingsNote: `not counted: ${this.name} does not tell them`,
      },
      notes: [
        ...(collision === undefined ? [] : [fingerprints]),
        ...missingAnswers(program, 'TLC'),
      ],
      limits: this.java.options.map((option) => `tlc: ${option}`),
    };
  }
}

const ownEngine = "run it with Racewalk's own engine: --engine racewalk";

/** The configuration without the invariants that are known to be violated. */
function without({ module, config }: TlaModule, broken: ReadonlySet<string>): ModelFiles {
  const lines = config.split('\n').filter((line) => {
    const invariant = /^INVARIANT (\S+)$/u.exec(line)?.[1];
    return invariant === undefined || !broken.has(invariant);
  });
  return { module, config: lines.join('\n') };
}

/** Undefined for a pool that is too small, which is no violation. */
function violationOf(
  program: Program,
  model: TlaModule,
  found: TlcReport['violations'][number],
): Violation | undefined {
  const invariant = model.invariants.find(({ name }) => name === found.invariant);
  if (invariant === undefined) throw new Error(`TLC knows an invariant ${found.invariant}`);
  const { kind, index } = invariant.of;
  if (kind === 'pool') return undefined;
  return followed(new Replayer(program), index, tlcSightings(program, model, found, index));
}

function tellProgress(job: Job, text: string): void {
  const statistics = statisticsOf(text);
  if (statistics === undefined) return;
  const depth = Number(/^Progress\((\d+)\)/u.exec(text)?.[1] ?? 0);
  job.onProgress({ states: statistics.distinct, frontier: statistics.left, depth, bytes: 0 });
}
