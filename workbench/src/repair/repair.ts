// Looks for the fewest edits, out of a small grammar, with which every property holds. Works in slices.
import { type CheckedVariant, limitTexts } from '@racewalk/checker';
import type { Run } from '@racewalk/simulator';
import { type Subject, variantText } from '../edits/apply.ts';
import type { Edit, Repair } from '../edits/edit.ts';
import type { Answer, Sliced } from '../edits/exploration.ts';
import { type Shared, SharedWork } from '../sharing/shared-work.ts';
import {
  type Candidate,
  Candidates,
  type Tried as Explored,
  editedSubject,
  editsFor,
  titleOf,
} from './candidates.ts';
import { conclusionsOf } from './conclusions.ts';
import { orders } from './grammar.ts';
import { type RepairLimits, repairLimits } from './limits.ts';
import { byPrice } from './priced.ts';
import type { FoundRepair, RepairReport, Tried } from './report.ts';

export interface RepairProgress {
  readonly done: number;
  /** As far as is known: each level of edits brings its own. */
  readonly total: number;
  readonly states: number;
}

export interface RepairSearch {
  /** Works on, through about so many states; true when the report is there. */
  advance(expansions: number): boolean;
  progress(): RepairProgress;
  /** What is known so far; undefined where the variant does not compile. */
  report(): RepairReport | undefined;
  /** What it has to explore, for hands in other threads: see `RepairHelper`. */
  readonly shared: SharedCandidates;
  /** Set where `advance` can do nothing before another hand has answered: until then. */
  readonly waiting: Promise<void> | undefined;
}

/** Example: `const search = startRepair(subject); while (!search.advance(10_000));` */
export function startRepair(subject: Subject, limits: RepairLimits = repairLimits): RepairSearch {
  return new Repairs(subject, limits);
}

/** Candidates that are to be explored. */
export type SharedCandidates = Shared<Explored>;

type Met = Answer<Run | undefined>;

class Repairs implements RepairSearch {
  readonly #subject: Subject;
  readonly #limits: RepairLimits;
  readonly #candidates: Candidates;
  readonly #work: Generator<number, void, void>;
  readonly #shared = new SharedWork<Explored>();
  /** Of equal programs the answer is that of the first one in order, whoever has explored it. */
  readonly #known = new Map<string, Met>();
  readonly #repairs: FoundRepair[] = [];
  readonly #tried = new Map<string, Tried>();
  #base: CheckedVariant | undefined;
  #done = 0;
  #total = 0;
  #states = 0;
  #left = 0;
  #isOver = false;
  #waits = false;
  #rests = false;

  constructor(subject: Subject, limits: RepairLimits) {
    this.#subject = subject;
    this.#limits = limits;
    this.#candidates = new Candidates(limits.search);
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

  get shared(): SharedCandidates {
    return this.#shared;
  }

  get waiting(): Promise<void> | undefined {
    return this.#waits ? this.#shared.changed() : undefined;
  }

  progress(): RepairProgress {
    return { done: this.#done, total: this.#total, states: this.#states };
  }

  report(): RepairReport | undefined {
    const base = this.#base;
    const { analysis, scenario, variant } = this.#subject;
    const info = analysis.scenarios[scenario];
    if (base === undefined || info === undefined) return undefined;
    const { report } = base;
    const { search, edits_max, candidates_max } = this.#limits;
    const limits = [`edits_max: ${edits_max}`, `candidates_max: ${candidates_max}`];
    const notes = report.ledger.notes.filter((note) => !note.startsWith('interleavings: '));
    const bounds = this.#bounds();
    const tried = [...this.#tried.values()];
    return {
      scenario: info.name,
      variant: info.variants[variant]?.name ?? '',
      profile: report.profile,
      verdict: report.verdict,
      violated: report.violations.map(({ property }) => property).sort(),
      ledger: { ...report.ledger, notes, limits: [...limitTexts(search), ...limits] },
      repairs: byPrice(this.#repairs),
      tried,
      conclusions:
        report.verdict === 'fail' ? conclusionsOf(tried, edits_max, bounds.length === 0) : [],
      bounds,
      explored: {
        programs: this.#known.size,
        states: [...this.#known.values()].reduce((sum, { states }) => sum + states, 0),
      },
    };
  }

  #bounds(): readonly string[] {
    const { candidates_max } = this.#limits;
    const cancelled = `cancelled: ${this.#done} of ${this.#total} candidates answered`;
    const left = `candidates_max: ${candidates_max} candidates were looked at, ${this.#left} were not`;
    return [...(this.#isOver ? [] : [cancelled]), ...(this.#left > 0 ? [left] : [])];
  }

  *#run(): Generator<number, void, void> {
    const explored = yield* this.#candidates.explorations.exploreBase(this.#subject);
    if (explored.kind === 'failed') return;
    this.#base = explored.checked;
    this.#known.set(explored.key, explored.answer);
    const run = explored.answer.detail;
    let level: readonly Candidate[] =
      run === undefined ? [] : [{ subject: this.#subject, edits: [], run, item: [] }];
    for (let size = 1; size <= this.#limits.edits_max && level.length > 0; size++) {
      // Once there are repairs, more edits are asked about only for what has none: order alone.
      const found = this.#repairs.flatMap(({ edits }) => edits);
      if (found.some(({ kind }) => orders.has(kind))) break;
      level = yield* this.#level(level, found.length > 0 ? orders : undefined);
    }
    this.#isOver = true;
  }

  /** Tries one more edit on each; answers with those that still fail. */
  *#level(
    from: readonly Candidate[],
    only: ReadonlySet<Repair> | undefined,
  ): Sliced<readonly Candidate[]> {
    const next: Candidate[] = [];
    for (const candidate of from) {
      if (only !== undefined && !candidate.edits.every(({ kind }) => only.has(kind))) continue;
      const all = editsFor(candidate);
      const places = [...all.keys()].filter((at) => only?.has(all[at]?.kind ?? 'lock bit') ?? true);
      this.#total += places.length;
      next.push(...(yield* this.#tryAll(candidate, all, places)));
    }
    return next;
  }

  /** Tries each of these edits; `places` are those in `all`. */
  *#tryAll(
    from: Candidate,
    all: readonly Edit<Repair>[],
    places: readonly number[],
  ): Sliced<readonly Candidate[]> {
    const failing: Candidate[] = [];
    for (let done = 0; done < places.length; ) {
      // As many as are within the limit whatever comes of them.
      const room = this.#limits.candidates_max + 1 - this.#known.size;
      if (room <= 0) {
        this.#left += places.length - done;
        break;
      }
      const some = places.slice(done, done + room);
      done += some.length;
      this.#shared.offer(some.map((place) => [...from.item, place]));
      for (const [at, place] of some.entries()) {
        const edit = all[place];
        if (edit === undefined) throw new Error('assertion failed: it was among them');
        const explored = yield* this.#explored(at, from, (other) => all[some[other] ?? -1]);
        const candidate = this.#answered(from, edit, place, explored);
        if (candidate !== undefined) failing.push(candidate);
        this.#done += 1;
        yield 1;
      }
    }
    return failing;
  }

  /** The answer for one of those that were offered last; explores until it is there. */
  *#explored(
    wanted: number,
    from: Candidate,
    editAt: (at: number) => Edit<Repair> | undefined,
  ): Sliced<Explored> {
    for (;;) {
      const found = this.#shared.answer(wanted);
      if (found !== undefined) return found;
      const at = this.#shared.take()?.at;
      const edit = at === undefined ? undefined : editAt(at);
      if (at === undefined || edit === undefined) {
        this.#waits = true;
        yield 0;
        continue;
      }
      this.#shared.give(at, yield* this.#candidates.tried(from, edit));
      // Compiling it has taken far longer than states tell.
      this.#rests = true;
      yield 0;
    }
  }

  /** Takes down what came of an edit; answers with the candidate if it still fails. */
  #answered(
    from: Candidate,
    edit: Edit<Repair>,
    place: number,
    explored: Explored,
  ): Candidate | undefined {
    const edits = [...from.edits, edit];
    if (explored.kind === 'failed') {
      this.#note(edits, 'invalid');
      return undefined;
    }
    // What was met before, by fewer edits or by others, says nothing new.
    if (this.#known.has(explored.key)) return undefined;
    this.#known.set(explored.key, explored.answer);
    const { detail: run, bounds, states } = explored.answer;
    if (run !== undefined) {
      this.#note(edits, undefined);
      if (edits.length === this.#limits.edits_max) return undefined;
      return { subject: editedSubject(from, edit), edits, run, item: [...from.item, place] };
    }
    this.#note(edits, bounds.length === 0 ? 'hold' : 'undecided');
    const { price } = explored;
    if (price !== undefined) {
      const title = titleOf(from, edit);
      const variant = variantText(from.subject, [edit], title, { expect: 'expect pass;' });
      this.#repairs.push({ edits: edits.map(reported), variant, states, ...price });
    }
    return undefined;
  }

  #note(edits: readonly Edit<Repair>[], what: 'hold' | 'undecided' | 'invalid' | undefined): void {
    const kinds = edits.map(({ kind }) => kind);
    const key = kinds.join();
    const before = this.#tried.get(key) ?? {
      kinds,
      candidates: 0,
      hold: 0,
      undecided: 0,
      invalid: 0,
    };
    const added = what === undefined ? {} : { [what]: before[what] + 1 };
    this.#tried.set(key, { ...before, candidates: before.candidates + 1, ...added });
  }
}

function reported({ kind, code, sentence }: Edit<Repair>): FoundRepair['edits'][number] {
  return { kind, function: code.name, sentence };
}
