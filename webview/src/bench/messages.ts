// What the editor and the page of the bench say to each other, with a guard for each direction.
import {
  areTexts,
  isIndex,
  isListOf,
  isRecord,
  isTableShown,
  isVerdict,
  type TableShown,
  type Verdict,
} from './table.ts';

/** Which scenario: what a window needs to ask for it again. */
export interface BenchOf {
  readonly uri: string;
  /** 0-based. */
  readonly scenario: number;
  /** Its title; empty: not known. */
  readonly name: string;
}

/** Neighbouring releases with the same answer. */
export interface EraShown {
  readonly releases: string;
  readonly verdict: Verdict;
  readonly words: string;
  /** Functions that have another body from here on. */
  readonly changed: readonly string[];
}

export interface HistoryShown {
  /** The variant that it is of, 0-based. */
  readonly variant: number;
  readonly eras: readonly EraShown[];
  /** `working`: it is explored; `older`: the text has changed since. */
  readonly state: 'current' | 'older' | 'working';
  /** Why there are no releases; empty: there are. */
  readonly text: string;
}

export interface BenchShown {
  readonly which: BenchOf;
  /** Undefined: no row is known yet. */
  readonly table: TableShown | undefined;
  /** How many variants are known of the text as it is; undefined: nobody works on it. */
  readonly working: { readonly done: number; readonly total: number } | undefined;
  /** Why there is no newer table; empty: nothing is in the way. */
  readonly notice: string;
  /** Undefined: not asked yet. */
  readonly history: HistoryShown | undefined;
}

export type ToBench = { readonly kind: 'show'; readonly shown: BenchShown };

export type FromBench =
  | { readonly kind: 'ready' }
  /** A run was pointed at: of this variant, breaking this property. */
  | { readonly kind: 'run'; readonly variant: number; readonly property: string }
  /** A variant was pointed at. */
  | { readonly kind: 'variant'; readonly variant: number }
  | { readonly kind: 'history'; readonly variant: number }
  | { readonly kind: 'again' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'copy' };

export function isToBench(value: unknown): value is ToBench {
  return isRecord(value) && value.kind === 'show' && isBenchShown(value.shown);
}

export function isFromBench(value: unknown): value is FromBench {
  if (!isRecord(value)) return false;
  switch (value.kind) {
    case 'ready':
    case 'again':
    case 'cancel':
    case 'copy':
      return true;
    case 'variant':
    case 'history':
      return isIndex(value.variant);
    case 'run':
      return isIndex(value.variant) && typeof value.property === 'string';
    default:
      return false;
  }
}

export function isBenchOf(value: unknown): value is BenchOf {
  return (
    isRecord(value) &&
    typeof value.uri === 'string' &&
    isIndex(value.scenario) &&
    typeof value.name === 'string'
  );
}

function isBenchShown(value: unknown): value is BenchShown {
  if (!isRecord(value)) return false;
  const { which, table, working, notice, history } = value;
  return (
    isBenchOf(which) &&
    (table === undefined || isTableShown(table)) &&
    (working === undefined ||
      (isRecord(working) && isIndex(working.done) && isIndex(working.total))) &&
    typeof notice === 'string' &&
    (history === undefined || isHistoryShown(history))
  );
}

function isHistoryShown(value: unknown): value is HistoryShown {
  return (
    isRecord(value) &&
    isIndex(value.variant) &&
    typeof value.text === 'string' &&
    (value.state === 'current' || value.state === 'older' || value.state === 'working') &&
    isListOf(
      value.eras,
      (era) =>
        typeof era.releases === 'string' &&
        isVerdict(era.verdict) &&
        typeof era.words === 'string' &&
        areTexts(era.changed),
    )
  );
}
