// Explores edited variants. Equal programs share one answer, and a program is explored once. What is kept of it is
// small: there are hundreds of them.
import { type CheckedVariant, type Prepared, prepare } from '@racewalk/checker';
import { type Analysis, SetupRuns } from '@racewalk/language';
import {
  Identities,
  type Limits,
  type Outcome,
  type Program,
  startSearch,
} from '@racewalk/simulator';
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
      /** Whether it is the first of equal ones; else the answer is another's. */
      readonly isNew: boolean;
    };

/** What was found in a program, before anything is judged or drawn. */
export interface Found {
  readonly program: Program;
  readonly outcome: Outcome;
  /** Its variant, as `placeText()` names it. */
  readonly report: Pick<CheckedVariant['report'], 'name' | 'profile'>;
}

/** The variant that is edited, with all that a check of it says. */
export type Base<Detail> =
  | Extract<Explored<Detail>, { kind: 'failed' }>
  | (Extract<Explored<Detail>, { kind: 'answered' }> & { readonly checked: CheckedVariant });

export class Explorations<Detail> {
  readonly #known = new Map<string, Answer<Detail>>();
  readonly identities = new Identities();
  readonly #setups = new SetupRuns();
  readonly #limits: Limits;
  readonly #detailOf: (found: Found) => Detail;
  #states = 0;

  /** `detailOf`: what is kept of a program beyond its verdict. */
  constructor(limits: Limits, detailOf: (found: Found) => Detail) {
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
    const identity = this.identities.keyOf(prepared.program);
    const known = this.#known.get(identity);
    if (known !== undefined) return { kind: 'answered', answer: known, identity, isNew: false };
    const outcome = yield* this.#outcomeOf(prepared);
    const answer = this.#answered(subject, prepared, outcome, identity);
    return { kind: 'answered', answer, identity, isNew: true };
  }

  /** The variant that is then edited: the first that is explored. */
  *exploreBase(subject: Subject): Sliced<Base<Detail>> {
    const prepared = this.compile(subject);
    if (prepared.kind === 'failed') return failure(subject.analysis, prepared);
    const identity = this.identities.keyOf(prepared.program);
    const outcome = yield* this.#outcomeOf(prepared);
    const answer = this.#answered(subject, prepared, outcome, identity);
    const checked = prepared.judged({ engine: undefined, outcome, notes: [], limits: [] });
    return { kind: 'answered', answer, identity, isNew: true, checked };
  }

  *#outcomeOf({ program }: Ready): Sliced<Outcome> {
    const search = startSearch(program, this.#limits);
    for (let before = 0; !search.advance(slice); ) {
      const { states } = search.progress();
      yield Math.max(0, states - before);
      before = states;
    }
    return search.outcome();
  }

  #answered(
    { analysis, scenario, variant }: Subject,
    { program }: Ready,
    outcome: Outcome,
    identity: string,
  ): Answer<Detail> {
    this.#states += outcome.states;
    const { name = '', release = '' } = analysis.scenarios[scenario]?.variants[variant] ?? {};
    const answer = {
      violated: new Set(
        outcome.violations.map(({ property }) => program.properties[property]?.name ?? ''),
      ),
      bounds: outcome.bounds.map(({ text }) => text),
      states: outcome.states,
      detail: this.#detailOf({ program, outcome, report: { name, profile: release } }),
    };
    this.#known.set(identity, answer);
    return answer;
  }
}

type Ready = Extract<Prepared, { kind: 'ready' }>;

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
