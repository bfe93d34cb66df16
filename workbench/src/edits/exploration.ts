// Explores edited variants. Equal programs share one answer, and a program is explored once. What is kept of it is
// small: there are hundreds of them.
import { type CheckedVariant, type Prepared, prepare } from '@racewalk/checker';
import {
  type Analysis,
  type CompileOptions,
  metStandIns,
  SetupRuns,
  type StandIns,
  standInProperty,
} from '@racewalk/language';
import {
  Identities,
  type Limits,
  type Outcome,
  type Pc,
  type Program,
  runsPrint,
  startSearch,
} from '@racewalk/simulator';
import type { Subject } from './apply.ts';
import { partName, Unchanged } from './unchanged.ts';

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

/** What tells a program from others. */
export interface ProgramName {
  /** Among programs of the same part, equal for equal programs alone. */
  readonly key: string;
  /** Functions that may differ from those of the variant: what they cannot reach was not lowered. Empty: all was. */
  readonly part: string;
  /** Equal for equal programs, whatever was lowered of them; others may have it, too. */
  readonly print: string;
}

export type Explored<Detail> =
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | {
      readonly kind: 'answered';
      readonly answer: Answer<Detail>;
      readonly program: ProgramName;
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

interface Known<Detail> {
  readonly answer: Answer<Detail>;
  readonly program: ProgramName;
}

interface Searched {
  readonly outcome: Outcome;
  /** Undefined where the search does not know. */
  readonly ran: ReadonlySet<Pc> | undefined;
}

const nothing: ReadonlySet<string> = new Set();
/** Programs that are tried with more and more lowered, before all is. */
const roundsMax = 3;

export class Explorations<Detail> {
  readonly #known = new Map<string, Known<Detail>>();
  readonly identities = new Identities();
  readonly #setups = new SetupRuns();
  readonly #limits: Limits;
  readonly #detailOf: (found: Found) => Detail;
  #unchanged: Unchanged | undefined;

  /** `detailOf`: what is kept of a program beyond its verdict. */
  constructor(limits: Limits, detailOf: (found: Found) => Detail) {
    this.#limits = limits;
    this.#detailOf = detailOf;
  }

  /** The key of the whole program; undefined where there is none. */
  wholeKey(subject: Subject): string {
    const prepared = this.#compile(subject, undefined);
    return prepared.kind === 'failed' ? '' : this.identities.keyOf(prepared.program);
  }

  /** `changing`: the functions in which the subject differs from the base. */
  *explore(subject: Subject, changing: ReadonlySet<string> = nothing): Sliced<Explored<Detail>> {
    const standIns = changing.size === 0 ? undefined : this.#unchanged?.standIns(changing);
    const prepared = this.#compile(subject, standIns);
    if (prepared.kind === 'failed') {
      // What is lowered in part may fail by itself, and tells not all that is wrong.
      if (standIns !== undefined) return yield* this.explore(subject);
      return failure(subject.analysis, prepared);
    }
    const part = isPart(prepared.program) ? partName(changing) : '';
    const key = this.identities.keyOf(prepared.program);
    const known = this.#known.get(`${part}\n${key}`);
    if (known !== undefined) return { kind: 'answered', ...known };
    const answered = yield* this.#answerOf(subject, prepared, standIns);
    if (answered !== undefined)
      return this.#keep(answered.answer, { key, part, print: answered.print });
    const whole = yield* this.explore(subject);
    if (whole.kind === 'failed') return whole;
    return this.#keep(whole.answer, { ...whole.program, key, part });
  }

  /** Undefined where the whole program has to be explored. */
  *#answerOf(
    subject: Subject,
    first: Ready,
    standIns: StandIns | undefined,
  ): Sliced<{ readonly answer: Answer<Detail>; readonly print: string } | undefined> {
    const lowered = new Set<number>();
    for (let prepared: Prepared = first, round = 0; round < roundsMax; round++) {
      if (prepared.kind === 'failed') return undefined;
      const { program } = prepared;
      const searched = yield* this.#search(prepared);
      const { outcome, ran } = searched;
      const met = isPart(program) && ran !== undefined ? metStandIns(program, ran) : [];
      const isUnknown = outcome.bounds.length > 0 || ran === undefined;
      if (isPart(program) && isUnknown) return undefined;
      if (met.length === 0) {
        if (breaksStandIn(program, outcome)) return undefined;
        const answer = this.#answered(subject, prepared, outcome);
        return { answer, print: printOf(prepared, searched) };
      }
      for (const number of met) lowered.add(number);
      prepared = this.#compile(subject, standIns, lowered);
    }
    return undefined;
  }

  /** The variant that is then edited: the first that is explored. */
  *exploreBase(subject: Subject): Sliced<Base<Detail>> {
    const prepared = this.#compile(subject, undefined);
    if (prepared.kind === 'failed') return failure(subject.analysis, prepared);
    const key = this.identities.keyOf(prepared.program);
    const searched = yield* this.#search(prepared);
    const { outcome, ran } = searched;
    const answer = this.#answered(subject, prepared, outcome);
    if (outcome.bounds.length === 0 && ran !== undefined)
      this.#unchanged = new Unchanged(subject, prepared.program, ran);
    const checked = prepared.judged({ engine: undefined, outcome, notes: [], limits: [] });
    const name = { key, part: '', print: printOf(prepared, searched) };
    return { ...this.#keep(answer, name), checked };
  }

  #compile(
    { analysis, scenario, variant }: Subject,
    standIns: StandIns | undefined,
    lowered: ReadonlySet<number> = new Set(),
  ): Prepared {
    const options = { setups: this.#setups, standIns, lowered };
    return prepare(withOptions(analysis, options), scenario, variant);
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

  #keep(
    answer: Answer<Detail>,
    program: ProgramName,
  ): Extract<Explored<Detail>, { kind: 'answered' }> {
    this.#known.set(`${program.part}\n${program.key}`, { answer, program });
    return { kind: 'answered', answer, program };
  }
}

type Ready = Extract<Prepared, { kind: 'ready' }>;

function isPart({ properties }: Program): boolean {
  return properties.at(-1)?.name === standInProperty;
}

function breaksStandIn({ properties }: Program, { violations }: Outcome): boolean {
  return violations.some(({ property }) => properties[property]?.name === standInProperty);
}

function printOf({ program }: Ready, { outcome, ran }: Searched): string {
  const { states, transitions, depth } = outcome;
  return ran === undefined
    ? 'not interpreted'
    : [states, transitions, depth, runsPrint(program, ran)].join(' ');
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
