// Explores edited variants. Equal programs share one answer, and a program is explored once.
import { type CheckedVariant, type Prepared, prepare } from '@racewalk/checker';
import type { Analysis } from '@racewalk/language';
import { type Limits, type Outcome, startSearch } from '@racewalk/simulator';
import type { Subject } from './apply.ts';
import { programIdentity } from './identity.ts';

/** Work in slices: each step says how many states it has looked at. */
export type Sliced<Result> = Generator<number, Result, void>;

/** States between two moments at which the caller may stop. */
const slice = 2048;

export interface Answer {
  readonly checked: CheckedVariant;
  readonly outcome: Outcome;
  /** Names of the properties that break. */
  readonly violated: ReadonlySet<string>;
  /** Was everything explored? */
  readonly complete: boolean;
}

export type Explored =
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | {
      readonly kind: 'answered';
      readonly answer: Answer;
      readonly identity: string;
      readonly isNew: boolean;
    };

export class Explorations {
  readonly #known = new Map<string, Answer>();
  readonly #limits: Limits;
  #states = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Programs explored so far, and all their states. */
  get size(): { readonly programs: number; readonly states: number } {
    return { programs: this.#known.size, states: this.#states };
  }

  *explore({ analysis, scenario, variant }: Subject): Sliced<Explored> {
    const prepared = prepare(analysis, scenario, variant);
    if (prepared.kind === 'failed') return failure(analysis, prepared);
    const identity = programIdentity(prepared.program);
    const known = this.#known.get(identity);
    if (known !== undefined) return { kind: 'answered', answer: known, identity, isNew: false };
    const search = startSearch(prepared.program, this.#limits);
    for (let before = 0; !search.advance(slice); ) {
      const { states } = search.progress();
      yield states - before;
      before = states;
    }
    const outcome = search.outcome();
    this.#states += outcome.states;
    const checked = prepared.judged({ engine: undefined, outcome, notes: [], limits: [] });
    const { properties } = prepared.program;
    const violated = new Set(
      outcome.violations.map(({ property }) => properties[property]?.name ?? ''),
    );
    const answer = { checked, outcome, violated, complete: outcome.bounds.length === 0 };
    this.#known.set(identity, answer);
    return { kind: 'answered', answer, identity, isNew: true };
  }
}

function failure(
  analysis: Analysis,
  { checked }: Extract<Prepared, { kind: 'failed' }>,
): Extract<Explored, { kind: 'failed' }> {
  const all = [...checked.diagnostics, ...analysis.diagnostics];
  const first = all.find(({ severity }) => severity === 'error');
  return { kind: 'failed', code: first?.code ?? '', message: first?.message ?? 'does not compile' };
}
