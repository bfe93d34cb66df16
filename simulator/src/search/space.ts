// What an exploration gives to those who come after it: the states, how they were reached, and
// what was found among them.

import type { Edges } from '../edges.ts';
import type { Fragments } from '../fragments.ts';
import { boundOf, type Limits } from '../limits.ts';
import type { Bound } from '../outcome.ts';
import type { Program } from '../program.ts';
import type { Stepper } from '../stepper.ts';

/** The end of a run: a state, or a step out of it. */
export interface Finding {
  readonly state: number;
  /** -1: the state itself is meant. */
  readonly thread: number;
  readonly choice: number;
}

export interface FoundOutcome {
  readonly values: readonly number[];
  readonly finding: Finding;
}

/** States are numbered in the order of their discovery, breadth first; 0 is the initial one. */
export interface StateSpace {
  readonly program: Program;
  readonly limits: Limits;
  readonly stepper: Stepper;
  readonly fragments: Fragments;
  readonly findings: ReadonlyMap<number, Finding>;
  readonly outcomes: ReadonlyMap<string, FoundOutcome>;
  readonly witnesses: readonly (Finding | undefined)[];
  readonly bounds: ReadonlyMap<string, Bound>;
  /** The edges, while and as far as they are wanted, and why they are not. */
  readonly edges: Edges | undefined;
  readonly edgesDropped: string;
  readonly finished: boolean;
  readonly states: number;
  readonly transitions: number;
  /** The last place in the schedule where the scheduled thread could not move; -1: none. */
  readonly stuckAt: number;
  /** Some run follows the schedule to its end, or ends inside it. */
  readonly followed: boolean;
  /** Works on, through about so many states; the number of those done. */
  advance(expansions: number): number;
  /** States that were found and not yet expanded. */
  frontier(): number;
  bytes(): number;
  /** Longest distance of a state found so far. */
  depthReached(): number;
  dropEdges(why: string): void;
  /** Lets go of threads; nothing is explored afterwards. */
  close?(): void;
  /** Copies a state into `words`. */
  readState(number: number, words: Int32Array): void;
  /**
   * Replaces a state by the one that stands for it: only those are in here, and a step leads to the
   * representative of the state it leads to. Undefined: every state stands for itself.
   */
  readonly representative?: ((words: Int32Array) => void) | undefined;
  /** The state from which this one was first reached; -1 for the initial one. */
  parentOf(number: number): number;
}

export function poolBound(program: Program, pool: number): Bound {
  const { name, members } = program.pools[pool]!;
  return { limit: `pool ${name}`, text: `pool ${name}: ${members.length} objects` };
}

/** Why edges of so many bytes are no longer kept beside all the others; undefined: they are. */
export function reasonToDropEdges(
  limits: Limits,
  { states, others, edges }: { states: number; others: number; edges: number },
): string | undefined {
  if (states > limits.interleavings_states_max) {
    return `more than ${boundOf('interleavings_states_max', limits).text.split(' states')[0]} states`;
  }
  // Counting takes about as much again as the edges do.
  return others + edges * 2 > limits.memory_max ? 'no memory left for it' : undefined;
}
