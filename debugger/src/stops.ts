// What is said when the walk stands still: why, at which step, and whose.
import { brokenHere } from './answers/exception-info.ts';
import { threadId } from './context.ts';
import { type Debuggee, hitsHere, positionText } from './debuggee.ts';
import type { Stop } from './stepping.ts';
import type { Walk } from './walk.ts';

/** The body of DAP's event `stopped`. */
export interface StoppedBody {
  readonly reason: string;
  readonly description: string;
  readonly text?: string;
  readonly threadId: number;
  readonly allThreadsStopped: true;
  readonly hitBreakpointIds?: readonly number[];
}

export interface Stopping {
  readonly stop: Stop;
  /** DAP's word where the command came to its aim: `step`, `goto`, `entry`, `pause`. */
  readonly reason: string;
  /** The thread whose command it was, where it stays the one that is looked at. */
  readonly thread: number | undefined;
}

export function stoppedBody(debuggee: Debuggee, stopping: Stopping): StoppedBody {
  const { walk } = debuggee;
  const { stop } = stopping;
  const at = positionText(walk);
  const broken = isException(debuggee) ? brokenHere(debuggee)[0] : undefined;
  const thread = threadAt(debuggee, stopping, broken !== undefined);
  const base = { threadId: threadId(thread), allThreadsStopped: true } as const;
  const ids = stop.kind === 'hit' ? stop.hits.ids : [];
  const hit = ids.length === 0 ? {} : { hitBreakpointIds: ids };
  if (broken !== undefined) {
    const text = `${broken.property}: ${broken.message}`;
    return {
      ...base,
      ...hit,
      reason: 'exception',
      description: `${broken.property} violated, ${at}`,
      text,
    };
  }
  switch (stop.kind) {
    case 'hit':
      return { ...base, ...hit, reason: reasonOf(stop.hits.kind), description: at };
    case 'end':
      return { ...base, reason: 'step', description: `${endText(walk)}, ${at}` };
    case 'beginning':
      return { ...base, reason: 'entry', description: `the beginning, ${at}` };
    case 'paused':
      return { ...base, reason: 'pause', description: at };
    case 'limit':
      return { ...base, reason: 'pause', description: `the walk has its longest, ${at}` };
    case 'aim':
      return { ...base, reason: stopping.reason, description: at };
  }
}

/** Something is broken here whose filter is set, with its condition; by whichever way one came. */
function isException(debuggee: Debuggee): boolean {
  const { chosen, filters } = debuggee;
  const { whole } = chosen;
  if (hitsHere(debuggee, undefined).kind === 'exception') return true;
  return whole !== undefined && filters.has(whole.property) && brokenHere(debuggee).includes(whole);
}

function reasonOf(kind: 'line' | 'function' | 'data' | 'exception' | undefined): string {
  if (kind === 'data') return 'data breakpoint';
  if (kind === 'function') return 'function breakpoint';
  return kind === 'exception' ? 'exception' : 'breakpoint';
}

/** Looked at is: who broke something, whose breakpoint it is, who asked, who steps next. */
function threadAt({ walk }: Debuggee, { stop, thread }: Stopping, isBroken: boolean): number {
  const moved = walk.last?.action.thread;
  if (isBroken && moved !== undefined) return moved;
  if (stop.kind === 'hit' && stop.hits.thread !== undefined) return stop.hits.thread;
  // A thread that is over has nothing more to look at, as long as another one can go on.
  const isOver = thread !== undefined && walk.state.threads[thread]?.over === true;
  const own = isOver ? (walk.enabled()[0]?.thread ?? thread) : thread;
  return own ?? walk.next?.action.thread ?? moved ?? 0;
}

/** Why nothing comes behind the last step. */
export function endText(walk: Walk): string {
  const { state } = walk;
  if (walk.mode === 'replay') return 'the end of the run';
  if (state.ended) return 'the run ends with this step';
  if (state.threads.every(({ over }) => over)) return `every thread is over, ${brokenText(walk)}`;
  return 'nobody can move';
}

function brokenText(walk: Walk): string {
  const names = new Set<string>();
  for (let position = 0; position <= walk.position; position++) {
    for (const { property } of walk.newsAt(position)) {
      names.add(walk.program.properties[property]?.name ?? '');
    }
  }
  return names.size === 0 ? 'nothing is broken' : `broken: ${[...names].join(', ')}`;
}
