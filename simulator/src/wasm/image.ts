// The constant tables that generated code reads, and the fixed places it works with: laid out once,
// copied to the beginning of the memory.

export class Image {
  private readonly parts: { readonly address: number; readonly words: Int32Array }[] = [];
  private readonly known = new Map<string, number>();
  private length = 16;

  /** The byte address of a table of 32-bit words; equal tables are stored once. */
  table(words: readonly number[] | Int32Array): number {
    const key = words.join();
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const address = this.reserve(words.length * 4);
    this.parts.push({ address, words: Int32Array.from(words) });
    this.known.set(key, address);
    return address;
  }

  /** The byte address of a table of 64-bit words. */
  table64(words: readonly bigint[]): number {
    const halves = words.flatMap((word) => [
      Number(BigInt.asIntN(32, word)),
      Number(BigInt.asIntN(32, word >> 32n)),
    ]);
    return this.table(halves);
  }

  /** The address of so many bytes that are zero at first; a multiple of 16. */
  reserve(bytes: number): number {
    const address = this.length;
    this.length += Math.ceil(bytes / 16) * 16;
    return address;
  }

  /** Bytes in use. */
  size(): number {
    return this.length;
  }

  copyTo(buffer: ArrayBufferLike): void {
    for (const { address, words } of this.parts) {
      new Int32Array(buffer, address, words.length).set(words);
    }
  }
}
