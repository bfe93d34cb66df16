// Searches that give way between slices, so that a client can ask and cancel meanwhile.
import {
  type Causes,
  type Outcome,
  type Program,
  type Run,
  startCauses,
  startSearch,
} from '@racewalk/simulator';
import { type DebugHost, sliceMilliseconds } from '../host.ts';
import { Refused } from '../refused.ts';

export interface Searching {
  readonly host: DebugHost;
  readonly maxStates: number;
  isCancelled(): boolean;
  /** Told now and then: how many states have been seen. */
  progress(states: number): void;
}

/** What the whole search of a variant finds. */
export async function searchAll(
  program: Program,
  searching: Searching,
): Promise<Outcome | Refused> {
  const search = startSearch(program, { states_max: searching.maxStates });
  return (await drive(search, searching)) ? search.outcome() : cancelled();
}

/** The distinct causes of a broken property. */
export async function findCauses(
  program: Program,
  property: number,
  searching: Searching,
): Promise<Causes | Refused> {
  const search = startCauses(program, property);
  return (await drive(search, searching)) ? search.causes() : cancelled();
}

/** A run to a state in which the first witness of the program holds; undefined: none was found. */
export async function findWitness(
  program: Program,
  searching: Searching,
): Promise<{ readonly run: Run | undefined; readonly complete: boolean } | Refused> {
  const search = startSearch(program, { states_max: searching.maxStates });
  if (!(await drive(search, searching))) return cancelled();
  const { witnesses, bounds } = search.outcome();
  return { run: witnesses[0]?.run, complete: bounds.length === 0 };
}

function cancelled(): Refused {
  return new Refused('the search was cancelled');
}

interface Sliced {
  advance(expansions: number): boolean;
  progress(): { readonly states: number };
}

/** False: it was cancelled. */
async function drive(work: Sliced, { host, isCancelled, progress }: Searching): Promise<boolean> {
  let slice = 500;
  for (let begun = host.now(); !work.advance(slice); begun = host.now()) {
    const took = host.now() - begun;
    if (took < sliceMilliseconds / 2) slice *= 2;
    else if (took > sliceMilliseconds * 2) slice = Math.max(1, Math.floor(slice / 2));
    progress(work.progress().states);
    await host.pause();
    if (isCancelled()) return false;
  }
  return true;
}
