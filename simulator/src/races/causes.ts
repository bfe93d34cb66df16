// The distinct causes of one broken property: one run for each racing pair.
import { isOfLiveness } from '../fairness/monitor.ts';
import { limitsWith } from '../limits.ts';
import type { Progress, Run } from '../outcome.ts';
import type { Pc, Program } from '../program.ts';
import { switchesIn } from '../search/path.ts';
import { isBetter, Shrinking } from '../simulation/shrink.ts';
import { Walk } from '../simulation/walk.ts';
import { validate } from '../validate.ts';
import { defaultRaceLimits, type RaceLimits } from './race-limits.ts';
import { PairFinder, type RacingPair } from './racing-pair.ts';
import { RunFinder } from './run-finder.ts';
import { ViolationGraph } from './violation-graph.ts';

export interface Cause {
  /** Ends with the first step that breaks the property. */
  readonly run: Run;
  readonly switches: number;
  /** Undefined: there is no pair; the runs of such a cause break the property at one place. */
  readonly pair: RacingPair | undefined;
}

export interface Causes {
  /** Fewest context switches first, then fewest steps, then the least of (thread, choice). */
  readonly causes: readonly Cause[];
  /** True: every step that breaks the property was looked at. False: a limit was reached first. */
  readonly complete: boolean;
}

export interface CausesSearch {
  /** Works on, about as long as it takes to explore so many states; true when it is finished. */
  advance(expansions: number): boolean;
  progress(): Progress;
  causes(): Causes;
}

/**
 * Begins to look for the causes of a broken property, in slices as `startSearch` does. All states
 * are explored that can be reached without breaking it; of each step that breaks it the shortest run
 * there is taken, and its racing pair. Runs with the same pair, by the threads and the places in the
 * text, have the same cause; one of them is shown, shortened while its pair stays the same. Of the
 * runs that come to the same step in the same state, whatever they did before, only that one counts.
 */
export function startCauses(
  program: Program,
  property: number,
  limits: Partial<RaceLimits> = {},
): CausesSearch {
  validate(program);
  return new CauseCollector(program, property, { ...defaultRaceLimits, ...limits });
}

/** Looks to the end. Example: `causesOf(program, violation.property).causes.length`. */
export function causesOf(
  program: Program,
  property: number,
  limits: Partial<RaceLimits> = {},
): Causes {
  const search = startCauses(program, property, limits);
  while (!search.advance(Number.MAX_SAFE_INTEGER));
  return search.causes();
}

/** A replayed step takes about as long as the exploration of a third of a state. */
const stepsPerExpansion = 3;

class CauseCollector implements CausesSearch {
  private readonly program: Program;
  private readonly property: number;
  private readonly limits: RaceLimits;
  private readonly graph: ViolationGraph;
  private readonly finder: PairFinder;
  private readonly runs: RunFinder;
  private readonly walk: Walk;
  private readonly found = new Map<string, Shrinking>();
  /** The next finding whose pair is looked for. */
  private next = 0;
  private more = false;
  private finished = false;

  constructor(program: Program, property: number, limits: RaceLimits) {
    this.program = program;
    this.property = property;
    this.limits = limits;
    const broken = program.properties[property];
    const isJudged = broken !== undefined && !isOfLiveness(broken);
    const searchLimits = limitsWith({});
    this.graph = new ViolationGraph(program, searchLimits, {
      properties: new Set(isJudged ? [property] : []),
      stopsThere: true,
      keepsEdges: false,
      statesMax: limits.races_states_max,
      findingsMax: limits.causes_runs_max,
    });
    this.runs = new RunFinder(this.graph);
    this.walk = new Walk(program, searchLimits);
    this.finder = new PairFinder(program, property, {
      ...limits,
      race_steps_max: limits.causes_steps_max,
    });
    // A property of infinite runs hangs on no single pair.
    if (!isJudged) this.finished = true;
  }

  advance(expansions: number): boolean {
    let left = expansions;
    while (left > 0 && !this.finished) {
      if (!this.graph.finished) left -= this.graph.advance(Math.min(left, 1024));
      else if (this.next < this.graph.findings.length && !this.isFull()) left -= this.pairNext();
      else left -= this.shrinkNext(left);
    }
    return this.finished;
  }

  progress(): Progress {
    const { graph } = this;
    return {
      states: graph.states,
      frontier: graph.finished ? 0 : graph.states - graph.expanded,
      depth: 0,
      bytes: graph.bytes(),
    };
  }

  causes(): Causes {
    const { finder, graph, finished, more } = this;
    const causes = [...this.found.values()].map(({ run }) => ({
      run,
      switches: switchesIn(run),
      pair: finder.pairOf(run),
    }));
    causes.sort((a, b) => compareRuns(a.run, b.run));
    return { causes, complete: finished && !graph.bounded && !graph.moreFindings && !more };
  }

  private isFull(): boolean {
    return this.more && this.found.size >= this.limits.causes_max;
  }

  private pairNext(): number {
    const { graph, limits, finder, property } = this;
    const finding = graph.findings[this.next];
    this.next++;
    if (finding === undefined) return 1;
    const before = finder.steps;
    const run = this.runs.runTo(finding);
    const key = this.keyOf(run);
    if (!this.found.has(key)) {
      if (this.found.size < limits.causes_max) {
        const isSame = (other: Run) => this.keyOf(other) === key;
        this.found.set(key, new Shrinking(this.walk, property, run, isSame));
      } else this.more = true;
    }
    return 1 + Math.ceil((finder.steps - before + run.length) / stepsPerExpansion);
  }

  private shrinkNext(expansions: number): number {
    for (const shrinking of this.found.values()) {
      if (shrinking.finished) continue;
      const before = this.finder.steps;
      const steps = shrinking.advance(Math.min(expansions * stepsPerExpansion, 4096));
      return 1 + Math.ceil((steps + this.finder.steps - before) / stepsPerExpansion);
    }
    this.finished = true;
    return 1;
  }

  /** What runs with the same cause have in common. */
  private keyOf(run: Run): string {
    const pair = this.finder.pairOf(run);
    if (this.finder.bounded) this.more = true;
    const pcs = this.runs.pcsOf(run);
    const place = (step: number) => `${run[step]?.thread} ${this.siteOf(pcs.at(step))}`;
    if (pair !== undefined) return `${place(pair.first)} ${place(pair.second)}`;
    return run.length === 0 ? '' : `alone ${place(run.length - 1)}`;
  }

  private siteOf(pc: Pc | undefined): string {
    const site = this.program.code[pc ?? -1]?.site;
    return site === undefined ? '' : `${site.file}:${site.start}-${site.end}`;
  }
}

/** Fewest switches, then fewest steps, then by thread and choice: as for the run that is shown. */
function compareRuns(a: Run, b: Run): number {
  if (isBetter(a, b)) return -1;
  if (isBetter(b, a)) return 1;
  for (const [at, action] of a.entries()) {
    const other = b[at] ?? action;
    const order = action.thread - other.thread || action.choice - other.choice;
    if (order !== 0) return order;
  }
  return 0;
}
