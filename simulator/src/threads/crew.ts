// Explores with the help of other threads, and finds what one thread finds, in the same order and with
// the same numbers: the helpers expand batches of states ahead of their turn and leave out what they
// see in the visited table already; one thread works the rest off, batch after batch in the order of
// the states. While it waits it helps itself.

import { runResult } from '../wasm/assembly.ts';
import type { Exports } from '../wasm/compiled-exploration.ts';
import type { Memory } from '../wasm/webassembly.ts';
import { batchStates, Control, controlBytes, type Shape, type Table } from './control.ts';
import type { SearchThreads } from './threads.ts';

/**
 * What is smaller is searched by one thread: others begin to work some ten milliseconds later, and to
 * share a small level takes longer than to expand it.
 */
export const helpfulFrom = { states: 100_000, level: batchStates * 8 };
/** Batches that each thread may be ahead. */
const slotsPerThread = 4;
const bufferBytes = 2 ** 18;
/** Portions of states that one call moves to a new table. */
const movesInSlice = 4;
/** A batch takes a millisecond; who does not answer for so long will not any more. */
const patienceMilliseconds = 120_000;
const noAnswer = 'a thread of the search does not answer';

/** What the threads work with. */
interface Workshop {
  readonly module: object;
  readonly memory: Memory;
  readonly code: Exports;
  /** Bytes that each thread needs of its own. */
  readonly scratchBytes: number;
}

export class Crew {
  private readonly code: Exports;
  private readonly control: Control;
  private readonly shape: Shape;
  private readonly levelMin: number;
  /** Whether there are batches, and whether states are on their way to a new table. */
  private isOpen = false;
  private isMoving = false;
  /** The first batch that was not taken when all were held back; undefined: they are not. */
  private heldAt: number | undefined;
  /** The batch that is expanded here in its turn. */
  private own = -1;

  constructor(threads: SearchThreads, { module, memory, code, scratchBytes }: Workshop) {
    this.code = code;
    this.levelMin = (threads.from ?? helpfulFrom).level;
    const slots = slotsPerThread * (threads.count + 1);
    const address = code.allocate(Math.ceil(controlBytes(slots) / 16) * 16);
    this.shape = { slots, bufferBytes, buffers: code.allocate(slots * bufferBytes) };
    this.control = new Control(memory.buffer as SharedArrayBuffer, address, this.shape);
    this.hold();
    for (let thread = 0; thread < threads.count; thread++) {
      const scratch = code.allocate(scratchBytes);
      threads.start(thread, { module, memory, scratch, control: address, shape: this.shape });
    }
  }

  /** Expands about so many states, or moves so many to a new table; a `runResult`. */
  run(budget: number): number {
    const { code } = this;
    const { expanded, levelEnd } = code;
    const goal = expanded.value + budget;
    while (expanded.value < goal) {
      if (code.halted.value !== 0) return runResult.halted;
      if (code.rebuilding.value !== 0) {
        this.move();
        return runResult.goesOn;
      }
      if (!this.isOpen && !this.openLevel()) {
        const outcome = code.run(Math.max(1, levelEnd.value - expanded.value));
        if (outcome !== runResult.goesOn) return outcome;
      } else this.workOff();
    }
    return runResult.goesOn;
  }

  /** Returns when no helper looks into the table; none will before the next `run`. */
  hold(): void {
    if (this.heldAt !== undefined) return;
    const { control } = this;
    this.heldAt = control.hold();
    for (let batch = control.committed; batch < this.heldAt; batch++) {
      if (batch !== this.own) this.await(batch);
    }
  }

  /** Lets the helpers go. */
  stop(): void {
    this.control.stop();
  }

  /** False where the level is too small for more than one thread. */
  private openLevel(): boolean {
    const [firstState, statesEnd] = [this.code.expanded.value, this.code.levelEnd.value];
    if (statesEnd - firstState < this.levelMin) return false;
    this.control.open({ firstState, statesEnd }, this.table());
    this.isOpen = true;
    return true;
  }

  /** Works the next batch off, or does something for a later one until that is possible. */
  private workOff(): void {
    const { code, control } = this;
    if (code.isFull() !== 0) {
      code.grow();
      code.rebuilding.value = 1;
      return;
    }
    this.release();
    const batch = control.committed;
    if (control.claimThis(batch)) this.expand(batch);
    else if (control.isDone(batch)) this.take(batch);
    else {
      const other = control.claim();
      if (other >= 0) this.expandAhead(other);
      else this.await(batch);
    }
  }

  private release(): void {
    if (this.heldAt === undefined) return;
    this.control.release(this.heldAt, this.table());
    this.heldAt = undefined;
  }

  private table(): Table {
    const { placeBits, isQuotient, wantsNumbers } = this.code;
    return {
      placeBits: placeBits.value,
      isQuotient: isQuotient.value,
      wantsNumbers: wantsNumbers.value,
    };
  }

  /** Moves some states to the new table; the helpers do so, too. */
  private move(): void {
    const { code, control } = this;
    if (!this.isMoving) {
      this.hold();
      const states = { firstState: code.rebuilt.value, statesEnd: code.count.value };
      control.startMove(states, this.table());
      this.isMoving = true;
    }
    for (let portion = 0; portion < movesInSlice; portion++) {
      const states = control.claimMove();
      if (states === undefined) {
        if (!control.awaitMove(patienceMilliseconds)) throw new Error(noAnswer);
        this.isMoving = false;
        code.rebuilding.value = 0;
        return;
      }
      code.rebuilt.value = states.firstState;
      code.rebuild(states.statesEnd - states.firstState);
      control.finishMove(states);
    }
  }

  /** Expands the batch whose turn it is; no records are left for later. */
  private expand(batch: number): void {
    const { code } = this;
    const { statesEnd } = this.control.statesOf(batch);
    this.own = batch;
    let outcome: number = runResult.goesOn;
    while (outcome === runResult.goesOn && code.expanded.value < statesEnd) {
      outcome = code.run(statesEnd - code.expanded.value);
    }
    this.own = -1;
    this.finish(batch);
  }

  private expandAhead(batch: number): void {
    const { code, control } = this;
    const { firstState, statesEnd } = control.statesOf(batch);
    const buffer = control.bufferOf(batch);
    code.trusted.value = code.count.value;
    const bytes = code.ahead(firstState, statesEnd, buffer, buffer + bufferBytes);
    control.finish(batch, bytes, code.knownCount.value);
  }

  /** Works off what is left of a batch that was expanded ahead of its turn. */
  private take(batch: number): void {
    const { code, control } = this;
    const { bytes, known } = control.resultOf(batch);
    if (bytes < 0) {
      this.expand(batch);
      return;
    }
    const buffer = control.bufferOf(batch);
    code.commit(buffer, buffer + bytes);
    code.transitions.value += BigInt(known);
    code.expanded.value = control.statesOf(batch).statesEnd;
    this.finish(batch);
  }

  private finish(batch: number): void {
    this.control.commit(batch, this.code.count.value);
    this.isOpen = batch + 1 < this.control.end;
  }

  private await(batch: number): void {
    if (this.control.awaitDone(batch, patienceMilliseconds)) return;
    throw new Error(noAnswer);
  }
}
