// What is debugged: a program, a walk through it, and all that is made once for it.
import { type Program, Replayer, successors } from '@racewalk/simulator';
import { BreakpointTable, type Hits, type Upcoming } from './breakpoints/table.ts';
import type { CanReach } from './choices.ts';
import type { ChosenRun } from './launch/choose-run.ts';
import type { LaunchConfig } from './launch/config.ts';
import type { Loaded } from './launch/load.ts';
import type { Queries } from './queries.ts';
import { type OrRefused, Refused } from './refused.ts';
import { type SlotTree, slotTreeOf } from './scopes/slot-tree.ts';
import { Walk } from './walk.ts';

export interface Debuggee {
  readonly loaded: Loaded;
  readonly config: LaunchConfig;
  readonly chosen: ChosenRun;
  readonly walk: Walk;
  /** In which the walk began: it may have been left since. */
  readonly mode: Walk['mode'];
  readonly queries: Queries;
  readonly tree: SlotTree;
  readonly table: BreakpointTable;
  /** 1 for the instructions that some thread gets to. */
  readonly reached: Uint8Array;
  canReach: CanReach;
  /** The thread of the last stop: a step of another one was picked by a person. */
  announced: number;
  /** Properties whose filter is set. */
  filters: ReadonlySet<string>;
}

export function debuggeeOf(
  loaded: Loaded,
  config: LaunchConfig,
  chosen: ChosenRun,
  queries: Queries,
): OrRefused<Debuggee> {
  const { program } = loaded;
  const explores = config.mode === 'explore' || chosen.choice === undefined;
  const mode = explores ? 'explore' : 'replay';
  const walk = new Walk(new Replayer(program), mode);
  const misfit = walk.record(chosen.run);
  if (misfit !== undefined) return new Refused(`step ${misfit} of the run is not possible`);
  return {
    loaded,
    config,
    chosen,
    walk,
    mode,
    queries,
    tree: slotTreeOf(program),
    table: new BreakpointTable(),
    reached: reachedIn(program),
    canReach: () => 'unknown',
    announced: walk.next?.action.thread ?? 0,
    filters: new Set(),
  };
}

/** Back to the beginning of the run that was chosen, whatever was explored since. */
export function rewind({ walk, chosen, mode }: Debuggee): void {
  if (walk.mode !== mode) walk.record(chosen.run);
  walk.mode = mode;
  walk.goTo(0);
}

export function hitsHere({ walk, table }: Debuggee, upcoming: Upcoming | undefined): Hits {
  return table.at({ walk, position: walk.position, upcoming });
}

/** `step 7 of 23`. */
export function positionText({ position, length }: Walk): string {
  return `step ${position} of ${length}`;
}

function reachedIn({ code, threads }: Program): Uint8Array {
  const reached = new Uint8Array(code.length);
  const work = threads.map(({ entry }) => entry);
  for (let pc = work.pop(); pc !== undefined; pc = work.pop()) {
    const instruction = code[pc];
    if (instruction === undefined || reached[pc] === 1) continue;
    reached[pc] = 1;
    work.push(...successors(instruction, pc));
  }
  return reached;
}
