// All that is worked out about a run beside its rows: locks, who holds them, who waits, and why.
import type { Replayer, ReplayStep, State } from '@racewalk/simulator';
import { type Cause, type Waiting, waitingIn } from './blocked-threads.ts';
import { type Holdings, holdingsOf } from './holds.ts';
import { type Lock, Locks, objectOf, ownerLocks } from './locks.ts';
import { partnersOf, rowAccesses } from './partners.ts';
import type { Trace, TraceRow, TraceWait } from './trace.ts';
import { type Story, waitingText, whyOf } from './why.ts';

interface Replayed {
  readonly initial: State;
  readonly steps: readonly ReplayStep[];
}

interface Told extends Pick<Trace, 'locks' | 'holds' | 'waits'> {
  /** One entry per row. */
  readonly rows: readonly Pick<TraceRow, 'why' | 'waiting'>[];
}

export function tell(replayer: Replayer, replayed: Replayed): Told {
  const { program } = replayer;
  const { steps } = replayed;
  const locks = new Locks(program, ownerLocks(program));
  // Waits come first: they say which values are locks.
  const waiting = waitingIn(replayer, locks, replayed);
  const holdings = holdingsOf(program, locks, replayed);
  const waits = waitsOf(waiting, steps);
  const accesses = rowAccesses(program, steps);
  const story: Story = {
    program,
    steps,
    accesses,
    partners: partnersOf(accesses),
    changes: holdings.changes,
    waiting,
    waitedFrom: waits.waitedFrom,
  };
  const heldBehind = (row: number) => holdings.changes[row + 1]?.held ?? holdings.atEnd;
  return {
    ...numbered(locks.all(), holdings, waits.all, (lock) => ({
      name: lock.name,
      object: objectOf(program, lock.slot),
    })),
    rows: steps.map((_, row) => ({
      why: whyOf(story, row),
      waiting: (waiting[row + 1] ?? []).map((one) => ({
        thread: one.thread,
        why: waitingText(story, one, heldBehind(row)),
      })),
    })),
  };
}

/** A wait for a lock, before the locks of the run have numbers. */
interface OpenWait {
  readonly lock: Lock;
  readonly thread: number;
  readonly from: number;
  to: number | undefined;
}

interface Waits {
  readonly all: readonly OpenWait[];
  readonly waitedFrom: readonly (number | undefined)[];
}

/** Joins what a thread waits for behind row after row, until its own next step. */
function waitsOf(waiting: readonly (readonly Waiting[])[], steps: readonly ReplayStep[]): Waits {
  const all: OpenWait[] = [];
  const open = new Map<number, { readonly since: number; readonly waits: OpenWait[] }>();
  const waitedFrom = steps.map((): number | undefined => undefined);
  waiting.forEach((now, behind) => {
    const mover = steps[behind - 1]?.action.thread;
    const ended = mover === undefined ? undefined : open.get(mover);
    if (mover !== undefined && ended !== undefined) {
      for (const wait of ended.waits) wait.to = behind - 1;
      waitedFrom[behind - 1] = ended.since;
      open.delete(mover);
    }
    for (const { thread, cause } of now) {
      const entry = open.get(thread) ?? { since: behind, waits: [] };
      open.set(thread, entry);
      const wait = newWait(entry.waits, { thread, cause, behind });
      if (wait === undefined) continue;
      entry.waits.push(wait);
      all.push(wait);
    }
  });
  return { all, waitedFrom };
}

function newWait(
  known: readonly OpenWait[],
  { thread, cause, behind }: { thread: number; cause: Cause; behind: number },
): OpenWait | undefined {
  if (cause.kind !== 'lock' || known.some(({ lock }) => lock === cause.lock)) return undefined;
  return { lock: cause.lock, thread, from: behind - 1, to: undefined };
}

/** Numbers the locks that are held or waited for in the run. */
function numbered(
  locks: readonly Lock[],
  { holds }: Holdings,
  waits: readonly OpenWait[],
  shown: (lock: Lock) => Trace['locks'][number],
): Pick<Told, 'locks' | 'holds' | 'waits'> {
  const used = new Set([...holds, ...waits].map(({ lock }) => lock));
  const shownLocks = locks.filter((lock) => used.has(lock));
  const numbers = new Map(shownLocks.map((lock, index) => [lock, index]));
  const numberOf = (lock: Lock) => numbers.get(lock) ?? -1;
  return {
    locks: shownLocks.map(shown),
    holds: holds.map(({ lock, thread, shared, from, to }) => ({
      lock: numberOf(lock),
      thread,
      shared,
      from,
      to,
    })),
    waits: waits.map(
      ({ lock, thread, from, to }): TraceWait => ({ lock: numberOf(lock), thread, from, to }),
    ),
  };
}
