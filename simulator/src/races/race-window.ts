// How far one step of a racing pair can be moved so that the run still fails.
import type { Run } from '../outcome.ts';
import type { Pc, Program } from '../program.ts';
import { defaultRaceLimits, type RaceLimits } from './race-limits.ts';
import type { RacingPair } from './racing-pair.ts';
import { Rerun } from './rerun.ts';

/** A step of the thread whose gaps are counted. */
export interface WindowEdge {
  /** How many steps of the thread come before it. */
  readonly step: number;
  /** Where the thread rests before it. */
  readonly pc: Pc;
}

export interface RaceWindow {
  /** The thread whose gaps are counted: 0 is the one before its first step. */
  readonly thread: number;
  /** Index into the run of the step that is moved; of the other thread. */
  readonly moved: number;
  /** The gap that it stands in. */
  readonly actual: number;
  /** The thread's step behind which it fails; undefined: it fails from the beginning. */
  readonly opens: WindowEdge | undefined;
  /** The thread's step before which it fails; undefined: it fails up to the end. */
  readonly closes: WindowEdge | undefined;
  /** Of so many gaps so many fail, also those outside the window. */
  readonly positions: number;
  readonly failing: number;
}

/**
 * The window of a racing pair. Each gap between the steps of one of its threads is tried: the thread
 * runs up to there, the other threads in between as the run has them, without the one that is moved;
 * that one then does all its steps up to and including its own of the pair, and goes on as far as it
 * does so in the run; then come the other steps, in their order, and then all threads to their end.
 * The thread's steps are those of the run and, behind them, those that it takes alone. The window is
 * the longest stretch of failing gaps around the one in which the step stands.
 *
 * Either step of the pair can be the one that is moved: taken is the one with the smaller share of
 * failing gaps, the second if they are equal. Undefined: in neither case does the gap in which it
 * stands fail, or `race_steps_max` came first.
 */
export function raceWindow(
  program: Program,
  run: Run,
  { property, pair }: { readonly property: number; readonly pair: RacingPair },
  limits: Partial<RaceLimits> = {},
): RaceWindow | undefined {
  const all = { ...defaultRaceLimits, ...limits };
  const rerun = new Rerun(program, property, all);
  const sides = [
    new Side(rerun, run, { still: pair.first, moved: pair.second }),
    new Side(rerun, run, { still: pair.second, moved: pair.first }),
  ];
  const windows = sides.flatMap((side) => side.window(all.race_steps_max) ?? []);
  const share = ({ failing, positions }: RaceWindow) => failing / positions;
  return windows.reduce<RaceWindow | undefined>(
    (best, one) => (best === undefined || share(one) < share(best) ? one : best),
    undefined,
  );
}

/** One of the two steps moved, the other left where it is. */
class Side {
  private readonly rerun: Rerun;
  private readonly run: Run;
  private readonly thread: number;
  private readonly mover: number;
  private readonly moved: number;
  /** The run without the thread that is moved. */
  private readonly others: Run;
  /** What the thread that is moved does before, at and directly behind the step. */
  private readonly part: Run;
  private readonly behind: Run;
  private readonly rest: Run;
  /** Where the step that is moved begins, and how often its thread is there before, and then. */
  private readonly at: { readonly pc: Pc; readonly times: number };

  constructor(rerun: Rerun, run: Run, { still, moved }: { still: number; moved: number }) {
    this.rerun = rerun;
    this.run = run;
    const mover = run[moved]?.thread ?? 0;
    this.thread = run[still]?.thread ?? 0;
    this.mover = mover;
    this.moved = moved;
    this.others = run.filter(({ thread }) => thread !== mover);
    this.part = run.slice(0, moved + 1).filter(({ thread }) => thread === mover);
    const switched = run.findIndex(({ thread }, at) => at > moved && thread !== mover);
    const end = switched < 0 ? run.length : switched;
    this.behind = run.slice(moved + 1, end);
    this.rest = run.slice(end).filter(({ thread }) => thread === mover);
    this.at = this.aim();
  }

  window(stepsMax: number): RaceWindow | undefined {
    const { run, rerun, thread, moved } = this;
    const begin = rerun.steps;
    const own = this.ownSteps();
    const actual = run.slice(0, moved).filter((action) => action.thread === thread).length;
    const fails: boolean[] = [];
    for (let gap = 0; gap <= own.length; gap++) {
      if (rerun.steps - begin > stepsMax) return undefined;
      fails.push(this.failsAt(gap));
    }
    if (fails[actual] !== true) return undefined;
    let first = actual;
    while (fails[first - 1] === true) first--;
    let last = actual;
    while (fails[last + 1] === true) last++;
    const edge = (step: number): WindowEdge | undefined => {
      const pc = own[step];
      return pc === undefined ? undefined : { step, pc };
    };
    return {
      thread,
      moved,
      actual,
      opens: edge(first - 1),
      closes: edge(last),
      positions: fails.length,
      failing: fails.filter((failing) => failing).length,
    };
  }

  private aim(): { readonly pc: Pc; readonly times: number } {
    const { rerun, run, moved, mover } = this;
    const pcs: Pc[] = [];
    rerun.restart();
    for (const action of run.slice(0, moved + 1)) {
      if (action.thread === mover) pcs.push(rerun.pcOf(mover));
      rerun.take(action);
    }
    const pc = pcs.at(-1) ?? 0;
    return { pc, times: pcs.filter((one) => one === pc).length };
  }

  /** Where the thread rests before each of its steps, without the thread that is moved. */
  private ownSteps(): readonly Pc[] {
    const { rerun, thread } = this;
    const pcs: Pc[] = [];
    rerun.restart();
    for (const action of this.others) {
      const pc = rerun.pcOf(thread);
      if (rerun.takeLike(action) && action.thread === thread) pcs.push(pc);
    }
    rerun.goOn(thread, (pc) => pcs.push(pc));
    return pcs;
  }

  private failsAt(gap: number): boolean {
    const { rerun, mover } = this;
    rerun.restart();
    const done = this.runToGap(gap);
    if (done === undefined || !this.runToMoved()) return rerun.broken;
    rerun.takeAll(this.behind);
    rerun.takeAll(this.others.slice(done));
    rerun.takeAll(this.rest);
    rerun.finish(mover);
    return rerun.broken;
  }

  /** So many steps of the thread, those of others in between; how many of `others` that took. */
  private runToGap(gap: number): number | undefined {
    const { rerun, thread, others } = this;
    let taken = 0;
    let at = 0;
    for (; at < others.length && taken < gap; at++) {
      const action = others[at];
      if (action !== undefined && rerun.takeLike(action) && action.thread === thread) taken++;
    }
    while (taken < gap) {
      if (!rerun.goOnce(thread)) return undefined;
      taken++;
    }
    return at;
  }

  /** The part of the thread that is moved, up to and including the step; false: not got there. */
  private runToMoved(): boolean {
    const { rerun, mover, part, at } = this;
    let times = 0;
    for (let step = 0; !rerun.broken; step++) {
      if (rerun.pcOf(mover) === at.pc) times++;
      const action = part[step];
      const isTaken = action === undefined ? rerun.goOnce(mover) : rerun.takeLike(action);
      if (!isTaken || step > part.length + rerun.aloneMax) return false;
      if (times === at.times) return true;
    }
    return false;
  }
}
