// A second pair of hands for a load-bearing report: in another thread, over the same texts, it explores those
// mutants that the report hands to it.
import type { Limits } from '@racewalk/simulator';
import { applied, type Subject } from '../edits/apply.ts';
import type { Edit, Removal } from '../edits/edit.ts';
import { removalsOf } from '../edits/enumerate.ts';
import { Explorations, type Explored, ended } from '../edits/exploration.ts';
import type { Item } from '../sharing/shared-work.ts';
import { brokenIn } from './change.ts';
import type { Lost } from './report.ts';

export class MutantHelper {
  readonly #subject: Subject;
  readonly #edits: readonly Edit<Removal>[];
  readonly #explorations: Explorations<readonly Lost[]>;

  constructor(subject: Subject, limits: Limits) {
    const { analysis, scenario } = subject;
    const { name } = analysis.scenarios[scenario] ?? { name: '' };
    this.#subject = subject;
    this.#explorations = new Explorations(limits, (found) => brokenIn(found, name));
    // What mutants leave as it is comes from it.
    const base = ended(this.#explorations.exploreBase(subject));
    const program = base.kind === 'answered' ? base.checked.program : undefined;
    this.#edits = program === undefined ? [] : removalsOf(subject, program);
  }

  /** `item`: indices of removals, in the order of `removalsOf()`. */
  answer(item: Item): Explored<readonly Lost[]> {
    const edits = item.flatMap((at) => this.#edits[at] ?? []);
    const subject = applied(this.#subject, edits, 'edited');
    return ended(this.#explorations.explore(subject));
  }
}
