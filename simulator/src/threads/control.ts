// The words of shared memory by which the threads of a search take turns, and what they mean. Batches
// of states are numbered through the whole search, so that a number read too early is never too large.

/** Indices of the words; each slot of `slotWords` follows at `slots`. */
const word = {
  /** Raised, and waited for, whenever there may be something new to do. */
  epoch: 0,
  stopped: 1,
  /** The first batch that nobody has taken. */
  claimed: 2,
  /** The end of the batches there are. */
  end: 3,
  /** The first batch that is not worked off. */
  committed: 4,
  /** The first batch of this level, and its first state. */
  firstBatch: 5,
  firstState: 6,
  /** The end of the states of this level. */
  statesEnd: 7,
  placeBits: 8,
  isQuotient: 9,
  wantsNumbers: 10,
  /** The first state that nobody has taken to the new table, the end, and how many are there. */
  moveNext: 11,
  moveEnd: 12,
  moved: 13,
  /** How many states all threads may read. */
  published: 14,
} as const;
const slots = 16;
const slotWords = 4;
/** Words of a slot: its batch plus one once it is done; bytes of records, or -1; known states. */
const slot = { done: 0, bytes: 1, known: 2 } as const;
/** More than any batch: nobody takes one. */
const nobody = 0x7fffffff;

/** States that a thread takes at once, to expand them, and to move them to a new table. */
export const batchStates = 256;
const movedStates = 2 ** 14;

export interface Shape {
  /** How many batches may be taken and not yet worked off. */
  readonly slots: number;
  /** Where the records of slot 0 go, and how many bytes each slot has. */
  readonly buffers: number;
  readonly bufferBytes: number;
}

/** States from one number to before another. */
export interface States {
  readonly firstState: number;
  readonly statesEnd: number;
}

/** How the visited table is laid out, and whether the numbers of known states are wanted. */
export interface Table {
  readonly placeBits: number;
  readonly isQuotient: number;
  readonly wantsNumbers: number;
}

export function controlBytes(slotCount: number): number {
  return (slots + slotCount * slotWords) * 4;
}

export class Control {
  private readonly words: Int32Array<SharedArrayBuffer>;
  private readonly shape: Shape;

  constructor(memory: SharedArrayBuffer, address: number, shape: Shape) {
    this.words = new Int32Array(memory, address, controlBytes(shape.slots) / 4);
    this.shape = shape;
  }

  get epoch(): number {
    return Atomics.load(this.words, word.epoch);
  }

  get stopped(): boolean {
    return Atomics.load(this.words, word.stopped) !== 0;
  }

  get end(): number {
    return Atomics.load(this.words, word.end);
  }

  /** So many states are written as far as this thread is concerned. */
  get published(): number {
    return Atomics.load(this.words, word.published);
  }

  get committed(): number {
    return Atomics.load(this.words, word.committed);
  }

  /** Waits until the epoch is another one, or some milliseconds. */
  awaitEpoch(epoch: number, milliseconds: number): void {
    Atomics.wait(this.words, word.epoch, epoch, milliseconds);
  }

  /** Takes the next batch, where there is one and room for its records; else -1. */
  claim(): number {
    for (;;) {
      const batch = Atomics.load(this.words, word.claimed);
      if (batch >= this.end || batch >= this.committed + this.shape.slots) return -1;
      if (Atomics.compareExchange(this.words, word.claimed, batch, batch + 1) === batch)
        return batch;
    }
  }

  /** Whether this very batch could be taken. */
  claimThis(batch: number): boolean {
    return Atomics.compareExchange(this.words, word.claimed, batch, batch + 1) === batch;
  }

  /** Makes nobody take a batch from now on; the first that is not taken. */
  hold(): number {
    return Atomics.exchange(this.words, word.claimed, nobody);
  }

  /** Lets batches be taken again, from this one on. */
  release(claimed: number, table: Table): void {
    this.setTable(table);
    Atomics.store(this.words, word.claimed, claimed);
    this.wake();
  }

  /** Announces the batches of a level; all of those before are worked off. */
  open(states: States, table: Table): void {
    const count = Math.ceil((states.statesEnd - states.firstState) / batchStates);
    const first = this.committed;
    Atomics.store(this.words, word.published, states.statesEnd);
    this.setTable(table);
    Atomics.store(this.words, word.firstBatch, first);
    Atomics.store(this.words, word.firstState, states.firstState);
    Atomics.store(this.words, word.statesEnd, states.statesEnd);
    Atomics.store(this.words, word.end, first + count);
    this.wake();
  }

  /** The states of a batch that was taken. */
  statesOf(batch: number): States {
    const first = Atomics.load(this.words, word.firstBatch);
    const firstState = Atomics.load(this.words, word.firstState) + (batch - first) * batchStates;
    const end = Atomics.load(this.words, word.statesEnd);
    return { firstState, statesEnd: Math.min(end, firstState + batchStates) };
  }

  table(): Table {
    return {
      placeBits: Atomics.load(this.words, word.placeBits),
      isQuotient: Atomics.load(this.words, word.isQuotient),
      wantsNumbers: Atomics.load(this.words, word.wantsNumbers),
    };
  }

  /** Announces states that have to be moved to an empty table; nobody looks into it yet. */
  startMove({ firstState, statesEnd }: States, table: Table): void {
    this.setTable(table);
    Atomics.store(this.words, word.moveEnd, statesEnd);
    Atomics.store(this.words, word.moved, firstState);
    Atomics.store(this.words, word.moveNext, firstState);
    this.wake();
  }

  /** Takes some of the states to be moved; undefined where none is left. */
  claimMove(): States | undefined {
    const end = Atomics.load(this.words, word.moveEnd);
    if (Atomics.load(this.words, word.moveNext) >= end) return undefined;
    const firstState = Atomics.add(this.words, word.moveNext, movedStates);
    if (firstState >= end) return undefined;
    return { firstState, statesEnd: Math.min(end, firstState + movedStates) };
  }

  finishMove({ firstState, statesEnd }: States): void {
    Atomics.add(this.words, word.moved, statesEnd - firstState);
    Atomics.notify(this.words, word.moved);
  }

  /** Waits until all are moved; false after so many milliseconds without news. */
  awaitMove(milliseconds: number): boolean {
    const end = Atomics.load(this.words, word.moveEnd);
    for (let seen = Atomics.load(this.words, word.moved); seen < end; ) {
      if (Atomics.wait(this.words, word.moved, seen, milliseconds) === 'timed-out') return false;
      seen = Atomics.load(this.words, word.moved);
    }
    return true;
  }

  bufferOf(batch: number): number {
    return this.shape.buffers + (batch % this.shape.slots) * this.shape.bufferBytes;
  }

  /** Tells that a batch was expanded, with what came of it. */
  finish(batch: number, bytes: number, known: number): void {
    const at = this.slotOf(batch);
    this.words[at + slot.bytes] = bytes;
    this.words[at + slot.known] = known;
    Atomics.store(this.words, at + slot.done, batch + 1);
    Atomics.notify(this.words, at + slot.done);
  }

  isDone(batch: number): boolean {
    return Atomics.load(this.words, this.slotOf(batch) + slot.done) === batch + 1;
  }

  /** What came of a batch that is done. */
  resultOf(batch: number): { readonly bytes: number; readonly known: number } {
    const at = this.slotOf(batch);
    return { bytes: this.words[at + slot.bytes]!, known: this.words[at + slot.known]! };
  }

  /** Waits until a batch is done; false after so many milliseconds in which it was not. */
  awaitDone(batch: number, milliseconds: number): boolean {
    const at = this.slotOf(batch) + slot.done;
    for (let seen = Atomics.load(this.words, at); seen !== batch + 1; ) {
      if (Atomics.wait(this.words, at, seen, milliseconds) === 'timed-out') return false;
      seen = Atomics.load(this.words, at);
    }
    return true;
  }

  /** The records of a batch are no longer needed, and there are so many states. */
  commit(batch: number, states: number): void {
    Atomics.store(this.words, word.published, states);
    Atomics.store(this.words, word.committed, batch + 1);
    this.wake();
  }

  stop(): void {
    Atomics.store(this.words, word.stopped, 1);
    this.wake();
  }

  private setTable({ placeBits, isQuotient, wantsNumbers }: Table): void {
    Atomics.store(this.words, word.placeBits, placeBits);
    Atomics.store(this.words, word.isQuotient, isQuotient);
    Atomics.store(this.words, word.wantsNumbers, wantsNumbers);
  }

  private wake(): void {
    Atomics.add(this.words, word.epoch, 1);
    Atomics.notify(this.words, word.epoch);
  }

  private slotOf(batch: number): number {
    return slots + (batch % this.shape.slots) * slotWords;
  }
}
