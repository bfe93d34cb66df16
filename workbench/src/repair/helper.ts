// A second pair of hands for a repair search: in another thread, over the same texts, it explores those candidates
// that the search hands to it.
import type { Limits } from '@racewalk/simulator';
import type { Subject } from '../edits/apply.ts';
import type { Edit, Repair } from '../edits/edit.ts';
import { ended } from '../edits/exploration.ts';
import type { Item } from '../sharing/shared-work.ts';
import { type Candidate, Candidates, editedSubject, editsFor, type Tried } from './candidates.ts';

/** A candidate, and what may be done to it. */
interface Open {
  readonly candidate: Candidate;
  readonly edits: readonly Edit<Repair>[];
}

export class RepairHelper {
  readonly #candidates: Candidates;
  readonly #base: Open;
  /** The one whose edits were tried last: the next piece of work mostly has the same. */
  #last: Open;

  constructor(subject: Subject, limits: Limits) {
    this.#candidates = new Candidates(limits);
    const explored = ended(this.#candidates.explorations.exploreBase(subject));
    const run = explored.kind === 'answered' ? explored.answer.detail : undefined;
    this.#base = opened({ subject, edits: [], run: run ?? [], item: [] });
    this.#last = this.#base;
  }

  /** `item`: the edits, each by its place among those that could be made. */
  answer(item: Item): Tried {
    const from = this.#open(item.slice(0, -1));
    return ended(this.#candidates.tried(from.candidate, editAt(from, item)));
  }

  #open(item: Item): Open {
    if (item.length === 0) return this.#base;
    if (this.#last.candidate.item.join() === item.join()) return this.#last;
    const from = this.#open(item.slice(0, -1));
    const edit = editAt(from, item);
    const tried = ended(this.#candidates.tried(from.candidate, edit));
    const run = tried.kind === 'answered' ? tried.answer.detail : undefined;
    if (run === undefined) throw new Error(`${item.join()} does not fail`);
    const subject = editedSubject(from.candidate, edit);
    this.#last = opened({ subject, edits: [...from.candidate.edits, edit], run, item });
    return this.#last;
  }
}

function opened(candidate: Candidate): Open {
  return { candidate, edits: editsFor(candidate) };
}

function editAt({ edits }: Open, item: Item): Edit<Repair> {
  const edit = edits[item.at(-1) ?? -1];
  if (edit === undefined) throw new Error(`there is no candidate ${item.join()}`);
  return edit;
}
