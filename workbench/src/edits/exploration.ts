// Explores edited variants. Equal programs share one answer, and a program is explored once. What no run of the variant
// begins is not lowered again, unless a run of an edited one comes to it. What is kept of a program is small: there are
// hundreds of them.
import { type CheckedVariant, type Prepared, prepare } from '@racewalk/checker';
import {
  type Analysis,
  type CompileOptions,
  metStandIns,
  SetupRuns,
  StandIns,
  StatementRecorder,
  standInProperty,
} from '@racewalk/language';
import {
  type Limits,
  type Outcome,
  type Pc,
  type Program,
  programIdentity,
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
      /** Of its program, as `programIdentity()` has it: equal keys mean equal runs. */
      readonly key: string;
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

/** What is known of a program: its answer, or the stand-ins that runs of it meet. */
type Known<Detail> =
  | Extract<Explored<Detail>, { kind: 'answered' }>
  | { readonly kind: 'met'; readonly numbers: readonly number[] }
  | { readonly kind: 'unknown' };

interface Searched {
  readonly outcome: Outcome;
  /** Undefined where the search does not know. */
  readonly ran: ReadonlySet<Pc> | undefined;
}

/** Programs that are tried with more and more lowered, before all is. */
const roundsMax = 3;

export class Explorations<Detail> {
  readonly #programs = new Map<string, Known<Detail>>();
  readonly #limits: Limits;
  readonly #detailOf: (found: Found) => Detail;
  readonly #wholeSetups = new SetupRuns();
  readonly #setups = new SetupRuns();
  /** For what no run of the base begins. */
  #standIns: StandIns | undefined;

  /** `detailOf`: what is kept of a program beyond its verdict. */
  constructor(limits: Limits, detailOf: (found: Found) => Detail) {
    this.#limits = limits;
    this.#detailOf = detailOf;
  }

  /** The variant that is then edited: the first that is explored. */
  *exploreBase(subject: Subject): Sliced<Base<Detail>> {
    const statements = new StatementRecorder();
    const prepared = compiled(subject, { setups: this.#wholeSetups, statements });
    if (prepared.kind === 'failed') return failure(subject.analysis, prepared);
    const { outcome, ran } = yield* this.#search(prepared);
    const answer = this.#answered(subject, prepared, outcome);
    if (outcome.bounds.length === 0 && ran !== undefined)
      this.#standIns = new StandIns(statements, prepared.program, ran);
    const checked = prepared.judged({ engine: undefined, outcome, notes: [], limits: [] });
    const whole = programIdentity(prepared.program);
    // Lowered in part it has another key: that of all edits that change no run.
    const part = this.#lowered(subject, new Set());
    const key = part.kind === 'failed' ? whole : programIdentity(part.program);
    const known = { kind: 'answered', answer, key } as const;
    for (const one of [whole, key]) this.#programs.set(one, known);
    return { ...known, checked };
  }

  *explore(subject: Subject): Sliced<Explored<Detail>> {
    const lowered = new Set<number>();
    for (let round = 0; round < roundsMax && this.#standIns !== undefined; round++) {
      const prepared = this.#lowered(subject, lowered);
      const { doubtful, hidesChange } = prepared;
      if (prepared.kind === 'failed') {
        if (doubtful.length === 0) return failure(subject.analysis, prepared);
        for (const number of doubtful) lowered.add(number);
        continue;
      }
      // Where nothing of the edit was lowered, the whole tells whether it compiles.
      const whole = hidesChange ? compiled(subject, { setups: this.#wholeSetups }) : prepared;
      if (whole.kind === 'failed') return failure(subject.analysis, whole);
      const known = yield* this.#known(subject, prepared);
      if (known.kind === 'answered') return known;
      if (known.kind === 'unknown') break;
      for (const number of known.numbers) lowered.add(number);
    }
    const prepared = compiled(subject, { setups: this.#wholeSetups });
    if (prepared.kind === 'failed') return failure(subject.analysis, prepared);
    const known = yield* this.#known(subject, prepared);
    if (known.kind !== 'answered') throw new Error('assertion failed: nothing stands in');
    return known;
  }

  /** Lowers what some run may begin, and what stands there besides by number. */
  #lowered(subject: Subject, lowered: ReadonlySet<number>): Prepared {
    return compiled(subject, { setups: this.#setups, standIns: this.#standIns, lowered });
  }

  *#known(subject: Subject, prepared: Ready): Sliced<Known<Detail>> {
    const key = programIdentity(prepared.program);
    const known = this.#programs.get(key) ?? (yield* this.#found(subject, prepared, key));
    this.#programs.set(key, known);
    return known;
  }

  *#found(subject: Subject, prepared: Ready, key: string): Sliced<Known<Detail>> {
    const { program } = prepared;
    const { outcome, ran } = yield* this.#search(prepared);
    if (isPart(program)) {
      if (outcome.bounds.length > 0 || ran === undefined) return { kind: 'unknown' };
      const numbers = metStandIns(program, ran);
      if (numbers.length > 0) return { kind: 'met', numbers };
      if (breaksStandIn(program, outcome)) return { kind: 'unknown' };
    }
    return { kind: 'answered', answer: this.#answered(subject, prepared, outcome), key };
  }

  *#search({ program }: Ready): Sliced<Searched> {
    const search = startSearch(program, this.#limits);
    for (let before = 0; !search.advance(slice); ) {
      const { states } = search.progress();
      yield Math.max(0, states - before);
      before = states;
    }
    return { outcome: search.outcome(), ran: search.ran() };
  }

  #answered(
    { analysis, scenario, variant }: Subject,
    { program }: Ready,
    outcome: Outcome,
  ): Answer<Detail> {
    const { name = '', release = '' } = analysis.scenarios[scenario]?.variants[variant] ?? {};
    return {
      violated: new Set(
        outcome.violations.map(({ property }) => program.properties[property]?.name ?? ''),
      ),
      bounds: outcome.bounds.map(({ text }) => text),
      states: outcome.states,
      detail: this.#detailOf({ program, outcome, report: { name, profile: release } }),
    };
  }
}

type Ready = Extract<Prepared, { kind: 'ready' }>;

function isPart({ properties }: Program): boolean {
  return properties.at(-1)?.name === standInProperty;
}

function breaksStandIn({ properties }: Program, { violations }: Outcome): boolean {
  return violations.some(({ property }) => properties[property]?.name === standInProperty);
}

function compiled({ analysis, scenario, variant }: Subject, options: CompileOptions): Prepared {
  return prepare(withOptions(analysis, options), scenario, variant);
}

/** The analysis, whose compiler has these options. */
function withOptions(analysis: Analysis, options: CompileOptions): Analysis {
  return {
    ...analysis,
    compile: (scenario, variant, own) =>
      analysis.compile(scenario, variant, { ...own, ...options }),
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

/** Does work to its end, where nobody wants to stop it. */
export function ended<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const { value, done } = work.next();
    if (done === true) return value;
  }
}
