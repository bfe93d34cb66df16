// Every bound of a search, with its default and the reason for it. Reaching one is told in the
// Outcome as a Bound, never passed over.
import { assert } from './assert.ts';
import type { Bound } from './outcome.ts';

export interface Limits {
  /** Distinct states. Five millions take some seconds and fit the default memory. */
  readonly states_max: number;
  /**
   * Bytes held by a search. 1 GiB leaves an editor's machine usable; typed arrays end below 2 GiB.
   */
  readonly memory_max: number;
  /** Instructions inside one step. A step has no other thread in it, so a loop there never ends. */
  readonly local_instructions_max: number;
  /** Combinations of choose, any and allocate inside one step. More is a mistyped `any`. */
  readonly choices_max: number;
  /**
   * States up to which complete runs are counted: above, the edges would cost more than the states.
   */
  readonly interleavings_states_max: number;
  /**
   * States that are explored in full before interleavings are left out: as many as are counted, and
   * seen in less than a second.
   */
  readonly unreduced_states_max: number;
  /**
   * (state, running thread) pairs seen while looking for the run with the fewest context switches.
   */
  readonly counterexample_states_max: number;
  /** Distinct final outcomes of the observations: nobody reads more rows than this. */
  readonly outcomes_max: number;
}

export const defaultLimits: Limits = {
  states_max: 5_000_000,
  memory_max: 2 ** 30,
  local_instructions_max: 100_000,
  choices_max: 4096,
  interleavings_states_max: 1_000_000,
  unreduced_states_max: 1_000_000,
  counterexample_states_max: 10_000_000,
  outcomes_max: 4096,
};

/** Above this a typed array index or a state number could leave 32 bits. */
const hardMemory = 2 ** 31 - 1;

/** The defaults, with what `overrides` names replaced. */
export function limitsWith(overrides: Partial<Limits>): Limits {
  const limits = { ...defaultLimits, ...overrides };
  for (const [name, value] of Object.entries(limits)) {
    assert(Number.isSafeInteger(value) && value > 0, `limit ${name} is a positive integer`);
  }
  assert(limits.memory_max <= hardMemory, 'memory_max stays below 2 GiB');
  assert(limits.states_max < 2 ** 30, 'states_max stays below 2^30');
  return limits;
}

const units: Readonly<Record<keyof Limits, string>> = {
  states_max: 'states',
  memory_max: 'bytes',
  local_instructions_max: 'instructions inside one step',
  choices_max: 'choices inside one step',
  interleavings_states_max: 'states for counting interleavings',
  unreduced_states_max: 'states explored in full',
  counterexample_states_max: 'states for the shortest run',
  outcomes_max: 'final outcomes',
};

/** The Bound that says that a limit was reached: "5 000 000 states". */
export function boundOf(limit: keyof Limits, limits: Limits): Bound {
  return { limit, text: `${groupDigits(limits[limit])} ${units[limit]}` };
}

/** 20000000 as "20 000 000". */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
}
