// What each line of a scenario's functions is for, as data.
import type { VariantReport } from '@racewalk/checker';
import type { Removal } from '../edits/edit.ts';

/** A property that breaks without what was removed, and the shortest run to it. */
export interface Lost {
  readonly property: string;
  readonly message: string;
  readonly steps: number;
  readonly switches: number;
  /** False where a limit stopped the search for the shortest run. */
  readonly shortest: boolean;
  /** The run as CPU columns. */
  readonly run: string;
}

/**
 * needed: a property breaks without it that holds with it.
 * not needed: everything was explored, and the same properties hold.
 * not judged: the memory model in force does not tell the two apart.
 * not decided: a limit was reached before an answer.
 * not reached: no thread comes to it, over all interleavings.
 * setup: setup does not get through without it.
 * no program: what is left does not compile, as with a value that nothing sets.
 */
export const states = [
  'needed',
  'not needed',
  'not judged',
  'not decided',
  'not reached',
  'setup',
  'no program',
] as const;
export type MutantState = (typeof states)[number];

/** One removal, or two made together. */
export interface MutantReport {
  readonly removals: readonly RemovalReport[];
  readonly state: MutantState;
  /** What is lost, sorted by name; empty unless it is needed. */
  readonly lost: readonly Lost[];
  /** Properties that break in the variant and hold without what was removed. */
  readonly repaired: readonly string[];
  /** Why, in words, where it is not simply the search's answer. */
  readonly why: string | undefined;
  /** States of its program, explored for it or for one that is the same; 0 where none was explored. */
  readonly states: number;
}

export interface RemovalReport {
  readonly kind: Removal;
  /** `mte_sync_tags`, or the thread. */
  readonly function: string;
  readonly sentence: string;
  readonly file: string;
  /** Offsets in that file, and its line, counted from 1. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/**
 * A declared property that is watched, holds, and may hold for nothing.
 * never asked: no thread comes to a place that checks it. never lost: no removal breaks it.
 */
export interface Vacuous {
  readonly property: string;
  readonly how: 'never asked' | 'never lost';
}

export interface LoadBearingReport {
  readonly scenario: string;
  readonly variant: string;
  /** The release: `v6.2`. */
  readonly profile: string;
  /** The variant itself: what it breaks, and how that is known. */
  readonly verdict: VariantReport['verdict'];
  readonly violated: readonly string[];
  readonly states: number;
  readonly ledger: VariantReport['ledger'];
  readonly singles: readonly MutantReport[];
  readonly pairs: readonly MutantReport[];
  /** Declared properties that are watched, and those of them that no thread comes to a check of. */
  readonly declared: readonly string[];
  readonly unasked: readonly string[];
  /** Empty before the end, and in a shard, which does not know the other answers. */
  readonly vacuous: readonly Vacuous[];
  /** What bounds the report itself: pairs that were left out, a cancelled search. */
  readonly bounds: readonly string[];
  /** How many programs were explored, and the states of all of them; undefined of parts that were joined. */
  readonly explored: { readonly programs: number; readonly states: number } | undefined;
}
