// Which bars of locks stand in which lane, from which line to which, and in which of its columns.
import type { Trace } from '@racewalk/trace';
import { tracksOf } from './intervals.ts';
import type { Lines } from './lines.ts';
import type { LockBar } from './scene.ts';

export interface BarPlan {
  /** Index into `Trace.locks`. */
  readonly lock: number;
  readonly thread: number;
  readonly kind: LockBar['kind'];
  /** Indices of lines; the bar begins in the middle of the one and ends in that of the other. */
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
  readonly column: number;
  readonly title: string;
}

/** By thread; empty for a thread without locks. */
export function barPlans(trace: Trace, lines: Lines): readonly (readonly BarPlan[])[] {
  const plans = [...holdsOf(trace, lines), ...waitsOf(trace, lines)];
  return trace.threads.map((_, thread) => {
    const own = plans
      .filter((plan) => plan.thread === thread)
      .sort((a, b) => a.from - b.from || a.to - b.to);
    const columns = tracksOf(own.map(({ from, to, lock }) => ({ from, to, owner: String(lock) })));
    return own.map((plan, index) => ({ ...plan, column: columns[index] ?? 0 }));
  });
}

type Planned = Omit<BarPlan, 'column'>;

function holdsOf(trace: Trace, lines: Lines): Planned[] {
  return trace.holds.map(({ lock, thread, shared, from, to }) => {
    const name = trace.locks[lock]?.name ?? '';
    const until = to === undefined ? 'to the end' : `to step ${to + 1}`;
    const since = from < 0 ? 'from the beginning' : `from step ${from + 1}`;
    const how = shared ? 'shared, with other readers' : 'exclusively';
    return {
      lock,
      thread,
      kind: shared ? 'shared' : 'held',
      from: lineOf(lines, from),
      to: to === undefined ? lines.all.length - 1 : lineOf(lines, to),
      open: to === undefined,
      title: `${threadName(trace, thread)} holds ${name} ${how}, ${since} ${until}`,
    };
  });
}

function waitsOf(trace: Trace, lines: Lines): Planned[] {
  return trace.waits.map(({ lock, thread, from, to }) => {
    const name = trace.locks[lock]?.name ?? '';
    const until = to === undefined ? 'and never goes on' : `to step ${to + 1}`;
    const since = from < 0 ? 'from the beginning' : `from step ${from + 1}`;
    const first = lineOf(lines, from) + (from < 0 ? 0 : 1);
    // It ends above the step that goes on, where the bar of holding begins.
    const last = to === undefined ? lines.all.length - 1 : lineOf(lines, to) - 1;
    return {
      lock,
      thread,
      kind: 'waiting',
      from: Math.min(first, lines.all.length - 1),
      to: Math.max(Math.min(first, lines.all.length - 1), last),
      open: to === undefined,
      title: `${threadName(trace, thread)} waits for ${name}, ${since} ${until}`,
    };
  });
}

/** The line of a row; that of the start for what was so before the first step. */
function lineOf(lines: Lines, row: number): number {
  return row < 0 ? 0 : (lines.ofRow[row] ?? 0);
}

export function threadName(trace: Trace, thread: number): string {
  return trace.threads[thread]?.name ?? `thread ${thread}`;
}
