// Looks for the fewest edits, out of a small grammar, with which every property holds. Works in slices.
import { type CheckedVariant, limitTexts } from '@racewalk/checker';
import type { Run } from '@racewalk/simulator';
import { applied, type Subject, variantText } from '../edits/apply.ts';
import { type Edit, nameOf, type Repair } from '../edits/edit.ts';
import { Explorations, type Found, type Sliced } from '../edits/exploration.ts';
import { conclusionsOf } from './conclusions.ts';
import { orders, repairsOf } from './grammar.ts';
import { type RepairLimits, repairLimits } from './limits.ts';
import { byPrice, priceOf } from './priced.ts';
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
}

/** Example: `const search = startRepair(subject); while (!search.advance(10_000));` */
export function startRepair(subject: Subject, limits: RepairLimits = repairLimits): RepairSearch {
  return new Repairs(subject, limits);
}

/** A failing variant that edits have led to. */
interface Candidate {
  readonly subject: Subject;
  readonly edits: readonly Edit<Repair>[];
  /** The shortest that fails. */
  readonly run: Run;
}

class Repairs implements RepairSearch {
  readonly #subject: Subject;
  readonly #limits: RepairLimits;
  readonly #explorations: Explorations<Run | undefined>;
  readonly #work: Generator<number, void, void>;
  readonly #repairs: FoundRepair[] = [];
  readonly #tried = new Map<string, Tried>();
  #base: CheckedVariant | undefined;
  #done = 0;
  #total = 0;
  #states = 0;
  #left = 0;
  #isOver = false;

  constructor(subject: Subject, limits: RepairLimits) {
    this.#subject = subject;
    this.#limits = limits;
    this.#explorations = new Explorations(limits.search, shortestRun);
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
      explored: this.#explorations.size,
    };
  }

  #bounds(): readonly string[] {
    const { candidates_max } = this.#limits;
    const cancelled = `cancelled: ${this.#done} of ${this.#total} candidates answered`;
    const left = `candidates_max: ${candidates_max} candidates were looked at, ${this.#left} were not`;
    return [...(this.#isOver ? [] : [cancelled]), ...(this.#left > 0 ? [left] : [])];
  }

  *#run(): Generator<number, void, void> {
    const explored = yield* this.#explorations.exploreBase(this.#subject);
    if (explored.kind === 'failed') return;
    this.#base = explored.checked;
    const run = explored.answer.detail;
    let level: readonly Candidate[] =
      run === undefined ? [] : [{ subject: this.#subject, edits: [], run }];
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
      const edits = editsFor(candidate).filter(({ kind }) => only?.has(kind) ?? true);
      this.#total += edits.length;
      for (const edit of edits) {
        if (this.#explorations.size.programs > this.#limits.candidates_max) {
          this.#left += 1;
          continue;
        }
        const failing = yield* this.#try(candidate, edit);
        if (failing !== undefined) next.push(failing);
        this.#done += 1;
        yield 1;
      }
    }
    return next;
  }

  *#try(from: Candidate, edit: Edit<Repair>): Sliced<Candidate | undefined> {
    const edits = [...from.edits, edit];
    const title = edits.map(nameOf).join('; ');
    const subject = applied(from.subject, [edit], title);
    const explored = yield* this.#explorations.explore(subject);
    if (explored.kind === 'failed') {
      this.#note(edits, 'invalid');
      return undefined;
    }
    // What was met before, by fewer edits or by others, says nothing new.
    if (!explored.isNew) return undefined;
    const { detail: run, bounds, states } = explored.answer;
    if (run !== undefined) {
      this.#note(edits, undefined);
      return { subject, edits, run };
    }
    this.#note(edits, bounds.length === 0 ? 'hold' : 'undecided');
    if (bounds.length === 0) {
      const variant = variantText(from.subject, [edit], title, { expect: 'expect pass;' });
      const price = yield* priceOf(subject, this.#limits.search);
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

function shortestRun({ outcome }: Found): Run | undefined {
  const runs = outcome.violations.map(({ run }) => run);
  return runs.sort((a, b) => a.length - b.length)[0];
}

/** Edits of the code that the shortest failing run goes through: any repair has to change that one. */
function editsFor({ subject, run }: Candidate): readonly Edit<Repair>[] {
  // Programs are large, and compiled in no time: none is kept.
  const { program } = subject.analysis.compile(subject.scenario, subject.variant);
  return program === undefined ? [] : repairsOf(subject, program, run);
}

function reported({ kind, code, sentence }: Edit<Repair>): FoundRepair['edits'][number] {
  return { kind, function: code.name, sentence };
}
