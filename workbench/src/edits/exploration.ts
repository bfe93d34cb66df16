// Explores edited variants. Equal programs share one answer, and a program is explored once. What is kept of it is
// small: there are hundreds of them.
import { type CheckedVariant, type Prepared, prepare } from '@racewalk/checker';
import { type Analysis, SetupRuns } from '@racewalk/language';
import { Identities, type Limits, startSearch } from '@racewalk/simulator';
import type { Subject } from './apply.ts';

/** Work in slices: each step says how many states it has looked at. */
export type Sliced<Result> = Generator<number, Result, void>;

/** States between two moments at which the caller may stop. */
const slice = 2048;

export interface Answer<Detail> {
  /** Names of the properties that break. */
  readonly violated: ReadonlySet<string>;
  /** Why not everything was explored, in words; empty: everything was. */
  readonly bounds: readonly string[];
  readonly states: number;
  readonly detail: Detail;
}

export type Explored<Detail> =
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | {
      readonly kind: 'answered';
      readonly answer: Answer<Detail>;
      /** Equal for equal programs. */
      readonly identity: string;
      /** With its program, for the first of equal ones; undefined where the answer is another's. */
      readonly checked: CheckedVariant | undefined;
    };

export class Explorations<Detail> {
  readonly #known = new Map<string, Answer<Detail>>();
  readonly identities = new Identities();
  readonly #setups = new SetupRuns();
  readonly #limits: Limits;
  readonly #detailOf: (checked: CheckedVariant) => Detail;
  #states = 0;

  /** `detailOf`: what is kept of a program beyond its verdict. */
  constructor(limits: Limits, detailOf: (checked: CheckedVariant) => Detail) {
    this.#limits = limits;
    this.#detailOf = detailOf;
  }

  /** Programs explored so far, and all their states. */
  get size(): { readonly programs: number; readonly states: number } {
    return { programs: this.#known.size, states: this.#states };
  }

  /** As exploring it would begin. */
  compile({ analysis, scenario, variant }: Subject): Prepared {
    return prepare(withSetups(analysis, this.#setups), scenario, variant);
  }

  *explore(subject: Subject): Sliced<Explored<Detail>> {
    const prepared = this.compile(subject);
    if (prepared.kind === 'failed') return failure(subject.analysis, prepared);
    const { program } = prepared;
    const identity = this.identities.keyOf(program);
    const known = this.#known.get(identity);
    if (known !== undefined)
      return { kind: 'answered', answer: known, identity, checked: undefined };
    const search = startSearch(program, this.#limits);
    for (let before = 0; !search.advance(slice); ) {
      const { states } = search.progress();
      yield Math.max(0, states - before);
      before = states;
    }
    const outcome = search.outcome();
    this.#states += outcome.states;
    const checked = prepared.judged({ engine: undefined, outcome, notes: [], limits: [] });
    const answer = {
      violated: new Set(
        outcome.violations.map(({ property }) => program.properties[property]?.name ?? ''),
      ),
      bounds: outcome.bounds.map(({ text }) => text),
      states: outcome.states,
      detail: this.#detailOf(checked),
    };
    this.#known.set(identity, answer);
    return { kind: 'answered', answer, identity, checked };
  }
}

/** The analysis, whose compiler runs no setup twice. */
export function withSetups(analysis: Analysis, setups: SetupRuns): Analysis {
  return {
    ...analysis,
    compile: (scenario, variant, options) =>
      analysis.compile(scenario, variant, { ...options, setups }),
  };
}

function failure(
  analysis: Analysis,
  { checked }: Extract<Prepared, { kind: 'failed' }>,
): Extract<Explored<never>, { kind: 'failed' }> {
  const all = [...checked.diagnostics, ...analysis.diagnostics];
  const first = all.find(({ severity }) => severity === 'error');
  return { kind: 'failed', code: first?.code ?? '', message: first?.message ?? 'does not compile' };
}
