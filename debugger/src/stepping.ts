// What the commands of a debugger mean on a walk. Each goes on until its aim is met, a breakpoint
// is hit, or there is nothing more.
import type { Action, Pc } from '@racewalk/simulator';
import { framesAt, keptCalls } from '@racewalk/trace';
import type { Hits, Upcoming } from './breakpoints/table.ts';
import { pickAction } from './choices.ts';
import { depthAt } from './frames.ts';
import { type DebugHost, sliceMilliseconds } from './host.ts';
import { limits } from './limits.ts';
import type { Walk, WalkStep } from './walk.ts';

/** Why a command came to its end. */
export type Stop =
  | { readonly kind: 'aim' }
  | { readonly kind: 'hit'; readonly hits: Hits }
  /** Nothing is recorded, and nobody can move, or nobody picks. */
  | { readonly kind: 'end' }
  | { readonly kind: 'beginning' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'limit' };

export interface Going {
  readonly walk: Walk;
  readonly host: DebugHost;
  /** The thread that goes first where the walk explores. */
  readonly thread: number;
  /** What stops in the state shown; `reverse` says nothing aloud. */
  hitsHere(upcoming: Upcoming | undefined, reverse: boolean): Hits;
  isPaused(): boolean;
}

/** Goes forward until the aim is met by a step, or something stops. */
export async function goForward(going: Going, isAim: (step: WalkStep) => boolean): Promise<Stop> {
  const { walk, host } = going;
  let begun = host.now();
  for (;;) {
    if (going.isPaused()) return { kind: 'paused' };
    const action = nextAction(going);
    if (action === undefined) return { kind: 'end' };
    if (walk.take(action) === undefined) return { kind: 'limit' };
    const hits = going.hitsHere(upcomingOf(walk, nextAction(going)), false);
    if (hits.stops) return { kind: 'hit', hits };
    const { last } = walk;
    if (last !== undefined && isAim(last)) return { kind: 'aim' };
    if (host.now() - begun < sliceMilliseconds) continue;
    await host.pause();
    begun = host.now();
  }
}

function nextAction({ walk, thread }: Going): Action | undefined {
  if (walk.next !== undefined) return walk.next.action;
  if (walk.mode === 'replay' || walk.position >= limits.walk_steps_max) return undefined;
  return pickAction(walk, thread);
}

export function upcomingOf(walk: Walk, action: Action | undefined): Upcoming | undefined {
  if (action === undefined) return undefined;
  const { thread } = action;
  const pc = walk.state.threads[thread]?.pc;
  return pc === undefined ? undefined : { thread, pc, previous: walk.restBefore(thread) };
}

/** Back to the nearest state in which something stops, or to the beginning. */
export async function goBack(going: Going): Promise<Stop> {
  const { walk, host } = going;
  let begun = host.now();
  while (walk.position > 0) {
    if (going.isPaused()) return { kind: 'paused' };
    walk.goTo(walk.position - 1);
    const hits = going.hitsHere(upcomingOf(walk, walk.next?.action), true);
    if (hits.stops) return { kind: 'hit', hits };
    if (host.now() - begun < sliceMilliseconds) continue;
    await host.pause();
    begun = host.now();
  }
  return { kind: 'beginning' };
}

/** Met by the thread's next step that is not inside a call made from where it stands. */
export function overCalls(walk: Walk, thread: number): (step: WalkStep) => boolean {
  return leaving(walk, thread, depthAt(walk.program, restOf(walk, thread)), true);
}

/** Met when the thread has left its innermost call; in its own code, when it is over. */
export function outOfCall(walk: Walk, thread: number): (step: WalkStep) => boolean {
  return leaving(walk, thread, depthAt(walk.program, restOf(walk, thread)), false);
}

function leaving(
  walk: Walk,
  thread: number,
  depth: number,
  staying: boolean,
): (step: WalkStep) => boolean {
  const { program } = walk;
  return ({ action, pc, after }) => {
    if (action.thread !== thread) return false;
    const now = after.threads[thread];
    if (now === undefined || now.over || after.ended) return true;
    if (staying && depthAt(program, now.pc) <= depth) return true;
    return depth > 0 && keptCalls(program, pc, now.pc) < depth;
  };
}

function restOf(walk: Walk, thread: number): Pc {
  return walk.state.threads[thread]?.pc ?? 0;
}

/** The state in which the thread had just entered the call at this depth, counted from 1. */
export function entryOf(walk: Walk, thread: number, depth: number): number {
  if (depth === 0) return 0;
  for (let index = walk.position - 1; index >= 0; index--) {
    const step = walk.step(index);
    if (step.action.thread !== thread) continue;
    const to = step.after.threads[thread]?.pc;
    if (to === undefined || step.after.ended) continue;
    if (keptCalls(walk.program, step.pc, to) < depth) return index + 1;
  }
  return 0;
}

/** How many calls the thread that is about to step enters with it. */
export function enteredBy(walk: Walk, { pc, previous }: Upcoming): readonly number[] {
  const frames = framesAt(walk.program, pc);
  const kept = previous === undefined ? 0 : keptCalls(walk.program, previous, pc);
  return frames.slice(kept);
}
