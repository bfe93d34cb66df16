// The commands that move: each checks whether it is possible, and says how it goes. The session
// answers the client first, then lets it go.
import { whyNot } from './choices.ts';
import { type CallAt, type Context, threadOf } from './context.ts';
import { hitsHere } from './debuggee.ts';
import { type OrRefused, Refused } from './refused.ts';
import {
  entryOf,
  type Going,
  goBack,
  goForward,
  outOfCall,
  overCalls,
  type Stop,
} from './stepping.ts';
import type { Stopping } from './stops.ts';
import type { WalkStep } from './walk.ts';

/** Says something to the person: a log point, or that the recorded run was left. */
export type Say = (text: string) => void;

export interface Mover {
  readonly context: Context;
  readonly say: Say;
  isPaused(): boolean;
}

/** A command that is possible, not yet begun. */
export type Move = () => Promise<Stopping>;

function goingOf({ context, say, isPaused }: Mover, thread: number): Going {
  const { debuggee, host } = context;
  return {
    walk: debuggee.walk,
    host,
    thread,
    isPaused,
    hitsHere(upcoming, reverse) {
      const hits = hitsHere(debuggee, upcoming);
      if (!reverse) for (const text of hits.logs) say(text);
      return hits;
    },
  };
}

function noThread(id: number): Refused {
  return new Refused(`there is no thread ${id}`);
}

function forward(mover: Mover, thread: number, isAim: (step: WalkStep) => boolean): Promise<Stop> {
  return goForward(goingOf(mover, thread), isAim);
}

/** To the next breakpoint, or to the end. */
export function moveOn(mover: Mover, id: number): OrRefused<Move> {
  const thread = threadOf(mover.context, id) ?? 0;
  return async () => {
    const stop = await forward(mover, thread, () => false);
    return { stop, reason: 'step', thread: undefined };
  };
}

/** To this thread's next step outside of calls made from here. */
export function moveOver(mover: Mover, id: number): OrRefused<Move> {
  const thread = threadOf(mover.context, id);
  if (thread === undefined) return noThread(id);
  const { walk } = mover.context.debuggee;
  const isOver = walk.state.threads[thread]?.over === true;
  return async () => {
    // A thread that is over has no next step: then it is the run's.
    const isAim = isOver ? () => true : overCalls(walk, thread);
    const stop = await forward(mover, thread, isAim);
    return { stop, reason: 'step', thread: isOver ? undefined : thread };
  };
}

/** To where the innermost call of the thread has been left. */
export function moveOut(mover: Mover, id: number): OrRefused<Move> {
  const thread = threadOf(mover.context, id);
  if (thread === undefined) return noThread(id);
  const { walk } = mover.context.debuggee;
  return async () => {
    const stop = await forward(mover, thread, outOfCall(walk, thread));
    return { stop, reason: 'step', thread };
  };
}

/**
 * One step. Of the recorded run, whoever moves; or of the thread that a person picked, which is one
 * that the last stop did not name, or one whose choice was named: that leaves the recorded run.
 */
export function moveInto(mover: Mover, id: number, choice: number | undefined): OrRefused<Move> {
  const { debuggee } = mover.context;
  const { walk } = debuggee;
  const thread = threadOf(mover.context, id);
  if (thread === undefined) return noThread(id);
  const recorded = walk.next?.action;
  const isPicked = choice !== undefined || thread !== debuggee.announced;
  const isFollowed = walk.mode === 'replay' && !isPicked;
  if (isFollowed || (choice === undefined && recorded?.thread === thread)) {
    return async () => {
      const stop = await forward(mover, thread, () => true);
      const stays = walk.mode === 'explore' ? thread : undefined;
      return { stop, reason: 'step', thread: stays };
    };
  }
  return takeAction(mover, thread, choice);
}

/** Takes one action of a thread, whatever is recorded. */
export function takeAction(
  mover: Mover,
  thread: number,
  choice: number | undefined,
): OrRefused<Move> {
  const { debuggee } = mover.context;
  const { walk } = debuggee;
  const why = whyNot(walk, thread);
  if (why !== undefined) return new Refused(why);
  const action = walk
    .enabled()
    .find((one) => one.thread === thread && (choice === undefined || one.choice === choice));
  if (action === undefined) return new Refused(`there is no choice ${choice ?? 0} here`);
  return async () => {
    const from = walk.position;
    const wasReplay = walk.mode === 'replay';
    const taken = walk.take(action);
    if (taken === undefined) return { stop: { kind: 'limit' }, reason: 'step', thread };
    if (taken !== 'recorded' && wasReplay) {
      walk.mode = 'explore';
      mover.say(
        `The recorded run is left behind step ${from}: from here on you pick who steps. Restart shows it again.`,
      );
    }
    const hits = goingOf(mover, thread).hitsHere(undefined, false);
    const stop: Stop = hits.stops ? { kind: 'hit', hits } : { kind: 'aim' };
    return { stop, reason: 'step', thread: walk.mode === 'explore' ? thread : undefined };
  };
}

export function moveBack({ context }: Mover): OrRefused<Move> {
  const { walk } = context.debuggee;
  return async () => {
    const isBack = walk.goTo(walk.position - 1);
    const stop: Stop = isBack && walk.position > 0 ? { kind: 'aim' } : { kind: 'beginning' };
    return { stop, reason: 'step', thread: undefined };
  };
}

export function moveBackOn(mover: Mover): OrRefused<Move> {
  return async () => ({
    stop: await goBack(goingOf(mover, 0)),
    reason: 'step',
    thread: undefined,
  });
}

/** To where the call was entered. */
export function moveToEntry({ context }: Mover, at: CallAt | undefined): OrRefused<Move> {
  if (at === undefined) return new Refused('this call is not open in the state shown');
  const { walk } = context.debuggee;
  return async () => {
    walk.goTo(entryOf(walk, at.thread, at.depth));
    return { stop: { kind: 'aim' }, reason: 'restart', thread: at.thread };
  };
}

export function moveTo({ context }: Mover, step: number): OrRefused<Move> {
  const { walk } = context.debuggee;
  if (!Number.isInteger(step) || step < 0 || step > walk.length) {
    return new Refused(`there is no step ${step}: the walk has ${walk.length}`);
  }
  return async () => {
    walk.goTo(step);
    return { stop: { kind: 'aim' }, reason: 'goto', thread: undefined };
  };
}
