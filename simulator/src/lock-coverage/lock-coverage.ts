// For each location of shared memory, the locks that are held at every access, over all
// interleavings; and where no lock protects it, two accesses and a run that has both.
//
// All states are walked through twice: to learn which bits are locks, then with who holds what. The
// second walk takes two states that differ in their holders for two, so what it says of locks is what
// an enumeration of all runs says.
import { boundOf, groupDigits, type Limits, limitsWith } from '../limits.ts';
import type { Bound, Progress } from '../outcome.ts';
import type { Program } from '../program.ts';
import { unscheduled } from '../races/rerun.ts';
import { Stepper } from '../stepper.ts';
import { validate } from '../validate.ts';
import type {
  Cell,
  CellCoverage,
  CoverageLock,
  CoveredAccess,
  Held,
  LockCoverage,
  OwnerSlots,
  Protection,
  Unprotected,
} from './coverage.ts';
import { type CoverageLimits, defaultCoverageLimits } from './coverage-limits.ts';
import { Holdings } from './holdings.ts';
import { LockFinder } from './lock-finder.ts';
import { isUnprotected, Recorder, type SeenAccess } from './recorder.ts';
import { type FoundRun, RunSearch } from './run-search.ts';
import { Walker } from './walker.ts';

export interface LockCoverageSearch {
  /** Works on, through about so many states; true when the search is finished. */
  advance(expansions: number): boolean;
  progress(): Progress;
  /** What is known so far; complete only if finished and without bounds. */
  coverage(): LockCoverage;
}

export interface CoverageOptions {
  /** The locks whose holder stands in a slot. */
  readonly owners: readonly OwnerSlots[];
  readonly limits?: Partial<CoverageLimits & Limits>;
}

/**
 * Begins to look at the locks of all accesses, in slices as `startSearch` does. A schedule of the
 * program does not count. Example: `startLockCoverage(program, { owners: [] })`.
 */
export function startLockCoverage(
  program: Program,
  { owners, limits = {} }: CoverageOptions,
): LockCoverageSearch {
  validate(program);
  const { coverage_states_max, coverage_accesses_max, ...others } = {
    ...defaultCoverageLimits,
    ...limits,
  };
  return new CoverageSearch(unscheduled(program), owners, {
    coverage: { coverage_states_max, coverage_accesses_max },
    engine: limitsWith(others),
  });
}

interface AllLimits {
  readonly coverage: CoverageLimits;
  readonly engine: Limits;
}

class CoverageSearch implements LockCoverageSearch {
  private readonly program: Program;
  private readonly limits: AllLimits;
  private readonly stepper: Stepper;
  private readonly finder: LockFinder;
  private walker: Walker;
  private locks: readonly CoverageLock[];
  private recorder: Recorder | undefined;
  private readonly bounds = new Map<string, Bound>();

  constructor(program: Program, owners: readonly OwnerSlots[], limits: AllLimits) {
    this.program = program;
    this.limits = limits;
    this.stepper = new Stepper(program, limits.engine);
    this.finder = new LockFinder(program, this.stepper, owners);
    this.walker = this.walkerFor(this.finder);
    this.locks = this.finder.locks();
  }

  advance(expansions: number): boolean {
    let left = expansions;
    while (left > 0 && !(this.recorder !== undefined && this.walker.finished)) {
      if (this.walker.finished) this.beginRecording();
      else left -= this.walker.advance(Math.min(left, 256));
      const memory = this.walker.bytes() + (this.recorder?.bytes() ?? 0);
      if (memory > this.limits.engine.memory_max)
        this.walker.halt(boundOf('memory_max', this.limits.engine));
    }
    return this.recorder !== undefined && this.walker.finished;
  }

  progress(): Progress {
    const { walker, recorder } = this;
    const bytes = walker.bytes() + (recorder?.bytes() ?? 0);
    return { states: walker.states, frontier: walker.states - walker.expanded, depth: 0, bytes };
  }

  coverage(): LockCoverage {
    const { recorder, walker } = this;
    const bounds = new Map([...this.bounds, ...walker.bounds]);
    if (recorder === undefined || !walker.finished) {
      const text = `cancelled after ${groupDigits(walker.states)} states`;
      bounds.set('cancelled', { limit: 'cancelled', text });
    }
    const cells = recorder === undefined ? [] : this.cellsOf(recorder, bounds);
    const orders = [...(recorder?.orders.values() ?? [])];
    return {
      locks: this.locks,
      cells,
      orders,
      states: walker.states,
      bounds: [...bounds.values()],
    };
  }

  private walkerFor(visitor: LockFinder | Recorder): Walker {
    const statesMax = this.limits.coverage.coverage_states_max;
    return new Walker(this.program, this.limits.engine, {
      visitor,
      stepper: this.stepper,
      statesMax,
    });
  }

  private beginRecording(): void {
    for (const [limit, bound] of this.walker.bounds) this.bounds.set(limit, bound);
    this.locks = this.finder.locks();
    const holdings = new Holdings(this.program, this.locks);
    this.recorder = new Recorder(this.program, this.stepper, holdings, this.finder.cells());
    this.walker = this.walkerFor(this.recorder);
  }

  private cellsOf(recorder: Recorder, bounds: Map<string, Bound>): CellCoverage[] {
    const runs = new RunSearch(recorder, this.walker.states);
    const byCell = new Map<number, SeenAccess[]>();
    for (const access of recorder.accesses) {
      byCell.set(access.cell, [...(byCell.get(access.cell) ?? []), access]);
    }
    return [...byCell]
      .sort(([a], [b]) => a - b)
      .map(([index, seen]) => this.cellCoverage(recorder.cells[index]!, seen, { runs, bounds }));
  }

  private cellCoverage(
    cell: Cell,
    seen: readonly SeenAccess[],
    { runs, bounds }: { runs: RunSearch; bounds: Map<string, Bound> },
  ): CellCoverage {
    const sites = sitesOf(seen);
    const accesses = sites.map(coveredAccess);
    const siteOf = new Map(sites.flatMap((site, at) => site.map((one) => [one.id, at] as const)));
    const common = commonLocks(accesses);
    const atWrites = commonLocks(accesses.filter(({ writes }) => writes));
    const made = { ...cell, accesses, common, atWrites, unprotected: undefined };
    const simple = simpleProtection(accesses, common);
    if (simple !== undefined) return { ...made, protection: simple };
    if (!seen.some((one) => seen.some((other) => isUnprotected(one, other))))
      return { ...made, protection: 'pairwise' };
    const found = this.findRun(seen, runs, bounds);
    if (found === 'unknown') return { ...made, protection: 'none' };
    if (found === undefined) return { ...made, protection: 'apart' };
    return { ...made, protection: 'none', unprotected: unprotectedOf(found, siteOf) };
  }

  private findRun(
    seen: readonly SeenAccess[],
    runs: RunSearch,
    bounds: Map<string, Bound>,
  ): FoundRun | 'unknown' | undefined {
    const adjacent = runs.adjacent(seen);
    if (adjacent !== undefined) return adjacent;
    const max = this.limits.coverage.coverage_accesses_max;
    let best: FoundRun | undefined;
    for (const first of seen.slice(0, max)) {
      const found = runs.after(first, seen);
      if (found !== undefined && (best === undefined || found.run.length < best.run.length))
        best = found;
    }
    if (best !== undefined || seen.length <= max) return best;
    const text = `${max} accesses of one place that runs were looked for from`;
    bounds.set('coverage_accesses_max', { limit: 'coverage_accesses_max', text });
    return 'unknown';
  }
}

/** Accesses by place in the code, whatever is held. */
function sitesOf(seen: readonly SeenAccess[]): readonly (readonly SeenAccess[])[] {
  const sites = new Map<string, SeenAccess[]>();
  for (const access of seen) {
    const key = `${access.thread} ${access.pc} ${access.writes}`;
    sites.set(key, [...(sites.get(key) ?? []), access]);
  }
  return [...sites.values()].sort((a, b) => a[0]!.thread - b[0]!.thread || a[0]!.pc - b[0]!.pc);
}

function coveredAccess(site: readonly SeenAccess[]): CoveredAccess {
  const { thread, pc, writes, held } = site[0]!;
  const always = held.flatMap(({ lock }): Held[] => {
    const holds = site.map((one) => one.held.find((other) => other.lock === lock));
    if (holds.includes(undefined)) return [];
    return [{ lock, shared: holds.some((hold) => hold?.shared === true) }];
  });
  return { thread, pc, writes, atomic: site.every(({ atomic }) => atomic), held: always };
}

function commonLocks(accesses: readonly CoveredAccess[]): readonly number[] {
  const [first, ...others] = accesses;
  return (first?.held ?? [])
    .map(({ lock }) => lock)
    .filter((lock) =>
      [first, ...others].every((access) =>
        access?.held.some((held) => held.lock === lock && !(held.shared && access.writes)),
      ),
    );
}

function simpleProtection(
  accesses: readonly CoveredAccess[],
  common: readonly number[],
): Protection | undefined {
  if (new Set(accesses.map(({ thread }) => thread)).size < 2) return 'one thread';
  if (!accesses.some(({ writes }) => writes)) return 'only read';
  return common.length > 0 ? 'common' : undefined;
}

function unprotectedOf(found: FoundRun, siteOf: ReadonlyMap<number, number>): Unprotected {
  const { first, second, run, firstStep, adjacent } = found;
  return {
    first: siteOf.get(first.id)!,
    second: siteOf.get(second.id)!,
    firstHeld: first.held,
    secondHeld: second.held,
    run,
    firstStep,
    adjacent,
  };
}
