// Is doing it twice harmless? Every call of some kinds of work that a run comes to is done once more by
// another thread, with the same arguments, at every later moment; what held before and breaks then
// is the answer.
import {
  type Limits,
  type Outcome,
  type Program,
  type Run,
  type SearchOptions,
  startSearch,
} from '@racewalk/simulator';
import { doneAgain } from './repeat.ts';

/** A property that held and breaks where the work is done again. */
export interface Harm {
  readonly property: string;
  /** Steps of the run that shows it. */
  readonly steps: number;
  /** A run of `program`. */
  readonly program: Program;
  readonly run: Run;
}

export interface Repetition {
  readonly work: string;
  readonly function: string;
  /**
   * harmless: no property that held breaks; harmful: some do; undecided: a limit was reached before
   * one did; not asked: the call has no steps of its own.
   */
  readonly answer: 'harmless' | 'harmful' | 'undecided' | 'not asked';
  readonly harms: readonly Harm[];
}

export interface RepetitionSearch {
  advance(expansions: number): boolean;
  /** Only after `advance` has said true: one for each function whose calls were asked about. */
  repetitions(): readonly Repetition[];
}

/**
 * `program` has marks that count, `marks` are those to ask about, and `broken` the properties that
 * break anyway.
 */
export function startRepetitions(
  program: Program,
  asked: { readonly marks: readonly number[]; readonly broken: ReadonlySet<string> },
  limits: Limits,
  options: SearchOptions = {},
): RepetitionSearch {
  const { broken } = asked;
  const found: { readonly mark: number; readonly again: Program | undefined; outcome?: Outcome }[] =
    asked.marks.map((mark) => ({ mark, again: doneAgain(program, mark) }));
  const open = found.filter(({ again }) => again !== undefined);
  let search: ReturnType<typeof startSearch> | undefined;
  let at = 0;
  return {
    advance(expansions) {
      const one = open[at];
      if (one?.again === undefined) return true;
      search ??= startSearch(one.again, limits, options);
      if (!search.advance(expansions)) return false;
      one.outcome = search.outcome();
      search = undefined;
      at++;
      return at === open.length;
    },
    repetitions: () => gathered(program, found, broken),
  };
}

interface Asked {
  readonly mark: number;
  readonly again: Program | undefined;
  readonly outcome?: Outcome;
}

/** All calls of a function together: one that harms is enough. */
function gathered(
  program: Program,
  asked: readonly Asked[],
  broken: ReadonlySet<string>,
): readonly Repetition[] {
  const byFunction = new Map<string, Asked[]>();
  for (const one of asked) {
    const key = functionAt(program, one.mark);
    byFunction.set(key, [...(byFunction.get(key) ?? []), one]);
  }
  return [...byFunction].map(([name, calls]) => {
    const harms = leastHarms(calls.flatMap((call) => harmsOf(call, broken)));
    const mark = program.code[calls[0]?.mark ?? 0];
    const work = mark?.op === 'mark' ? (mark.count ?? '') : '';
    return { work, function: name, answer: answerOf(calls, harms), harms };
  });
}

function answerOf(calls: readonly Asked[], harms: readonly Harm[]): Repetition['answer'] {
  if (harms.length > 0) return 'harmful';
  if (calls.some(({ again }) => again === undefined)) return 'not asked';
  const isKnown = calls.every(({ outcome }) => outcome?.bounds.length === 0);
  return isKnown ? 'harmless' : 'undecided';
}

function harmsOf({ again, outcome }: Asked, broken: ReadonlySet<string>): readonly Harm[] {
  if (again === undefined || outcome === undefined) return [];
  return outcome.violations.flatMap(({ property, run }) => {
    const name = again.properties[property]?.name ?? '';
    return broken.has(name) ? [] : [{ property: name, steps: run.length, program: again, run }];
  });
}

/** Of each property the shortest run. */
function leastHarms(harms: readonly Harm[]): readonly Harm[] {
  const least = new Map<string, Harm>();
  for (const harm of harms) {
    const known = least.get(harm.property);
    if (known === undefined || harm.steps < known.steps) least.set(harm.property, harm);
  }
  return [...least.values()];
}

function functionAt(program: Program, mark: number): string {
  const frame = program.code[mark]?.site.frame ?? 0;
  return program.frames[frame]?.name ?? '';
}
