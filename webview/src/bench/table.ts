// The table of the variants, as the page gets it, and the guard for it.

export interface TableShown {
  readonly scenario: string;
  /** Properties that some variant breaks or leaves undecided: those have a column. */
  readonly properties: readonly string[];
  /** Those that hold in every variant that compiles. */
  readonly held: readonly string[];
  /** What costs are of: a whole run first, with an empty name, then one call of each function. */
  readonly scopes: readonly ScopeShown[];
  /** The cheapest that passes first. */
  readonly rows: readonly RowShown[];
  /** What comes of doing work twice, line by line. */
  readonly twice: readonly string[];
}

export interface ScopeShown {
  readonly name: string;
  /** Kinds of work that have a column there. */
  readonly works: readonly string[];
}

export interface RowShown {
  readonly variant: string;
  /** 0-based, in the text that the row is of. */
  readonly number: number;
  readonly release: string;
  readonly verdict: Verdict;
  readonly properties: readonly PropertyCell[];
  /** Undefined: not counted. A scope that is missing is not called by this variant. */
  readonly costs?: readonly CostsShown[] | undefined;
  readonly heldAsleep: readonly string[];
  readonly repeated: readonly string[];
  readonly note: string;
  /** True: the text has changed since. */
  readonly isOlder?: boolean | undefined;
}

export type Verdict = 'pass' | 'fail' | 'bounded' | 'error';

export interface PropertyCell {
  readonly name: string;
  readonly state: 'holds' | 'fails' | 'undecided';
  readonly run?:
    | { readonly steps: number; readonly switches: number; readonly shortest: boolean }
    | undefined;
}

export type Amount = number | 'unbounded';

export interface CostsShown {
  readonly scope: string;
  readonly works: readonly WorkShown[];
  readonly waits: Amount;
  readonly waitsFor: readonly string[];
}

export interface WorkShown {
  readonly work: string;
  /** Null: a thread alone does not come there. */
  readonly alone: Amount | null;
  readonly worst: Amount;
}

export function isTableShown(value: unknown): value is TableShown {
  return (
    isRecord(value) &&
    typeof value.scenario === 'string' &&
    areTexts(value.properties) &&
    areTexts(value.held) &&
    areTexts(value.twice) &&
    isListOf(value.scopes, (one) => typeof one.name === 'string' && areTexts(one.works)) &&
    isListOf(value.rows, isRow)
  );
}

function isRow(row: Known): boolean {
  return (
    typeof row.variant === 'string' &&
    isIndex(row.number) &&
    typeof row.release === 'string' &&
    isVerdict(row.verdict) &&
    isListOf(row.properties, isPropertyCell) &&
    (row.costs === undefined || isListOf(row.costs, isCosts)) &&
    areTexts(row.heldAsleep) &&
    areTexts(row.repeated) &&
    typeof row.note === 'string' &&
    (row.isOlder === undefined || typeof row.isOlder === 'boolean')
  );
}

function isPropertyCell({ name, state, run }: Known): boolean {
  const isRun =
    isRecord(run) &&
    isIndex(run.steps) &&
    isIndex(run.switches) &&
    typeof run.shortest === 'boolean';
  return (
    typeof name === 'string' &&
    (state === 'fails' ? isRun : (state === 'holds' || state === 'undecided') && run === undefined)
  );
}

function isCosts(costs: Known): boolean {
  return (
    typeof costs.scope === 'string' &&
    isAmount(costs.waits) &&
    areTexts(costs.waitsFor) &&
    isListOf(
      costs.works,
      ({ work, alone, worst }) =>
        typeof work === 'string' && isAmount(worst) && (alone === null || isAmount(alone)),
    )
  );
}

export function isVerdict(value: unknown): value is Verdict {
  return value === 'pass' || value === 'fail' || value === 'bounded' || value === 'error';
}

function isAmount(value: unknown): value is Amount {
  return value === 'unbounded' || isIndex(value);
}

export type Known = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Known {
  return typeof value === 'object' && value !== null;
}

export function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

export function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

export function isListOf(value: unknown, guard: (one: Known) => boolean): boolean {
  return Array.isArray(value) && value.every((one) => isRecord(one) && guard(one));
}
