// All breakpoints of a session. Whether one is met depends on the state shown and on who steps next
// alone, so it is met at the same states going forward and going back.
import type { Pc } from '@racewalk/simulator';
import type { Walk } from '../walk.ts';
import type { Condition } from './condition.ts';
import type { HitCondition } from './hit-count.ts';
import type { LogMessage } from './log.ts';

/** The step that comes next, where that is known: recorded, or who would be picked. */
export interface Upcoming {
  readonly thread: number;
  readonly pc: Pc;
  /** Where the thread began its last step; undefined: it has none yet. */
  readonly previous: Pc | undefined;
}

/** The state in which breakpoints are looked at. */
export interface Moment {
  readonly walk: Walk;
  readonly position: number;
  readonly upcoming: Upcoming | undefined;
}

/** Where a breakpoint is met: whose locals its condition may name. */
export interface Met {
  readonly thread: number | undefined;
  /** Index into `Program.frames`. */
  readonly frame: number | undefined;
  readonly pc: Pc | undefined;
}

export type BreakpointKind = 'line' | 'function' | 'data' | 'exception';

/** A part of a breakpoint: when it is met, without its condition. */
export interface Trigger {
  readonly kind: BreakpointKind;
  meets(moment: Moment): Met | undefined;
}

export interface Breakpoint {
  readonly id: number;
  readonly trigger: Trigger;
  readonly condition: Condition | undefined;
  readonly hitCondition: HitCondition | undefined;
  /** It says this instead of stopping. */
  readonly log: LogMessage | undefined;
}

export interface Hits {
  readonly stops: boolean;
  readonly ids: readonly number[];
  /** Of those that stop, what is said first. */
  readonly kind: BreakpointKind | undefined;
  readonly thread: number | undefined;
  readonly logs: readonly string[];
}

interface Counted {
  readonly forks: number;
  /** The states in which it is met with its condition, among the first `upTo`. */
  readonly positions: number[];
  upTo: number;
}

export class BreakpointTable {
  #groups = new Map<string, readonly Breakpoint[]>();
  #counted = new Map<Breakpoint, Counted>();
  #id = 0;

  /** Replaces those of a group: of a source, of all functions. */
  replace(group: string, breakpoints: readonly Breakpoint[]): void {
    for (const old of this.#groups.get(group) ?? []) this.#counted.delete(old);
    this.#groups.set(group, breakpoints);
  }

  nextId(): number {
    this.#id += 1;
    return this.#id;
  }

  all(): readonly Breakpoint[] {
    return [...this.#groups.values()].flat();
  }

  /** What is met in this state. */
  at(moment: Moment): Hits {
    const met = this.all().flatMap((breakpoint) => {
      const where = whereMet(breakpoint, moment);
      return where !== undefined && this.#counts(breakpoint, moment) ? [{ breakpoint, where }] : [];
    });
    const stops = met.filter(({ breakpoint }) => breakpoint.log === undefined);
    const order: readonly BreakpointKind[] = ['exception', 'data', 'line', 'function'];
    const kind = order.find((one) =>
      stops.some(({ breakpoint }) => breakpoint.trigger.kind === one),
    );
    const first = stops.find(({ breakpoint }) => breakpoint.trigger.kind === kind);
    return {
      stops: stops.length > 0,
      ids: stops
        .filter(({ breakpoint }) => breakpoint.trigger.kind !== 'exception')
        .map(({ breakpoint }) => breakpoint.id),
      kind,
      thread: first?.where.thread,
      logs: met.flatMap(({ breakpoint, where }) => breakpoint.log?.textAt(moment, where) ?? []),
    };
  }

  /** Its hit count in this state: how often it is met on the way here, from the beginning. */
  #counts(breakpoint: Breakpoint, moment: Moment): boolean {
    const { hitCondition } = breakpoint;
    if (hitCondition === undefined) return true;
    const { walk, position } = moment;
    let counted = this.#counted.get(breakpoint);
    if (counted === undefined || counted.forks !== walk.forks) {
      counted = { forks: walk.forks, positions: [], upTo: 0 };
      this.#counted.set(breakpoint, counted);
    }
    for (; counted.upTo < position; counted.upTo++) {
      if (whereMet(breakpoint, recordedMoment(walk, counted.upTo)) !== undefined) {
        counted.positions.push(counted.upTo);
      }
    }
    const before = counted.positions.filter((met) => met < position).length;
    return hitCondition.holds(before + 1);
  }
}

function whereMet({ trigger, condition }: Breakpoint, moment: Moment): Met | undefined {
  const met = trigger.meets(moment);
  if (met === undefined) return undefined;
  return condition === undefined || condition.holds(moment, met) ? met : undefined;
}

function recordedMoment(walk: Walk, position: number): Moment {
  const { action, pc, previous } = walk.step(position);
  return { walk, position, upcoming: { thread: action.thread, pc, previous } };
}
