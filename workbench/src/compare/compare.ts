// All variants of the scenarios of some files side by side, in slices that a caller may stop between.
import {
  type Analysis,
  type Compilation,
  engineName,
  SetupRuns,
  type UsedBody,
} from '@racewalk/language';
import type { Limits, Program, Progress, SearchOptions } from '@racewalk/simulator';
import { entryCalls } from '../costs/entry-calls.ts';
import { benchSchema, type CompareDocument } from '../shards/document.ts';
import { isOfShard, type Shard, textDigest, whole } from '../shards/shard.ts';
import { type Item, SharedWork, type Taken } from '../sharing/shared-work.ts';
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
  /** What it has to do, for hands in other threads: see `CompareHelper`. */
  readonly shared: SharedUnits;
  /** Set where `advance` can do nothing before another hand has answered: until then. */
  readonly waiting: Promise<void> | undefined;
}

/** Variants that are to be looked at, by their places in this shard. */
export type SharedUnits = Pick<SharedWork<CompareUnit>, 'give' | 'giveUp' | 'onOffer'> & {
  /** `words` are the functions that are counted: nothing is given away before they are known. */
  take(): Taken | undefined;
};

export interface CompareProgress extends Progress {
  readonly done: number;
  readonly total: number;
  readonly variant: string;
}

/** Example: `const bench = startCompare(analysis, { limits: defaultLimits }); while (!bench.advance(10_000));` */
export function startCompare(analysis: Analysis, options: CompareOptions): Compare {
  const { shard = whole } = options;
  const all = placesOf(analysis, options.scenario);
  const own = all.filter(({ number }) => isOfShard(number, shard));
  const makers = new UnitWorks(analysis, options, own);
  const shared = new SharedWork<CompareUnit>();
  shared.offer(own.map((_, at) => [at]));
  const units: CompareUnit[] = [];
  let taken: Taken | undefined;
  let mine: UnitAtWork | undefined;
  let waits = false;
  return {
    advance(expansions) {
      waits = false;
      if (units.length === own.length) return true;
      if (mine === undefined) {
        taken ??= shared.take();
        if (taken !== undefined && !makers.isReady(taken.item)) return false;
        shared.release();
        mine = taken && makers.begin(taken);
        taken = undefined;
      }
      const unit = mine?.advance(expansions);
      if (mine !== undefined && unit !== undefined) {
        shared.give(mine.at, unit);
        mine = undefined;
      } else waits = mine === undefined;
      for (let next = shared.answer(units.length); next; next = shared.answer(units.length)) {
        units.push(next);
        waits = false;
      }
      return units.length === own.length;
    },
    progress() {
      const place = own[mine?.at ?? units.length];
      const variant = analysis.scenarios[place?.scenario ?? 0]?.variants[place?.variant ?? 0];
      const inner = mine?.work?.progress() ?? { states: 0, frontier: 0, depth: 0, bytes: 0 };
      return { ...inner, done: units.length, total: own.length, variant: variant?.name ?? '' };
    },
    shared: {
      take() {
        const words = makers.knownFunctions(shared.next() ?? []);
        const next = words && shared.take();
        return next && { ...next, words };
      },
      give: (at, unit) => shared.give(at, unit),
      giveUp: (at) => shared.giveUp(at),
      onOffer: (tell) => shared.onOffer(tell),
    },
    get waiting() {
      return waits ? shared.changed() : undefined;
    },
    report: () => ({
      schema: benchSchema,
      command: 'compare',
      engine: engineName,
      request: requestWords(options),
      texts: textDigest(textsOf(analysis, options.texts ?? [])),
      shard,
      total: all.length,
      units: [...units],
      ranking: shard.of === 1 ? ranking(units) : [],
    }),
  };
}

/** A second pair of hands, in another thread, over the same texts and with the same options. */
export class CompareHelper {
  readonly #makers: UnitWorks;

  constructor(analysis: Analysis, options: CompareOptions) {
    const all = placesOf(analysis, options.scenario);
    const own = all.filter(({ number }) => isOfShard(number, options.shard ?? whole));
    this.#makers = new UnitWorks(analysis, options, own);
  }

  /** `item` has the place of a variant in the shard, `functions` are those that are counted. */
  answer(item: Item, functions: readonly string[]): CompareUnit {
    const work = this.#makers.work(item, functions);
    if (work === undefined) throw new Error(`there is no variant ${item.join()}`);
    while (!work.advance(helpersSlice));
    return work.report();
  }
}

/** A helper is not asked how far it is. */
const helpersSlice = 65_536;

/** Makes the work of each variant; which functions are counted is known from all variants of its scenario. */
class UnitWorks {
  readonly #options: CompareOptions;
  readonly #own: readonly Place[];
  readonly #compiled: CompiledOnce;
  readonly #functions = new Map<number, readonly string[]>();

  constructor(analysis: Analysis, options: CompareOptions, own: readonly Place[]) {
    this.#options = options;
    this.#own = own;
    this.#compiled = new CompiledOnce(analysis);
  }

  /** False after one variant was compiled: which functions are counted is known from all of them. */
  isReady([at]: Item): boolean {
    const { scenario } = this.#own[at ?? -1] ?? {};
    if (scenario === undefined || this.#functions.has(scenario)) return true;
    if (!this.#compiled.isAll(scenario)) return false;
    this.#functionsOf(scenario);
    return true;
  }

  knownFunctions([at]: Item): readonly string[] | undefined {
    return this.#functions.get(this.#own[at ?? -1]?.scenario ?? -1);
  }

  begin({ at, item }: Taken): UnitAtWork | undefined {
    const place = this.#own[item[0] ?? -1];
    if (place === undefined) return undefined;
    const { known, limits } = this.#options;
    const key =
      known && unitKey(this.#compiled, place, this.#functionsOf(place.scenario), limits, known);
    const unit = key === undefined ? undefined : known?.get(key);
    if (unit !== undefined) return new UnitAtWork(at, undefined, { ...unit, number: place.number });
    const done = (found: CompareUnit): void => {
      if (key !== undefined) known?.set(key, found);
    };
    const functions = this.#functionsOf(place.scenario);
    return new UnitAtWork(at, this.work(item, functions), undefined, done);
  }

  work([at]: Item, functions: readonly string[]): UnitWork | undefined {
    const place = this.#own[at ?? -1];
    if (place === undefined) return undefined;
    const { limits, search = {} } = this.#options;
    return new UnitWork(this.#compiled.analysis, place, {
      functions,
      limits,
      costStatesMax,
      search,
    });
  }

  #functionsOf(scenario: number): readonly string[] {
    const known = this.#functions.get(scenario);
    if (known !== undefined) return known;
    const found = comparedFunctions(this.#compiled.all(scenario), this.#options.per ?? []);
    this.#functions.set(scenario, found);
    return found;
  }
}

/** A variant that is looked at, or whose row was known. */
class UnitAtWork {
  readonly at: number;
  readonly work: UnitWork | undefined;
  readonly #known: CompareUnit | undefined;
  readonly #done: (unit: CompareUnit) => void;

  constructor(
    at: number,
    work: UnitWork | undefined,
    known: CompareUnit | undefined,
    done: (unit: CompareUnit) => void = () => undefined,
  ) {
    this.at = at;
    this.work = work;
    this.#known = known;
    this.#done = done;
  }

  /** The row, once it is there. */
  advance(expansions: number): CompareUnit | undefined {
    if (this.#known !== undefined) return this.#known;
    if (this.work?.advance(expansions) !== true) return undefined;
    const unit = this.work.report();
    this.#done(unit);
    return unit;
  }
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

interface CompiledTwice {
  readonly marked: Compilation;
  readonly plain: Compilation;
}

/**
 * Which functions differ is known from programs that are then explored. Each is made once, with marks that count and
 * without, and no setup is run twice.
 */
class CompiledOnce {
  readonly analysis: Analysis;
  private readonly kept = new Map<string, CompiledTwice>();

  constructor(analysis: Analysis) {
    const { kept } = this;
    const setups = new SetupRuns();
    const make = (scenario: number, variant: number): CompiledTwice => {
      const marked = analysis.compile(scenario, variant, { counting: true, setups });
      // What it tells of places in the code is told of the other one; nobody asks here.
      return { marked, plain: { ...marked, program: marked.unmarked() } };
    };
    this.analysis = {
      ...analysis,
      /** The program without marks comes first, the one with them then, and both are given away. */
      compile(scenario, variant, options) {
        const key = `${scenario} ${variant}`;
        const made = kept.get(key) ?? make(scenario, variant);
        const isLast = options?.counting === true;
        if (isLast) kept.delete(key);
        else kept.set(key, made);
        return isLast ? made.marked : made.plain;
      },
    };
  }

  /** One variant, which is still to be explored. */
  peek(scenario: number, variant: number): Compilation {
    return this.analysis.compile(scenario, variant);
  }

  /** Compiles one variant more; true when all of the scenario are. */
  isAll(scenario: number): boolean {
    const variants = this.analysis.scenarios[scenario]?.variants ?? [];
    const next = variants.findIndex((_, variant) => !this.kept.has(`${scenario} ${variant}`));
    if (next >= 0) this.peek(scenario, next);
    return next < 0;
  }

  all(scenario: number): readonly Compilation[] {
    const variants = this.analysis.scenarios[scenario]?.variants ?? [];
    return variants.map((_, variant) => this.peek(scenario, variant));
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
  const called = compiled.flatMap(({ program }) => entryCalls(program));
  return [...new Set([...called, ...per, ...differing(compiled)])];
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
