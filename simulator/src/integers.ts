// Append-only lists of 32-bit integers, and sets of small numbers, that grow without copying what a
// garbage collector would have to walk.

const chunkBits = 12;
const chunkLength = 1 << chunkBits;

export class IntegerLog {
  length = 0;
  private readonly chunks: Int32Array[] = [];

  push(value: number): void {
    const offset = this.length & (chunkLength - 1);
    if (offset === 0) this.chunks.push(new Int32Array(chunkLength));
    this.chunks[this.length >>> chunkBits]![offset] = value;
    this.length++;
  }

  at(index: number): number {
    return this.chunks[index >>> chunkBits]![index & (chunkLength - 1)]!;
  }

  bytes(): number {
    return this.chunks.length * chunkLength * 4;
  }
}

export class NumberSet {
  private bits = new Int32Array(1 << 8);

  has(value: number): boolean {
    const word = Math.floor(value / 32);
    return word < this.bits.length && (this.bits[word]! & (1 << (value % 32))) !== 0;
  }

  add(value: number): void {
    const word = Math.floor(value / 32);
    if (word >= this.bits.length) this.grow(word + 1);
    this.bits[word] = this.bits[word]! | (1 << (value % 32));
  }

  bytes(): number {
    return this.bits.byteLength;
  }

  private grow(words: number): void {
    let length = this.bits.length;
    while (length < words) length *= 2;
    const larger = new Int32Array(length);
    larger.set(this.bits);
    this.bits = larger;
  }
}
