// The scenario under every release at which a function that it uses has another body. Releases with
// the same functions are one stretch, and are explored once.
import { type Check, startCheck } from '@racewalk/checker';
import { type Analysis, type Compilation, libraryReleases, type Release } from '@racewalk/language';
import type { Limits, Progress, SearchOptions } from '@racewalk/simulator';
import { engineOf, requestWords, textsOf } from '../compare/compare.ts';
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
  to: Release;
  readonly key: string;
  readonly changed: readonly string[];
}

/** Example: `const history = startHistory(analysis, { limits: defaultLimits }); while (!history.advance(10_000));` */
export function startHistory(analysis: Analysis, options: HistoryOptions): History {
  const { limits, search = {}, shard = whole } = options;
  const pending = chosenOf(analysis, options);
  const all: Stretch[] = [];
  const units: HistoryUnit[] = [];
  let own: readonly Stretch[] = [];
  let check: Check | undefined;
  return {
    advance(expansions) {
      const next = pending.shift();
      if (next !== undefined) {
        all.push(...stretchesOf(analysis, next, all.length));
        own = all.filter(({ number }) => isOfShard(number, shard));
        return false;
      }
      const stretch = own[units.length];
      if (stretch === undefined) return true;
      const { scenario, variant, from } = stretch;
      const inRelease: Analysis = {
        ...analysis,
        compile: (a, b) => analysis.compile(a, b, { release: from }),
      };
      check ??= startCheck(inRelease, scenario, variant, limits, search);
      if (!check.advance(expansions)) return false;
      units.push(unitOf(analysis, stretch, check));
      check = undefined;
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
      engine: engineOf(analysis),
      request: [...requestWords(options), `variant: ${options.variant ?? asWritten}`],
      texts: textDigest(textsOf(analysis, options.texts ?? [])),
      shard,
      total: all.length,
      units: [...units],
    }),
  };
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

function stretchesOf(analysis: Analysis, which: Chosen, first: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let before: Compilation | undefined;
  for (const release of libraryReleases(analysis)) {
    const compiled = analysis.compile(which.scenario, which.variant, { release });
    const key = keyOf(compiled);
    const last = stretches.at(-1);
    if (last !== undefined && last.key === key) {
      last.to = release;
      continue;
    }
    const changed = before === undefined ? [] : changedIn(before, compiled);
    const number = first + stretches.length;
    stretches.push({ number, ...which, from: release, to: release, key, changed });
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
  return names.filter((name) => old.get(name) !== now.get(name)).sort();
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
    to: stretch.to.text,
    verdict: report.verdict,
    broken: report.violations.map(({ property, steps }) => ({ property, steps })),
    note,
    states: report.states,
    changed: stretch.changed,
  };
}
