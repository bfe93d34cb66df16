// All variants of the scenarios of some files side by side, in slices that a caller may stop between.
import type { Analysis, Compilation, UsedBody } from '@racewalk/language';
import type { Limits, Program, Progress, SearchOptions } from '@racewalk/simulator';
import { benchSchema, type CompareDocument } from '../shards/document.ts';
import { isOfShard, type Shard, textDigest, whole } from '../shards/shard.ts';
import { ranking } from './order.ts';
import { UnitWork } from './unit.ts';
import type { CompareUnit } from './unit-report.ts';

export interface CompareOptions {
  readonly limits: Limits;
  readonly search?: SearchOptions;
  /** Only scenarios of this name. */
  readonly scenario?: string | undefined;
  /** More functions whose calls are counted. */
  readonly per?: readonly string[];
  readonly shard?: Shard;
  /** Texts that the answer depends on beside those of the analysis: the library's. */
  readonly texts?: readonly string[];
  /** Rows of programs that were explored before: those are not explored again. */
  readonly known?: KnownUnits;
}

/** Rows by what they depend on. */
export interface KnownUnits {
  /** Equal for programs with the same runs and the same names, wherever they stand in a text. */
  readonly keyOf: (program: Program) => string;
  readonly get: (key: string) => CompareUnit | undefined;
  readonly set: (key: string, unit: CompareUnit) => void;
}

/** States up to which costs are counted: all edges are kept, and looked at once for each call. */
export const costStatesMax = 200_000;

export interface Compare {
  /** Works on, through about so many states; true when the answer is there. */
  advance(expansions: number): boolean;
  /** Which unit is at work, of how many, and how far it is. */
  progress(): CompareProgress;
  /** What is known so far: before the end, units are missing. */
  report(): CompareDocument;
}

export interface CompareProgress extends Progress {
  readonly done: number;
  readonly total: number;
  readonly variant: string;
}

/** Example: `const bench = startCompare(analysis, { limits: defaultLimits }); while (!bench.advance(10_000));` */
export function startCompare(analysis: Analysis, options: CompareOptions): Compare {
  const { limits, search = {}, per = [], shard = whole, known } = options;
  const all = placesOf(analysis, options.scenario);
  const own = all.filter(({ number }) => isOfShard(number, shard));
  const compiled = new CompiledOnce(analysis);
  const functions = new Map<number, readonly string[]>();
  const functionsOf = (scenario: number): readonly string[] => {
    const wanted = functions.get(scenario) ?? comparedFunctions(compiled.all(scenario), per);
    functions.set(scenario, wanted);
    return wanted;
  };
  const units: CompareUnit[] = [];
  let work: UnitWork | undefined;
  let key: string | undefined;
  return {
    advance(expansions) {
      const place = own[units.length];
      if (place === undefined) return true;
      if (work === undefined) {
        // Which functions are counted is known from all variants: one of them is a slice.
        if (!functions.has(place.scenario) && !compiled.isAll(place.scenario)) return false;
        const wanted = functionsOf(place.scenario);
        key = known === undefined ? undefined : unitKey(compiled, place, wanted, limits, known);
        const unit = key === undefined ? undefined : known?.get(key);
        if (unit !== undefined) {
          units.push({ ...unit, number: place.number });
          return units.length === own.length;
        }
        work = new UnitWork(compiled.analysis, place, {
          functions: wanted,
          limits,
          costStatesMax,
          search,
        });
      }
      if (!work.advance(expansions)) return false;
      const unit = work.report();
      units.push(unit);
      if (key !== undefined) known?.set(key, unit);
      work = undefined;
      return units.length === own.length;
    },
    progress() {
      const place = own[units.length];
      const variant = analysis.scenarios[place?.scenario ?? 0]?.variants[place?.variant ?? 0];
      const inner = work?.progress() ?? { states: 0, frontier: 0, depth: 0, bytes: 0 };
      return { ...inner, done: units.length, total: own.length, variant: variant?.name ?? '' };
    },
    report: () => ({
      schema: benchSchema,
      command: 'compare',
      engine: engineOf(analysis),
      request: requestWords(options),
      texts: textDigest(textsOf(analysis, options.texts ?? [])),
      shard,
      total: all.length,
      units: [...units],
      ranking: shard.of === 1 ? ranking(units) : [],
    }),
  };
}

interface Place {
  readonly number: number;
  readonly scenario: number;
  readonly variant: number;
}

function placesOf(analysis: Analysis, name: string | undefined): readonly Place[] {
  const places: Place[] = [];
  analysis.scenarios.forEach((one, scenario) => {
    if (name !== undefined && one.name !== name) return;
    one.variants.forEach((_, variant) => {
      places.push({ number: places.length, scenario, variant });
    });
  });
  return places;
}

/** What shards of one run have in common, beside the texts. */
export function requestWords({
  limits,
  scenario,
  per = [],
}: Pick<CompareOptions, 'limits' | 'scenario' | 'per'>): readonly string[] {
  const { states_max: states, memory_max: memory } = limits;
  return [`scenario: ${scenario ?? ''}`, `per: ${per.join()}`, `limits: ${states}, ${memory}`];
}

/** The texts that an answer is about. */
export function textsOf(analysis: Analysis, more: readonly string[]): readonly string[] {
  return [analysis.file.text, ...analysis.includes.map(({ text }) => text), ...more];
}

export function engineOf(analysis: Analysis): string {
  return analysis.scenarios.length === 0 ? '' : analysis.compile(0, 0).ledger.engine;
}

/** Which functions differ is known from programs that are then explored: each is made once. */
class CompiledOnce {
  readonly analysis: Analysis;
  private readonly kept = new Map<string, Compilation>();

  constructor(analysis: Analysis) {
    const { kept } = this;
    this.analysis = {
      ...analysis,
      compile(scenario, variant, options) {
        if (options !== undefined) return analysis.compile(scenario, variant, options);
        const key = `${scenario} ${variant}`;
        const known = kept.get(key);
        kept.delete(key);
        return known ?? analysis.compile(scenario, variant);
      },
    };
  }

  /** One variant, which is still to be explored. */
  peek(scenario: number, variant: number): Compilation {
    return this.kept.get(`${scenario} ${variant}`) ?? this.analysis.compile(scenario, variant);
  }

  /** Compiles one variant more; true when all of the scenario are. */
  isAll(scenario: number): boolean {
    const variants = this.analysis.scenarios[scenario]?.variants ?? [];
    const next = variants.findIndex((_, variant) => !this.kept.has(`${scenario} ${variant}`));
    if (next >= 0) this.kept.set(`${scenario} ${next}`, this.analysis.compile(scenario, next));
    return next < 0;
  }

  /** All variants of a scenario; each is given away with the next call for it. */
  all(scenario: number): readonly Compilation[] {
    const variants = this.analysis.scenarios[scenario]?.variants ?? [];
    return variants.map((_, variant) => {
      const made = this.peek(scenario, variant);
      this.kept.set(`${scenario} ${variant}`, made);
      return made;
    });
  }
}

/** All that a row depends on; undefined where nothing compiles, and nothing is explored. */
function unitKey(
  compiled: CompiledOnce,
  { scenario, variant }: Place,
  functions: readonly string[],
  limits: Limits,
  { keyOf }: KnownUnits,
): string | undefined {
  const { analysis } = compiled;
  const { program, ledger } = compiled.peek(scenario, variant);
  const counting = analysis.compile(scenario, variant, { counting: true }).program;
  const info = analysis.scenarios[scenario];
  const own = info?.variants[variant];
  if (program === undefined || counting === undefined || own === undefined) return undefined;
  // Runs are named by the numbers of their scenario and variant, so these belong to the row.
  const place = [analysis.file.name, scenario, variant, info?.name, own.name, own.release];
  const words = JSON.stringify([place, ledger.patches, functions, limits]);
  return [words, keyOf(program), keyOf(counting)].join('\n');
}

/** The calls that threads make, what the user names, and what is not the same in all variants. */
function comparedFunctions(
  compiled: readonly Compilation[],
  per: readonly string[],
): readonly string[] {
  const called = compiled.flatMap(({ program }) =>
    (program?.threads ?? []).flatMap(({ entry }) => entryCalls(program, entry)),
  );
  return [...new Set([...called, ...per, ...differing(compiled)])];
}

type Compiled = NonNullable<Compilation['program']>;

/** The calls that stand in the thread's own text. */
function entryCalls(program: Compiled | undefined, entry: number): readonly string[] {
  if (program === undefined) return [];
  const { frames, code } = program;
  let root = code[entry]?.site.frame;
  while (root !== undefined && frames[root]?.parent !== undefined) root = frames[root]?.parent;
  return frames.flatMap(({ name, parent }) =>
    parent === root && root !== undefined ? [name] : [],
  );
}

/** Functions that have another body in some variant, in order of their names. */
function differing(compiled: readonly Compilation[]): readonly string[] {
  const bodies = new Map<string, Set<string>>();
  for (const { bodies: used } of compiled) {
    for (const body of used) {
      const known = bodies.get(body.name) ?? new Set<string>();
      bodies.set(body.name, known.add(placeOf(body)));
    }
  }
  return [...bodies]
    .filter(([, places]) => places.size > 1)
    .map(([name]) => name)
    .sort();
}

function placeOf({ file, start }: UsedBody): string {
  return `${file}:${start}`;
}
