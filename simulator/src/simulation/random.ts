// Random numbers that are the same on every machine: xoshiro128** (Blackman and Vigna, 2018), its
// state filled from the seed by splitmix32.

export class Random {
  private readonly state = new Uint32Array(4);

  /** Seeds are whole numbers from 0 to 2^32 - 1. */
  constructor(seed: number) {
    let mixed = seed >>> 0;
    for (let word = 0; word < 4; word++) {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      let value = mixed;
      value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
      value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
      this.state[word] = value ^ (value >>> 16);
    }
  }

  /** A whole number from 0 to `count` - 1, each as likely as the others. */
  below(count: number): number {
    // What lies above the last multiple would favour small numbers.
    const end = 2 ** 32 - (2 ** 32 % count);
    for (;;) {
      const value = this.next();
      if (value < end) return value % count;
    }
  }

  /** The numbers below `count` in a random order. */
  shuffled(count: number): number[] {
    const order = Array.from({ length: count }, (_, index) => index);
    for (let index = count - 1; index > 0; index--) {
      const other = this.below(index + 1);
      [order[index], order[other]] = [order[other]!, order[index]!];
    }
    return order;
  }

  private next(): number {
    const { state } = this;
    const [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!];
    const value = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    state[2] = c ^ a;
    state[3] = d ^ b;
    state[1] = b ^ state[2];
    state[0] = a ^ state[3];
    state[2] = state[2] ^ (b << 9);
    state[3] = rotated(state[3], 11);
    return value;
  }
}

function rotated(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
