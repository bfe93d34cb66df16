// A second pair of hands for a load-bearing report: in another thread, over the same texts, it explores those
// mutants that the report hands to it.
import type { Limits, Numbered } from '@racewalk/simulator';
import { applied, type Subject } from '../edits/apply.ts';
import { changedBy, type Edit, type Removal } from '../edits/edit.ts';
import { removalsOf } from '../edits/enumerate.ts';
import { type Answer, Explorations, ended, type ProgramName } from '../edits/exploration.ts';
import type { Item } from '../sharing/shared-work.ts';
import { brokenIn } from './change.ts';
import type { Lost } from './report.ts';

/** What a helper found out, as data that can be cloned. */
export type HelpersAnswer =
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | {
      readonly kind: 'answered';
      readonly answer: Answer<readonly Lost[]>;
      /** The key of its program, in the numbers of this helper. */
      readonly program: Numbered;
      readonly name: Pick<ProgramName, 'part' | 'print'>;
    };

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
  answer(item: Item): HelpersAnswer {
    const edits = item.flatMap((at) => this.#edits[at] ?? []);
    const subject = applied(this.#subject, edits, 'edited');
    const found = ended(this.#explorations.explore(subject, changedBy(edits)));
    if (found.kind === 'failed') return found;
    const { answer, program: name } = found;
    const program = this.#explorations.identities.numbered(name.key);
    return { kind: 'answered', answer, program, name };
  }
}
