// Chooses, in one state, the threads that are moved there; the others may wait. The rule is fixed, so
// that every implementation of it explores the same states:
//
// Around each thread that is not over, in their order, lies a smallest closed set: with a member, it
// has every thread that may ever change what the member's steps touch here, or touch what they change
// here. It can be used if some step of a member goes on and no member is sticky. Of those that can be
// used, the first with the fewest threads is taken; where there is none, all threads are.
import { result, type Stepper } from '../stepper.ts';
import { FootprintProbe } from './footprint.ts';
import type { Independence } from './independence.ts';

/** What is known of one thread in the state. */
interface Standing {
  readonly isOver: boolean;
  readonly isSticky: boolean;
  /** One of its steps leads to a state. */
  readonly moves: boolean;
  readonly touched: bigint;
  readonly changed: bigint;
  readonly futureAccesses: bigint;
  readonly futureWrites: bigint;
}

export class PersistentSets {
  private readonly stepper: Stepper;
  private readonly independence: Independence;
  private readonly probe: FootprintProbe;
  /** All threads, as the bits of a number. */
  private readonly all: number;

  constructor(stepper: Stepper, independence: Independence) {
    this.stepper = stepper;
    this.independence = independence;
    this.probe = new FootprintProbe(stepper.machine, independence);
    this.all = 2 ** stepper.program.threads.length - 1;
  }

  /** The threads to move in the state that the stepper stands on: thread i is bit i. */
  choose(): number {
    const frozen = this.frozenHere();
    const standings = this.stepper.program.threads.map((_, thread) =>
      this.standing(thread, frozen),
    );
    const closed = standings.map(({ isOver }, thread) => (isOver ? 0 : closure(standings, thread)));
    let best = this.all;
    for (const set of closed) {
      if (set !== 0 && isUsable(standings, set) && countOf(set) < countOf(best)) best = set;
    }
    return best;
  }

  private frozenHere(): number {
    const { cells } = this.stepper.machine.context;
    let frozen = 0;
    this.independence.writeOnce.forEach(({ slot, mask, value }, bit) => {
      if ((cells[slot]! & mask) === value) frozen |= 1 << bit;
    });
    return frozen;
  }

  private standing(thread: number, frozen: number): Standing {
    const { stepper, probe, independence } = this;
    const { machine } = stepper;
    probe.clear();
    machine.probe = probe;
    let moves = false;
    stepper.select(thread);
    while (stepper.step()) {
      stepper.back();
      if (stepper.outcome === result.moved) moves = true;
    }
    machine.probe = undefined;
    const pc = stepper.from;
    return {
      isOver: stepper.isOver(thread),
      isSticky: independence.isSticky(thread, pc),
      moves,
      touched: probe.touched,
      changed: probe.changed,
      futureAccesses: independence.accesses(frozen, thread, pc),
      futureWrites: independence.writes(frozen, thread, pc),
    };
  }
}

/** The thread, with every thread that may meet what a member does here, and so on. */
function closure(standings: readonly Standing[], first: number): number {
  let set = 1 << first;
  let { touched, changed } = standings[first]!;
  for (let thread = 0; thread < standings.length; thread++) {
    const { futureAccesses, futureWrites, ...other } = standings[thread]!;
    if ((set & (1 << thread)) !== 0) continue;
    if ((touched & futureWrites) === 0n && (changed & futureAccesses) === 0n) continue;
    set |= 1 << thread;
    touched |= other.touched;
    changed |= other.changed;
    thread = -1;
  }
  return set;
}

function isUsable(standings: readonly Standing[], set: number): boolean {
  const members = standings.filter((_, thread) => (set & (1 << thread)) !== 0);
  return members.some(({ moves }) => moves) && !members.some(({ isSticky }) => isSticky);
}

function countOf(set: number): number {
  let count = 0;
  for (let left = set; left !== 0; left &= left - 1) count++;
  return count;
}
