// The scenario under every release at which a function that it uses has another body. Releases with
// the same functions are one stretch, and are explored once.
import { type Check, startCheck } from '@racewalk/checker';
import {
  type Analysis,
  type Compilation,
  engineName,
  libraryReleases,
  type Release,
  releaseBefore,
  SetupRuns,
} from '@racewalk/language';
import {
  type Frame,
  type Limits,
  type Program,
  type Progress,
  type SearchOptions,
  startValues,
  type ValuesSearch,
  type ValuesSeen,
} from '@racewalk/simulator';
import { requestWords, textsOf } from '../compare/compare.ts';
import { benchSchema, type HistoryDocument } from '../shards/document.ts';
import { isOfShard, type Shard, textDigest, whole } from '../shards/shard.ts';
import type { HistoryUnit } from './report.ts';

export interface HistoryOptions {
  readonly limits: Limits;
  readonly search?: SearchOptions;
  readonly scenario?: string | undefined;
  /** Undefined: the scenario as written. */
  readonly variant?: string | undefined;
  readonly shard?: Shard;
  /** Texts that the answer depends on beside those of the analysis: the library's. */
  readonly texts?: readonly string[];
}

export interface History {
  /** Works on, through about so many states; true when the answer is there. */
  advance(expansions: number): boolean;
  progress(): HistoryProgress;
  /** What is known so far: before the end, units are missing. */
  report(): HistoryDocument;
}

export interface HistoryProgress extends Progress {
  readonly done: number;
  readonly total: number;
  readonly release: string;
}

const asWritten = 'as written';

interface Stretch {
  readonly number: number;
  readonly scenario: number;
  readonly variant: number;
  readonly from: Release;
  to: string | null;
  readonly key: string;
  readonly changed: readonly string[];
}

/** Example: `const history = startHistory(analysis, { limits: defaultLimits }); while (!history.advance(10_000));` */
export function startHistory(analysis: Analysis, options: HistoryOptions): History {
  const { limits, search = {}, shard = whole } = options;
  const pending = chosenOf(analysis, options);
  const compiled = new CompiledReleases(analysis);
  const all: Stretch[] = [];
  const units: HistoryUnit[] = [];
  let own: readonly Stretch[] = [];
  let check: Check | undefined;
  let values: ValuesSearch | undefined;
  return {
    advance(expansions) {
      const next = pending.shift();
      if (next !== undefined) {
        all.push(...stretchesOf(compiled, next, all.length));
        own = all.filter(({ number }) => isOfShard(number, shard));
        return false;
      }
      const stretch = own[units.length];
      if (stretch === undefined) return true;
      const { scenario, variant, from } = stretch;
      check ??= startCheck(compiled.inRelease(from), scenario, variant, limits, search);
      if (!check.advance(expansions)) return false;
      const { program } = check.result();
      if (program !== undefined && stretch.changed.length > 0) {
        values ??= startValues(program, { ...limits, states_max: reachedStatesMax });
        if (!values.advance(expansions)) return false;
      }
      const changed = changedAndReached(stretch.changed, program, values?.values());
      units.push(unitOf(analysis, { ...stretch, changed }, check));
      check = undefined;
      values = undefined;
      return units.length === own.length;
    },
    progress: () => ({
      ...(check?.progress() ?? { states: 0, frontier: 0, depth: 0, bytes: 0 }),
      done: units.length,
      total: own.length,
      release: own[units.length]?.from.text ?? '',
    }),
    report: () => ({
      schema: benchSchema,
      command: 'history',
      engine: engineName,
      request: [...requestWords(options), `variant: ${options.variant ?? asWritten}`],
      texts: textDigest(textsOf(analysis, options.texts ?? [])),
      shard,
      total: all.length,
      units: [...units],
    }),
  };
}

/** Which functions are called is known from so many states on; beyond, all that changed are told. */
const reachedStatesMax = 200_000;

/**
 * Of the functions that changed, those that some run comes to. One that is no longer called has a
 * caller that changed.
 */
function changedAndReached(
  changed: readonly string[],
  program: Program | undefined,
  values: ValuesSeen | undefined,
): readonly string[] {
  if (program === undefined || values?.complete !== true) return changed;
  const names = new Set<string>();
  for (const pc of values.seen.keys()) {
    let at = program.code[pc]?.site.frame;
    for (; at !== undefined; at = program.frames[at]?.parent)
      names.add(program.frames[at]?.name ?? '');
  }
  return changed.filter((name) => names.has(name));
}

interface Chosen {
  readonly scenario: number;
  readonly variant: number;
}

function chosenOf(analysis: Analysis, options: HistoryOptions): Chosen[] {
  const wanted = options.variant ?? asWritten;
  return analysis.scenarios.flatMap(({ name, variants }, scenario) => {
    if (options.scenario !== undefined && options.scenario !== name) return [];
    const variant = variants.findIndex((one) => one.name === wanted);
    return variant < 0 ? [] : [{ scenario, variant }];
  });
}

/** Each release is compiled once, and no setup is run twice that cannot differ. */
class CompiledReleases {
  readonly analysis: Analysis;
  readonly #setups = new SetupRuns();
  /** Those that are still to be explored. */
  readonly #kept = new Map<string, Compilation>();

  constructor(analysis: Analysis) {
    this.analysis = analysis;
  }

  compile({ scenario, variant }: Chosen, release: Release): Compilation {
    return this.analysis.compile(scenario, variant, { release, setups: this.#setups });
  }

  keep({ scenario, variant }: Chosen, release: Release, compiled: Compilation): void {
    this.#kept.set(`${scenario} ${variant} ${release.text}`, compiled);
  }

  /** What was kept is given away with the first call for it. */
  inRelease(release: Release): Analysis {
    return {
      ...this.analysis,
      compile: (scenario, variant) => {
        const key = `${scenario} ${variant} ${release.text}`;
        const kept = this.#kept.get(key);
        this.#kept.delete(key);
        return kept ?? this.compile({ scenario, variant }, release);
      },
    };
  }
}

function stretchesOf(all: CompiledReleases, which: Chosen, first: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let before: Compilation | undefined;
  for (const release of libraryReleases(all.analysis)) {
    const compiled = all.compile(which, release);
    const key = keyOf(compiled);
    const last = stretches.at(-1);
    if (last !== undefined && last.key === key) continue;
    if (last !== undefined) last.to = releaseBefore(release).text;
    const changed = before === undefined ? [] : changedIn(before, compiled);
    const number = first + stretches.length;
    stretches.push({ number, ...which, from: release, to: null, key, changed });
    all.keep(which, release, compiled);
    before = compiled;
  }
  return stretches;
}

/** What makes two releases the same for a scenario: the bodies in use, or why it does not compile. */
function keyOf({ program, bodies, diagnostics }: Compilation): string {
  if (program === undefined) return JSON.stringify(diagnostics.map(({ message }) => message));
  return JSON.stringify(bodies.map(({ name, file, start }) => [name, file, start]));
}

/** Functions that both use, or that one of them uses, with other bodies; in order of their names. */
function changedIn(before: Compilation, after: Compilation): readonly string[] {
  const old = bodiesByName(before);
  const now = bodiesByName(after);
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const called = new Set([...threadFunctions(before), ...threadFunctions(after)]);
  return names.filter((name) => called.has(name) && old.get(name) !== now.get(name)).sort();
}

/** Names of the functions that stand in the code of threads: setup's do not change a race. */
function threadFunctions({ program }: Compilation): readonly string[] {
  if (program === undefined) return [];
  const { frames, code, threads } = program;
  const within = new Set(threads.map(({ entry }) => rootOf(frames, code[entry]?.site.frame ?? 0)));
  return frames.flatMap(({ name, parent }, frame) => {
    if (parent === undefined) return [];
    return within.has(rootOf(frames, frame)) ? [name] : [];
  });
}

function rootOf(frames: readonly Frame[], frame: number): number {
  let root = frame;
  for (let at: number | undefined = frame; at !== undefined; at = frames[at]?.parent) root = at;
  return root;
}

function bodiesByName({ bodies }: Compilation): ReadonlyMap<string, string> {
  return new Map(bodies.map(({ name, file, start }) => [name, `${file}:${start}`]));
}

function unitOf(analysis: Analysis, stretch: Stretch, check: Check): HistoryUnit {
  const { report, diagnostics } = check.result();
  const info = analysis.scenarios[stretch.scenario];
  const error = diagnostics.find(({ severity }) => severity === 'error');
  const limits = report.limitsReached.map(({ text }) => text);
  const [note = null] = report.verdict === 'error' ? [error?.message ?? ''] : limits;
  return {
    number: stretch.number,
    file: analysis.file.name,
    scenario: info?.name ?? '',
    variant: info?.variants[stretch.variant]?.name ?? '',
    from: stretch.from.text,
    to: stretch.to,
    verdict: report.verdict,
    broken: report.violations.map(({ property, steps }) => ({ property, steps })),
    note,
    states: report.states,
    changed: stretch.changed,
  };
}
