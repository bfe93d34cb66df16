// Looks for the fewest edits, out of a small grammar, with which every property holds. Works in slices.
import { limitTexts } from '@racewalk/checker';
import { applied, type Subject, variantText } from '../edits/apply.ts';
import { type Edit, nameOf, type Repair } from '../edits/edit.ts';
import { type Answer, Explorations, type Sliced } from '../edits/exploration.ts';
import { conclusionsOf } from './conclusions.ts';
import { orders, repairsOf } from './grammar.ts';
import { type RepairLimits, repairLimits } from './limits.ts';
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
  readonly answer: Answer;
}

class Repairs implements RepairSearch {
  readonly #subject: Subject;
  readonly #limits: RepairLimits;
  readonly #explorations: Explorations;
  readonly #work: Generator<number, void, void>;
  readonly #repairs: FoundRepair[] = [];
  readonly #tried = new Map<string, Tried>();
  #base: Answer | undefined;
  #done = 0;
  #total = 0;
  #states = 0;
  #left = 0;
  #isOver = false;

  constructor(subject: Subject, limits: RepairLimits) {
    this.#subject = subject;
    this.#limits = limits;
    this.#explorations = new Explorations(limits.search);
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
    const { report } = base.checked;
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
      violated: [...base.violated].sort(),
      ledger: { ...report.ledger, notes, limits: [...limitTexts(search), ...limits] },
      repairs: this.#repairs,
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
    const explored = yield* this.#explorations.explore(this.#subject);
    if (explored.kind === 'failed') return;
    this.#base = explored.answer;
    let level: readonly Candidate[] = [
      { subject: this.#subject, edits: [], answer: explored.answer },
    ];
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
    const { answer } = explored;
    if (answer.violated.size > 0) {
      this.#note(edits, undefined);
      return { subject, edits, answer };
    }
    this.#note(edits, answer.complete ? 'hold' : 'undecided');
    if (answer.complete) {
      const variant = variantText(from.subject, [edit], title, { expect: 'expect pass;' });
      const { states } = answer.outcome;
      this.#repairs.push({ edits: edits.map(reported), variant, states });
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

/** Edits of the code that the shortest failing run goes through: any repair has to change that one. */
function editsFor({ subject, answer }: Candidate): readonly Edit<Repair>[] {
  const { program } = answer.checked;
  const [shortest] = [...answer.outcome.violations].sort((a, b) => a.run.length - b.run.length);
  if (program === undefined || shortest === undefined) return [];
  return repairsOf(subject, program, shortest.run);
}

function reported({ kind, code, sentence }: Edit<Repair>): FoundRepair['edits'][number] {
  return { kind, function: code.name, sentence };
}
