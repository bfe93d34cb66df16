// Who holds and who waits for which lock in every state of a run, for views that stand in one.
import type { Replayer, ReplayStep, State } from '@racewalk/simulator';
import { waitingIn } from './blocked-threads.ts';
import { holdingsOf } from './holds.ts';
import { Locks, ownerLocks } from './locks.ts';
import { type Story, waitingText } from './why.ts';

export interface LockHold {
  readonly lock: string;
  readonly thread: number;
  readonly shared: boolean;
  /** The step that took it, counted from 1; 0: it is held from the beginning. */
  readonly since: number;
}

export interface LockWait {
  readonly thread: number;
  /** Undefined where it waits for something else. */
  readonly lock: string | undefined;
  /** `cpu1 waits for mms[0].mmap_lock, which cpu0 has held since step 12`. */
  readonly why: string;
}

/** What is true in one state. */
export interface LockState {
  readonly held: readonly LockHold[];
  readonly waiting: readonly LockWait[];
}

export interface LockStory {
  /** Every lock that is known of, in the order of the program. */
  readonly names: readonly string[];
  /** One entry per state: the initial one, then one behind each step. */
  readonly states: readonly LockState[];
}

export function lockStory(
  replayer: Replayer,
  replayed: { readonly initial: State; readonly steps: readonly ReplayStep[] },
): LockStory {
  const { program } = replayer;
  const { steps } = replayed;
  const locks = new Locks(program, ownerLocks(program));
  // Waits come first: they say which values are locks.
  const waiting = waitingIn(replayer, locks, replayed);
  const { changes, atEnd } = holdingsOf(program, locks, replayed);
  const story: Story = {
    program,
    steps,
    accesses: [],
    partners: [],
    changes,
    waiting,
    waitedFrom: [],
  };
  return {
    names: locks.all().map(({ name }) => name),
    states: waiting.map((now, position): LockState => {
      const held = changes[position]?.held ?? atEnd;
      return {
        held: held.map(({ lock, thread, shared, from }) => ({
          lock: lock.name,
          thread,
          shared,
          since: from + 1,
        })),
        waiting: now.map((one) => ({
          thread: one.thread,
          lock: one.cause.kind === 'lock' ? one.cause.lock.name : undefined,
          why: waitingText(story, one, held),
        })),
      };
    }),
  };
}
