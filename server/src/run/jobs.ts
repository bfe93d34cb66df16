// The work of the exploration worker on one text: compile every variant, explore each, and then
// collect values for hovers, and what locks say. Cut into slices, so that a cancellation is seen at once.
import {
  type CheckedVariant,
  coverageDiagnostics,
  functionSteps,
  identicalVariants,
  runColumns,
  runsOf,
  startCheck,
  startProgramCoverage,
  startSleepingCalls,
  type VariantSeen,
  variantSeen,
} from '@racewalk/checker';
import {
  type Analysis,
  analyse,
  type Compilation,
  type Diagnostic,
  type SourceFile,
} from '@racewalk/language';
import {
  defaultLimits,
  type Limits,
  type LockCoverage,
  type Outcome,
  type Program,
  startValues,
  type ValuesSeen,
} from '@racewalk/simulator';
import { defaultLook } from '@racewalk/trace';
import type { CompareUnit, KnownUnits } from '@racewalk/workbench';
import { type Bench, startBench } from './bench.ts';
import { Cache } from './cache.ts';
import type { ExplorerHost, Passes, Work, Worker } from './explorer.ts';
import type { DrawnRun, Job, StartMessage, VariantResult } from './messages.ts';
import { ProgramKeys, programKey } from './program-key.ts';
import { reused } from './reused.ts';
import { seenSites } from './seen-values.ts';

/** A cancellation waits for the end of a slice. */
const sliceMs = 12;
const firstSlice = 64;
const progressMs = 100;
/** Programs beyond this have no values in hovers: collecting them takes as long as exploring. */
export const valuesStatesMax = 50_000;
/** Nor do locks say anything beyond this: it takes longer, and its last part is one slice. */
const locksStatesMax = 5000;

/** A scenario of the seed with all its variants has some millions. */
const keyCharactersMax = 64_000_000;

interface Known {
  readonly checked: CheckedVariant;
  readonly outcome: Outcome;
  /** The limit of states it was found under. */
  readonly states: number;
  readonly milliseconds: number;
}

type Post = ExplorerHost['post'];

export class JobWorker implements Worker {
  readonly #library: readonly SourceFile[];
  readonly #now: () => number;
  readonly #known = new Cache<Known>();
  readonly #values = new Cache<ValuesSeen>();
  readonly #locks = new Cache<LockCoverage>();
  #units = new Cache<CompareUnit>();
  #keys = new ProgramKeys();

  constructor(library: readonly SourceFile[], now: () => number) {
    this.#library = library;
    this.#now = now;
  }

  *prepare(message: StartMessage, post: Post): Generator<void, Passes, void> {
    const texts = new Map(message.includes.map(({ name, text }) => [name, text]));
    const analysis = analyse(message.file, (name) => texts.get(name), this.#library);
    yield;
    const { work, states, against, task } = message;
    if (work !== undefined) {
      const known = this.#knownUnits();
      const begun = (job: Job): Bench =>
        startBench({ work, subject: { analysis, ...job }, states, against, known });
      // A table grows row by row; of the others nothing is known before the end.
      const grows = work === 'compare';
      return [(job) => this.#bench(begun(job), grows, { ...job, task }, post)];
    }
    const text = new TextJobs(message, analysis, post);
    return [
      (job) => text.compile(job),
      (job) => this.#check(text, job),
      (job) => this.#collect(text, job),
      (job) => this.#cover(text, job),
    ];
  }

  /** Rows of tables that were made before; all are forgotten when their keys get too many parts. */
  #knownUnits(): KnownUnits {
    if (this.#keys.characters > keyCharactersMax) {
      this.#keys = new ProgramKeys();
      this.#units = new Cache();
    }
    const [keys, units] = [this.#keys, this.#units];
    return {
      keyOf: (program) => keys.keyOf(program),
      get: (key) => units.get(key),
      set: (key, unit) => units.set(key, unit),
    };
  }

  *#check(text: TextJobs, job: Job): Work {
    const compilation = text.compilation(job);
    const { program } = compilation;
    const key = program === undefined ? undefined : programKey(program);
    const known = key === undefined ? undefined : this.#known.get(key);
    if (program !== undefined && known !== undefined && isEnough(known, text.limits.states_max)) {
      const { scenario, variant } = job;
      const which = { scenario, variant };
      const subject = { file: text.analysis.file.name, info: text.info(job), compilation, which };
      const checked = reused(known.checked, program, known.outcome, subject);
      const { states, milliseconds } = known;
      text.finish(job, checked, { states, milliseconds }, key);
      return;
    }
    const begun = this.#now();
    const check = startCheck(text.compiled, job.scenario, job.variant, text.limits);
    yield* this.#slices(
      (expansions) => check.advance(expansions),
      () => text.progress(job, check.progress().states),
    );
    const checked = check.result();
    const { outcome } = checked;
    const how = { states: text.limits.states_max, milliseconds: this.#now() - begun };
    if (program !== undefined && outcome !== undefined && key !== undefined) {
      this.#known.set(key, { checked, outcome, ...how });
    }
    text.finish(job, checked, how, key);
  }

  *#collect(text: TextJobs, job: Job): Work {
    const done = text.finished(job);
    if (done?.program === undefined || done.key === undefined) return;
    const { program, key, states, isComplete } = done;
    // Where not everything was explored, "all reachable states" would be a lie.
    if (!isComplete || states > valuesStatesMax) return;
    let seen = this.#values.get(key);
    if (seen === undefined) {
      const search = startValues(program, { ...text.limits, states_max: valuesStatesMax });
      yield* this.#slices(
        (expansions) => search.advance(expansions),
        () => undefined,
      );
      seen = search.values();
      this.#values.set(key, seen);
    }
    if (!seen.complete) return;
    const values = { states, sites: seenSites(program, seen) };
    text.tellValues(job, values, variantSeen(text.analysis, job, program, seen));
  }

  *#bench(bench: Bench, grows: boolean, of: Job & { task: number }, post: Post): Work {
    let told = 0;
    const advance = (expansions: number): boolean => {
      const isOver = bench.advance(expansions);
      const { done } = bench.progress();
      const found = !grows || isOver || done === told ? undefined : bench.found();
      told = done;
      if (found !== undefined) post({ kind: 'partial', ...of, found });
      return isOver;
    };
    yield* this.#slices(advance, () => {
      const { done, total, states } = bench.progress();
      post({ kind: 'mutants', ...of, done, total, states });
    });
    post({ kind: 'bench', ...of, found: bench.found() });
  }

  *#cover(text: TextJobs, job: Job): Work {
    const done = text.finished(job);
    if (done?.program === undefined || done.key === undefined) return;
    const { program, key, states, isComplete } = done;
    if (!isComplete || states > locksStatesMax) return;
    let coverage = this.#locks.get(key);
    if (coverage === undefined) {
      const search = startProgramCoverage(program, { coverage_states_max: 4 * locksStatesMax });
      yield* this.#slices(
        (expansions) => search.advance(expansions),
        () => undefined,
      );
      coverage = search.coverage();
      this.#locks.set(key, coverage);
    }
    const textOf = text.textOf(this.#library);
    const sleeps = yield* this.#sleeps(text, job);
    text.tellLocks(job, [...coverageDiagnostics({ program, coverage, textOf }), ...sleeps]);
  }

  /** All calls that sleep under a spinlock, where the verdict names one. */
  *#sleeps(text: TextJobs, job: Job): Generator<void, readonly Diagnostic[], void> {
    const { program, outcome, knowsSleep } = text.finished(job) ?? {};
    if (program === undefined || outcome === undefined || knowsSleep !== true) return [];
    const search = startSleepingCalls(program, outcome, text.limits);
    if (search === undefined) return [];
    yield* this.#slices(
      (expansions) => search.advance(expansions),
      () => undefined,
    );
    return search.diagnostics();
  }

  /** Slices of about the same length, with progress told from time to time. */
  *#slices(advance: (expansions: number) => boolean, tell: () => void): Work {
    let expansions = firstSlice;
    let told = this.#now();
    for (;;) {
      const begun = this.#now();
      const isOver = advance(expansions);
      if (isOver) return;
      const now = this.#now();
      // A state may have one successor or thousands, so what a slice holds is learned on the way.
      const factor = Math.min(Math.max(sliceMs / (now - begun), 1 / 32), 2);
      expansions = Math.max(1, Math.floor(expansions * factor));
      if (now - told >= progressMs) {
        told = now;
        tell();
      }
      yield;
    }
  }
}

/** Found under a smaller limit, a bounded answer is none for a larger one. */
function isEnough({ outcome, states }: Known, wanted: number): boolean {
  return states >= wanted || !outcome.bounds.some(({ limit }) => limit !== 'schedule');
}

interface Finished {
  readonly program: Program | undefined;
  readonly key: string | undefined;
  readonly states: number;
  readonly isComplete: boolean;
  readonly outcome: Outcome | undefined;
  /** A call that sleeps under a spinlock is told. */
  readonly knowsSleep: boolean;
}

/** One text in work: what was compiled, what is finished. */
class TextJobs {
  readonly analysis: Analysis;
  readonly limits: Limits;
  readonly #task: number;
  readonly #post: Post;
  readonly #compilations = new Map<string, Compilation>();
  readonly #finished = new Map<string, Finished>();

  constructor({ task, states }: StartMessage, analysis: Analysis, post: Post) {
    this.analysis = analysis;
    this.limits = { ...defaultLimits, states_max: states };
    this.#task = task;
    this.#post = post;
  }

  *compile(job: Job): Work {
    const compilation = this.compilation(job);
    const { diagnostics, program } = compilation;
    const functions = program === undefined ? [] : functionSteps(program);
    const { scenario, variant } = job;
    this.#post({ kind: 'compiled', task: this.#task, scenario, variant, diagnostics, functions });
    yield;
  }

  compilation(job: Job): Compilation {
    const key = keyOf(job);
    const known = this.#compilations.get(key);
    if (known !== undefined) return known;
    const compilation = this.analysis.compile(job.scenario, job.variant);
    this.#compilations.set(key, compilation);
    return compilation;
  }

  /** The analysis as the check wants it, without compiling again. */
  get compiled(): Analysis {
    const compile = (scenario: number, variant: number) => this.compilation({ scenario, variant });
    return { ...this.analysis, compile };
  }

  info({ scenario, variant }: Job): Analysis['scenarios'][number]['variants'][number] {
    const info = this.analysis.scenarios[scenario]?.variants[variant];
    if (info === undefined) throw new Error(`no variant ${variant} of scenario ${scenario}`);
    return info;
  }

  progress({ scenario, variant }: Job, states: number): void {
    this.#post({ kind: 'progress', task: this.#task, scenario, variant, states });
  }

  scenarioName({ scenario }: Job): string {
    return this.analysis.scenarios[scenario]?.name ?? '';
  }

  finish(
    job: Job,
    checked: CheckedVariant,
    { states: budget, milliseconds }: Pick<Known, 'states' | 'milliseconds'>,
    key: string | undefined,
  ): void {
    const { report, program, standing, diagnostics } = checked;
    const { states, limitsReached } = report;
    this.#finished.set(keyOf(job), {
      program,
      key,
      states,
      isComplete: limitsReached.length === 0,
      outcome: checked.outcome,
      knowsSleep: diagnostics.some(({ code }) => code === 'RW0902'),
    });
    const runs = drawnRuns(checked, this.scenarioName(job));
    const walks = runsOf(checked);
    const compiled = this.compilation(job).diagnostics;
    const twins = identicalVariants(this.compiled, job, program, compiled);
    const found = { report, standing, diagnostics: [...diagnostics, ...twins] };
    const result: VariantResult = { ...found, budget, milliseconds, runs, walks };
    const { scenario, variant } = job;
    this.#post({ kind: 'result', task: this.#task, scenario, variant, result });
  }

  finished(job: Job): Finished | undefined {
    return this.#finished.get(keyOf(job));
  }

  textOf(library: readonly SourceFile[]): (name: string) => string | undefined {
    const { includes, file } = this.analysis;
    const texts = new Map([...library, ...includes, file].map(({ name, text }) => [name, text]));
    return (name) => texts.get(name);
  }

  tellLocks({ scenario, variant }: Job, diagnostics: readonly Diagnostic[]): void {
    if (diagnostics.length === 0) return;
    this.#post({ kind: 'locks', task: this.#task, scenario, variant, diagnostics });
  }

  tellValues(
    { scenario, variant }: Job,
    values: { states: number; sites: ReturnType<typeof seenSites> },
    seen: VariantSeen | undefined,
  ): void {
    this.#post({ kind: 'values', task: this.#task, scenario, variant, values, seen });
  }
}

function keyOf({ scenario, variant }: Job): string {
  return `${scenario}/${variant}`;
}

function drawnRuns(checked: CheckedVariant, scenario: string): readonly DrawnRun[] {
  return checked.report.violations.flatMap(({ property, replay }) => {
    const look = { scenario, property, look: defaultLook, replay: undefined };
    const drawn = runColumns(checked, look);
    return drawn === undefined ? [] : [{ property, ...drawn, replay }];
  });
}
