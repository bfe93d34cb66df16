// The visited table: every state once, in the order of its discovery, in a log of chunks; beside it
// an open-addressing table of state numbers. The log is also the queue of a breadth-first search.
import { assert } from './assert.ts';

/** States per chunk, as a power of two: small programs must not pay for large ones. */
const chunkBits = 12;
const chunkStates = 1 << chunkBits;

export class StateTable {
  /** Distinct states inserted. */
  count = 0;
  /** Set by `insert`: whether the state was new. */
  isNew = false;
  /** New states are refused from this count on. */
  limit = 2 ** 30;
  private readonly words: number;
  private readonly chunks: Int32Array[] = [];
  private slots = new Int32Array(1 << 10);
  private mask = (1 << 10) - 1;

  constructor(words: number) {
    this.words = words;
  }

  /** The number of the state, which is stored if it was not; -1 if `limit` forbids that. */
  insert(state: Int32Array): number {
    let place = this.hash(state) & this.mask;
    for (;;) {
      const entry = this.slots[place]!;
      if (entry === 0) break;
      if (this.equals(entry - 1, state)) {
        this.isNew = false;
        return entry - 1;
      }
      place = (place + 1) & this.mask;
    }
    if (this.count >= this.limit) return -1;
    this.isNew = true;
    const number = this.append(state);
    this.slots[place] = number + 1;
    if (this.count * 2 > this.mask) this.grow();
    return number;
  }

  /** The number of the state; -1: it was never inserted. */
  find(state: Int32Array): number {
    let place = this.hash(state) & this.mask;
    for (let entry = this.slots[place]!; entry !== 0; entry = this.slots[place]!) {
      if (this.equals(entry - 1, state)) return entry - 1;
      place = (place + 1) & this.mask;
    }
    return -1;
  }

  /** Copies a state into `state`. */
  read(number: number, state: Int32Array): void {
    assert(number < this.count, 'a state that is read was inserted');
    const chunk = this.chunks[number >>> chunkBits]!;
    const start = (number & (chunkStates - 1)) * this.words;
    for (let word = 0; word < this.words; word++) state[word] = chunk[start + word]!;
  }

  bytes(): number {
    return this.slots.byteLength + this.chunks.length * chunkStates * this.words * 4;
  }

  /** The most that `bytes` may be after `more` insertions, growth included. */
  bytesAfter(more: number): number {
    const chunks = Math.ceil((this.count + more) / chunkStates) * chunkStates * this.words * 4;
    const growth = (this.count + more) * 2 > this.mask ? this.slots.byteLength * 2 : 0;
    return this.slots.byteLength + growth + chunks;
  }

  private append(state: Int32Array): number {
    const number = this.count++;
    const start = (number & (chunkStates - 1)) * this.words;
    if (start === 0) this.chunks.push(new Int32Array(chunkStates * this.words));
    this.chunks[number >>> chunkBits]!.set(state, start);
    return number;
  }

  private equals(number: number, state: Int32Array): boolean {
    const chunk = this.chunks[number >>> chunkBits]!;
    const start = (number & (chunkStates - 1)) * this.words;
    for (let word = 0; word < this.words; word++) {
      if (chunk[start + word] !== state[word]) return false;
    }
    return true;
  }

  private hash(state: Int32Array): number {
    let hash = 0x9e3779b9 | 0;
    for (let word = 0; word < this.words; word++) {
      hash = Math.imul(hash ^ state[word]!, 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  }

  private grow(): void {
    this.mask = this.mask * 2 + 1;
    this.slots = new Int32Array(this.mask + 1);
    const state = new Int32Array(this.words);
    for (let number = 0; number < this.count; number++) {
      this.read(number, state);
      let place = this.hash(state) & this.mask;
      while (this.slots[place] !== 0) place = (place + 1) & this.mask;
      this.slots[place] = number + 1;
    }
  }
}
