// What a repair search found, as data.
import type { VariantReport } from '@racewalk/checker';
import type { CostsReport } from '../compare/unit-report.ts';
import type { Repair } from '../edits/edit.ts';

export interface RepairEdit {
  readonly kind: Repair;
  readonly function: string;
  readonly sentence: string;
}

/** Edits with which every property holds; no part of them is enough. */
export interface FoundRepair {
  readonly edits: readonly RepairEdit[];
  /** A variant block for the scenario, which expects to pass. */
  readonly variant: string;
  readonly states: number;
  /** As in a row of compare, for the calls that threads make; null where they were not counted. */
  readonly costs: CostsReport | null;
  readonly costsNote: string | null;
}

/** All candidates that use the same kinds of edits. */
export interface Tried {
  /** In order: `['split test and set', 'take a lock']`. */
  readonly kinds: readonly Repair[];
  readonly candidates: number;
  /** Every property holds. */
  readonly hold: number;
  /** A limit was reached before an answer. */
  readonly undecided: number;
  /** Does not compile, or setup does not get through. */
  readonly invalid: number;
}

export interface RepairReport {
  readonly scenario: string;
  readonly variant: string;
  readonly profile: string;
  readonly verdict: VariantReport['verdict'];
  readonly violated: readonly string[];
  readonly ledger: VariantReport['ledger'];
  /** Fewest edits first, of those the cheapest. */
  readonly repairs: readonly FoundRepair[];
  readonly tried: readonly Tried[];
  /** What follows, in words: `no order of one flag bit works: ...`. */
  readonly conclusions: readonly string[];
  /** What bounds the search itself. */
  readonly bounds: readonly string[];
  readonly explored: { readonly programs: number; readonly states: number };
}
