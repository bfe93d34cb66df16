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
import { neverAsked, vacuousIn } from './vacuity.ts';

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
}

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
  readonly identity: string;
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
  readonly #singles: Single[] = [];
  readonly #pairs: MutantReport[] = [];
  readonly #bounds: string[] = [];
  #base: Base | undefined;
  #phase: LoadBearingProgress['phase'] = 'variant';
  #total = 0;
  #states = 0;

  constructor(subject: Subject, options: LoadBearingOptions) {
    this.#subject = subject;
    this.#options = options;
    const { name } = subject.analysis.scenarios[subject.scenario] ?? { name: '' };
    this.#explorations = new Explorations(options.limits.search, (checked) =>
      brokenIn(checked, name),
    );
    this.#work = this.#run();
  }

  advance(expansions: number): boolean {
    for (let left = expansions; left > 0; ) {
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
    const vacuous =
      program !== undefined && isOver && base.isWhole
        ? vacuousIn({ singles, pairs: this.#pairs, violated }, program, base.unasked)
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
      vacuous,
      bounds: isOver ? this.#bounds : [...this.#bounds, cancelled],
      explored: this.#explorations.size,
    };
  }

  #ledger({ ledger }: VariantReport): VariantReport['ledger'] {
    const { search, pairs_max } = this.#options.limits;
    // Runs are not counted, for all mutants alike.
    const notes = ledger.notes.filter((note) => !note.startsWith('interleavings: '));
    return { ...ledger, notes, limits: [...limitTexts(search), `pairs_max: ${pairs_max}`] };
  }

  *#run(): Generator<number, void, void> {
    const explored = yield* this.#explorations.explore(this.#subject);
    if (explored.kind === 'failed') return;
    const { answer, identity, checked } = explored;
    const program = checked?.program;
    if (checked === undefined || program === undefined) return;
    if (!this.#options.wanted(checked.report)) return;
    const all = removalsOf(this.#subject, program);
    const edits = all.filter((_, at) => this.#options.chosen(at));
    const reached = yield* this.#reached(program, answer);
    const statements = reached === undefined ? undefined : statementsOf(program, reached);
    const unasked = reached === undefined ? [] : neverAsked(program, reached);
    const isWhole = edits.length === all.length;
    this.#base = { answer, checked, identity, edits, statements, unasked, isWhole };
    this.#phase = 'singles';
    this.#total = edits.length;
    for (const edit of edits) {
      const single = yield* this.#single(edit, this.#base);
      this.#singles.push(single);
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

  *#single(edit: Edit<Removal>, base: Base): Sliced<Single> {
    const answered = (state: MutantState, why: string): Single => ({
      edit,
      mutant: { ...this.#unexplored([edit], state), why },
      survives: false,
    });
    if (base.statements?.begun(edit.code, edit.around) === 'no')
      return answered('not reached', 'no thread comes to it');
    if (edit.kind === 'barrier')
      return answered('not judged', `barriers are not judged under memory ${this.#memory(base)}`);
    const explored = yield* this.#explore([edit]);
    if (explored.kind === 'answered' && explored.identity === base.identity)
      return answered('not needed', 'the program is the same without it');
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
    for (const pair of chosen) {
      const explored = yield* this.#explore(pair);
      this.#pairs.push(this.#judged(pair, explored, base));
      yield 1;
    }
  }

  #explore(edits: readonly Edit<Removal>[]): Sliced<Explored<readonly Lost[]>> {
    return this.#explorations.explore(applied(this.#subject, edits, 'edited'));
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
