// A second pair of hands for a load-bearing report: in another thread, over the same texts, it explores those
// mutants that the report hands to it.
import type { Limits, Numbered } from '@racewalk/simulator';
import { applied, type Subject } from '../edits/apply.ts';
import type { Edit, Removal } from '../edits/edit.ts';
import { removalsOf } from '../edits/enumerate.ts';
import { type Answer, Explorations } from '../edits/exploration.ts';
import type { Item } from '../sharing/shared-work.ts';
import { brokenIn } from './change.ts';
import type { Lost } from './report.ts';

/** What a helper found out, as data that can be cloned. */
export type HelpersAnswer =
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | {
      readonly kind: 'answered';
      readonly answer: Answer<readonly Lost[]>;
      /** Its program, in the numbers of this helper. */
      readonly program: Numbered;
    };

export class MutantHelper {
  readonly #subject: Subject;
  readonly #edits: readonly Edit<Removal>[];
  readonly #explorations: Explorations<readonly Lost[]>;

  constructor(subject: Subject, limits: Limits) {
    const { analysis, scenario, variant } = subject;
    const { program } = analysis.compile(scenario, variant);
    const { name } = analysis.scenarios[scenario] ?? { name: '' };
    this.#subject = subject;
    this.#edits = program === undefined ? [] : removalsOf(subject, program);
    this.#explorations = new Explorations(limits, (found) => brokenIn(found, name));
    // Its setup is what most mutants begin with.
    this.#explorations.compile(subject);
  }

  /** `item`: indices of removals, in the order of `removalsOf()`. */
  answer(item: Item): HelpersAnswer {
    const edits = item.flatMap((at) => this.#edits[at] ?? []);
    const work = this.#explorations.explore(applied(this.#subject, edits, 'edited'));
    for (;;) {
      const { value, done } = work.next();
      if (done !== true) continue;
      if (value.kind === 'failed') return value;
      const program = this.#explorations.identities.numbered(value.identity);
      return { kind: 'answered', answer: value.answer, program };
    }
  }
}
