// What each lock, barrier, test, order and call in the functions of a scenario is for: takes one at a time
// away, then two, and says which property breaks. Works in slices, and its caller may stop at any.
import { type CheckedVariant, limitTexts, type VariantReport } from '@racewalk/checker';
import { textOf } from '@racewalk/language';
import { type Pc, type Program, startValues } from '@racewalk/simulator';
import { applied, type Subject } from '../edits/apply.ts';
import type { Edit, Removal } from '../edits/edit.ts';
import { removalsOf } from '../edits/enumerate.ts';
import { type Answer, Explorations, type Explored, type Sliced } from '../edits/exploration.ts';
import { type Statements, statementsOf } from '../edits/reached.ts';
import { type Shared, SharedWork } from '../sharing/shared-work.ts';
import { brokenIn, changeOf } from './change.ts';
import { type LoadBearingLimits, loadBearingLimits } from './limits.ts';
import { pairsOf } from './pairs.ts';
import type {
  LoadBearingReport,
  Lost,
  MutantReport,
  MutantState,
  RemovalReport,
} from './report.ts';
import { declaredIn, neverAsked, vacuousIn } from './vacuity.ts';

export interface LoadBearingProgress {
  readonly phase: 'variant' | 'singles' | 'pairs' | 'over';
  /** Mutants answered, and how many there are as far as is known. */
  readonly done: number;
  readonly total: number;
  /** States explored so far. */
  readonly states: number;
}

export interface LoadBearing {
  /** Works on, through about so many states; true when the report is there. */
  advance(expansions: number): boolean;
  progress(): LoadBearingProgress;
  /** What is known so far; before the end, `bounds` says that it was cancelled. */
  report(): LoadBearingReport | undefined;
  /** What it has to explore, for hands in other threads: see `MutantHelper`. */
  readonly shared: SharedMutants;
  /** Set where `advance` can do nothing before another hand has answered: until then. */
  readonly waiting: Promise<void> | undefined;
}

/** Mutants that are to be explored. An item has the indices of its removals. */
export type SharedMutants = Shared<Explored<readonly Lost[]>>;

export interface LoadBearingOptions {
  /** Whether removals that change nothing alone are made two at a time. */
  readonly pairs: boolean;
  readonly limits: LoadBearingLimits;
  /** Chooses the singles to look at, by their place in the order: for shards. Pairs need all of them. */
  readonly chosen: (index: number) => boolean;
  /** Whether the variant, once explored, is to be reported at all. */
  readonly wanted: (variant: VariantReport) => boolean;
}

const allChosen: LoadBearingOptions = {
  pairs: false,
  limits: loadBearingLimits,
  chosen: () => true,
  wanted: () => true,
};

/**
 * Undefined where the variant does not compile.
 * Example: `const work = startLoadBearing(subject, { pairs: true }); while (!work.advance(10_000));`
 */
export function startLoadBearing(
  subject: Subject,
  options: Partial<LoadBearingOptions> = {},
): LoadBearing {
  return new Report(subject, { ...allChosen, ...options });
}

/** What stands fixed once the variant itself is explored. */
interface Base {
  readonly answer: Answer<readonly Lost[]>;
  readonly checked: CheckedVariant;
  /** Of its program. */
  readonly key: string;
  readonly edits: readonly Edit<Removal>[];
  readonly statements: Statements | undefined;
  /** Properties that no thread comes to a check of. */
  readonly unasked: readonly string[];
  /** Are all mutants asked about? */
  readonly isWhole: boolean;
}

interface Single {
  readonly edit: Edit<Removal>;
  readonly mutant: MutantReport;
  /** Survives alone, and could matter: its program is another one. */
  readonly survives: boolean;
}

class Report implements LoadBearing {
  readonly #subject: Subject;
  readonly #options: LoadBearingOptions;
  readonly #explorations: Explorations<readonly Lost[]>;
  readonly #work: Generator<number, void, void>;
  readonly #shared = new SharedWork<Explored<readonly Lost[]>>();
  /** Those that were offered last. */
  #mutants: readonly (readonly Edit<Removal>[])[] = [];
  /** Places in the order of `removalsOf()`. */
  #numbers: ReadonlyMap<Edit<Removal>, number> = new Map();
  /** Of equal programs the answer is that of the first one in order, whoever has explored it. */
  readonly #known = new Map<string, Answer<readonly Lost[]>>();
  readonly #unexploredAnswers = new Map<Edit<Removal>, Single | undefined>();
  readonly #singles: Single[] = [];
  readonly #pairs: MutantReport[] = [];
  readonly #bounds: string[] = [];
  #base: Base | undefined;
  #phase: LoadBearingProgress['phase'] = 'variant';
  #total = 0;
  #states = 0;
  #waits = false;
  #rests = false;

  constructor(subject: Subject, options: LoadBearingOptions) {
    this.#subject = subject;
    this.#options = options;
    const { name } = subject.analysis.scenarios[subject.scenario] ?? { name: '' };
    this.#explorations = new Explorations(options.limits.search, (found) => brokenIn(found, name));
    this.#work = this.#run();
  }

  advance(expansions: number): boolean {
    this.#waits = false;
    this.#rests = false;
    for (let left = expansions; left > 0 && !this.#waits && !this.#rests; ) {
      const { value, done } = this.#work.next();
      if (done === true) return true;
      this.#states += value ?? 0;
      left -= Math.max(1, value ?? 0);
    }
    return false;
  }

  progress(): LoadBearingProgress {
    const done = this.#singles.length + this.#pairs.length;
    return { phase: this.#phase, done, total: this.#total, states: this.#states };
  }

  report(): LoadBearingReport | undefined {
    const base = this.#base;
    const { analysis, scenario, variant } = this.#subject;
    const info = analysis.scenarios[scenario];
    if (base === undefined || info === undefined) return undefined;
    const { report, program } = base.checked;
    const cancelled = `cancelled: ${this.progress().done} of ${this.#total} answered`;
    const singles = this.#singles.map(({ mutant }) => mutant);
    const violated = [...base.answer.violated].sort();
    const isOver = this.#phase === 'over';
    const declared = program === undefined ? [] : declaredIn(program);
    const { unasked } = base;
    const vacuous =
      isOver && base.isWhole
        ? vacuousIn({ singles, pairs: this.#pairs, violated, declared, unasked })
        : [];
    return {
      scenario: info.name,
      variant: info.variants[variant]?.name ?? '',
      profile: report.profile,
      verdict: report.verdict,
      violated,
      states: report.states,
      ledger: this.#ledger(report),
      singles,
      pairs: this.#pairs,
      declared,
      unasked,
      vacuous,
      bounds: isOver ? this.#bounds : [...this.#bounds, cancelled],
      explored: {
        programs: this.#known.size,
        states: [...this.#known.values()].reduce((sum, { states }) => sum + states, 0),
      },
    };
  }

  get shared(): SharedMutants {
    return this.#shared;
  }

  get waiting(): Promise<void> | undefined {
    return this.#waits ? this.#shared.changed() : undefined;
  }

  #ledger({ ledger }: VariantReport): VariantReport['ledger'] {
    const { search, pairs_max } = this.#options.limits;
    // Runs are not counted, for all mutants alike.
    const notes = ledger.notes.filter((note) => !note.startsWith('interleavings: '));
    return { ...ledger, notes, limits: [...limitTexts(search), `pairs_max: ${pairs_max}`] };
  }

  *#run(): Generator<number, void, void> {
    const explored = yield* this.#explorations.exploreBase(this.#subject);
    if (explored.kind === 'failed') return;
    const { answer, checked, key } = explored;
    this.#known.set(key, answer);
    const { program } = checked;
    if (program === undefined) return;
    if (!this.#options.wanted(checked.report)) return;
    const all = removalsOf(this.#subject, program);
    const edits = all.filter((_, at) => this.#options.chosen(at));
    const reached = yield* this.#reached(program, answer);
    const statements = reached === undefined ? undefined : statementsOf(program, reached);
    const unasked = reached === undefined ? [] : neverAsked(program, reached);
    const isWhole = edits.length === all.length;
    this.#base = { answer, checked, key, edits, statements, unasked, isWhole };
    this.#phase = 'singles';
    this.#total = edits.length;
    const base = this.#base;
    const open = edits.filter((edit) => this.#unexploredAnswer(edit, base) === undefined);
    const places = new Map(open.map((edit, at) => [edit, at]));
    this.#numbers = new Map(all.map((edit, at) => [edit, at]));
    this.#offer(open.map((edit) => [edit]));
    for (const edit of edits) {
      this.#singles.push(yield* this.#single(edit, places.get(edit), base));
      yield 1;
    }
    if (this.#options.pairs) yield* this.#runPairs(this.#base);
    this.#phase = 'over';
  }

  /** Undefined where not everything can be seen. */
  *#reached(program: Program, { bounds }: Answer<unknown>): Sliced<ReadonlySet<Pc> | undefined> {
    if (bounds.length > 0) return undefined;
    const search = startValues(program, this.#options.limits.search);
    while (!search.advance(2048)) yield 2048;
    const values = search.values();
    return values.complete ? new Set(values.seen.keys()) : undefined;
  }

  /** What is known of a mutant without exploring it. */
  #unexploredAnswer(edit: Edit<Removal>, base: Base): Single | undefined {
    if (!this.#unexploredAnswers.has(edit))
      this.#unexploredAnswers.set(edit, this.#answerWithout(edit, base));
    return this.#unexploredAnswers.get(edit);
  }

  #answerWithout(edit: Edit<Removal>, base: Base): Single | undefined {
    if (base.statements?.begun(edit.code, edit.around) === 'no')
      return this.#answered(edit, 'not reached', 'no thread comes to it');
    if (edit.kind !== 'barrier') return undefined;
    const why = `barriers are not judged under memory ${this.#memory(base)}`;
    return this.#answered(edit, 'not judged', why);
  }

  #answered(edit: Edit<Removal>, state: MutantState, why: string): Single {
    return { edit, mutant: { ...this.#unexplored([edit], state), why }, survives: false };
  }

  /** `at` is its place among those that are to be explored. */
  *#single(edit: Edit<Removal>, at: number | undefined, base: Base): Sliced<Single> {
    const known = this.#unexploredAnswer(edit, base);
    if (known !== undefined || at === undefined)
      return known ?? this.#answered(edit, 'not decided', 'it was not asked about');
    const explored = yield* this.#explored(at);
    if (explored.kind === 'answered' && explored.key === base.key)
      return this.#answered(edit, 'not needed', 'every run is the same without it');
    const mutant = this.#judged([edit], explored, base);
    return { edit, mutant, survives: mutant.state === 'not needed' };
  }

  *#runPairs(base: Base): Sliced<void> {
    const survivors = this.#singles.filter(({ survives }) => survives).map(({ edit }) => edit);
    const { chosen, left } = pairsOf(survivors, this.#options.limits.pairs_max);
    if (left > 0) {
      const max = this.#options.limits.pairs_max;
      this.#bounds.push(`pairs_max: ${max} pairs were looked at, ${left} were not`);
    }
    this.#phase = 'pairs';
    this.#total += chosen.length;
    this.#offer(chosen);
    for (const [at, pair] of chosen.entries()) {
      const explored = yield* this.#explored(at);
      this.#pairs.push(this.#judged(pair, explored, base));
      yield 1;
    }
  }

  #offer(mutants: readonly (readonly Edit<Removal>[])[]): void {
    this.#mutants = mutants;
    this.#shared.offer(
      mutants.map((edits) => edits.flatMap((edit) => this.#numbers.get(edit) ?? [])),
    );
  }

  /** The answer for one of the mutants that were offered last; explores until it is there. */
  *#explored(wanted: number): Sliced<Explored<readonly Lost[]>> {
    for (;;) {
      const found = this.#shared.answer(wanted);
      if (found !== undefined) return this.#first(found);
      const at = this.#shared.take()?.at;
      if (at === undefined) {
        this.#waits = true;
        yield 0;
        continue;
      }
      const subject = applied(this.#subject, this.#mutants[at] ?? [], 'edited');
      this.#shared.give(at, yield* this.#explorations.explore(subject));
      // Compiling it has taken far longer than states tell.
      this.#rests = true;
      yield 0;
    }
  }

  #first(found: Explored<readonly Lost[]>): Explored<readonly Lost[]> {
    if (found.kind === 'failed') return found;
    const answer = this.#known.get(found.key) ?? found.answer;
    this.#known.set(found.key, answer);
    return { ...found, answer };
  }

  #memory({ checked }: Base): string {
    return checked.report.ledger.memory;
  }

  #judged(
    edits: readonly Edit<Removal>[],
    explored: Explored<readonly Lost[]>,
    base: Base,
  ): MutantReport {
    if (explored.kind === 'failed') {
      // Setup runs while compiling: it did not get through.
      const state = explored.code === 'RW0409' ? 'setup' : 'no program';
      return { ...this.#unexplored(edits, state), why: explored.message };
    }
    const { answer } = explored;
    return {
      ...this.#unexplored(edits, 'not needed'),
      ...changeOf(base.answer, answer),
      states: answer.states,
    };
  }

  #unexplored(edits: readonly Edit<Removal>[], state: MutantState): MutantReport {
    const removals = edits.map((edit) => this.#removal(edit));
    return { removals, state, lost: [], repaired: [], why: undefined, states: 0 };
  }

  #removal({ kind, code, sentence, place }: Edit<Removal>): RemovalReport {
    const text = textOf(this.#subject.analysis, code.file) ?? '';
    const line = text.slice(0, place.start).split('\n').length;
    const { start, end } = place;
    return { kind, function: code.name, sentence, file: code.file, start, end, line };
  }
}
