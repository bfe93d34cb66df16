// All variants of the scenarios of some files side by side, in slices that a caller may stop between.
import { type Analysis, type Compilation, SetupRuns, type UsedBody } from '@racewalk/language';
import type { Limits, Progress, SearchOptions } from '@racewalk/simulator';
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
export type SharedUnits = Pick<SharedWork<CompareUnit>, 'take' | 'give' | 'giveUp' | 'onOffer'>;

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
  let mine: { readonly at: number; readonly work: UnitWork } | undefined;
  let waits = false;
  return {
    advance(expansions) {
      waits = false;
      if (units.length === own.length) return true;
      mine ??= taken(shared.take(), makers);
      if (mine?.work.advance(expansions) === true) {
        shared.give(mine.at, mine.work.report());
        mine = undefined;
      } else waits = mine === undefined;
      for (let unit = shared.answer(units.length); unit; unit = shared.answer(units.length)) {
        units.push(unit);
        waits = false;
      }
      return units.length === own.length;
    },
    progress() {
      const place = own[mine?.at ?? units.length];
      const variant = analysis.scenarios[place?.scenario ?? 0]?.variants[place?.variant ?? 0];
      const inner = mine?.work.progress() ?? { states: 0, frontier: 0, depth: 0, bytes: 0 };
      return { ...inner, done: units.length, total: own.length, variant: variant?.name ?? '' };
    },
    shared,
    get waiting() {
      return waits ? shared.changed() : undefined;
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

function taken(next: Taken | undefined, makers: UnitWorks) {
  const work = next && makers.work(next.item);
  return next && work ? { at: next.at, work } : undefined;
}

/** A second pair of hands, in another thread, over the same texts and with the same options. */
export class CompareHelper {
  readonly #makers: UnitWorks;

  constructor(analysis: Analysis, options: CompareOptions) {
    const all = placesOf(analysis, options.scenario);
    const own = all.filter(({ number }) => isOfShard(number, options.shard ?? whole));
    this.#makers = new UnitWorks(analysis, options, own);
  }

  /** `item` has the place of a variant in the shard. */
  answer(item: Item): CompareUnit {
    const work = this.#makers.work(item);
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

  work([at]: Item): UnitWork | undefined {
    const place = this.#own[at ?? -1];
    if (place === undefined) return undefined;
    const { limits, search = {} } = this.#options;
    const functions = this.#functionsOf(place.scenario);
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

/** Which functions differ is known from programs that are then explored: each is made once, with no setup run twice. */
class CompiledOnce {
  readonly analysis: Analysis;
  private readonly kept = new Map<string, Compilation>();

  constructor(analysis: Analysis) {
    const { kept } = this;
    const setups = new SetupRuns();
    this.analysis = {
      ...analysis,
      compile(scenario, variant, options) {
        const key = `${scenario} ${variant}`;
        const known = options === undefined ? kept.get(key) : undefined;
        if (known !== undefined) kept.delete(key);
        return known ?? analysis.compile(scenario, variant, { ...options, setups });
      },
    };
  }

  /** All variants of a scenario; each is given away with the next call for it. */
  all(scenario: number): readonly Compilation[] {
    const variants = this.analysis.scenarios[scenario]?.variants ?? [];
    return variants.map((_, variant) => {
      const made = this.analysis.compile(scenario, variant);
      this.kept.set(`${scenario} ${variant}`, made);
      return made;
    });
  }
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
