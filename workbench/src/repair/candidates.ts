// Candidates of a repair search as every hand makes them: a failing variant that edits have led to, the edits that
// may be made next, and what becomes of the variant with one of them.
import type { Limits, Run } from '@racewalk/simulator';
import { applied, type Subject } from '../edits/apply.ts';
import { type Edit, nameOf, type Repair } from '../edits/edit.ts';
import { Explorations, type Explored, type Found, type Sliced } from '../edits/exploration.ts';
import type { Item } from '../sharing/shared-work.ts';
import { repairsOf } from './grammar.ts';
import { type Price, priceOf } from './priced.ts';

/** A failing variant that edits have led to. */
export interface Candidate {
  readonly subject: Subject;
  readonly edits: readonly Edit<Repair>[];
  /** The shortest that fails. */
  readonly run: Run;
  /** Which edits, each by its place among those that could be made: a name that all hands understand. */
  readonly item: Item;
}

export type Tried = Explored<Run | undefined> & {
  /** What it costs, where every property holds and everything was explored. */
  readonly price: Price | undefined;
};

export class Candidates {
  readonly explorations: Explorations<Run | undefined>;
  readonly #limits: Limits;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.explorations = new Explorations(limits, shortestRun);
  }

  /** Explores what an edit makes of a candidate. */
  *tried(from: Candidate, edit: Edit<Repair>): Sliced<Tried> {
    const subject = editedSubject(from, edit);
    const explored = yield* this.explorations.explore(subject);
    if (explored.kind === 'failed') return { ...explored, price: undefined };
    const { detail: run, bounds } = explored.answer;
    const isRepair = run === undefined && bounds.length === 0;
    if (!isRepair) return { ...explored, price: undefined };
    const price = yield* priceOf(subject, this.#limits);
    // Why may stand in what no run comes to, and was not lowered.
    if (price === undefined)
      return { kind: 'failed', code: '', message: 'does not compile', price };
    return { ...explored, price };
  }
}

export function editedSubject(from: Candidate, edit: Edit<Repair>): Subject {
  return applied(from.subject, [edit], titleOf(from, edit));
}

export function titleOf({ edits }: Candidate, edit: Edit<Repair>): string {
  return [...edits, edit].map(nameOf).join('; ');
}

/** Edits of the code that the shortest failing run goes through: any repair has to change that one. */
export function editsFor({ subject, run }: Candidate): readonly Edit<Repair>[] {
  // Programs are large, and compiled in no time: none is kept.
  const { program } = subject.analysis.compile(subject.scenario, subject.variant);
  return program === undefined ? [] : repairsOf(subject, program, run);
}

function shortestRun({ outcome }: Found): Run | undefined {
  const runs = outcome.violations.map(({ run }) => run);
  return runs.sort((a, b) => a.length - b.length)[0];
}
