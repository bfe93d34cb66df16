// Which of two sets of numbers stand for each other: registers, or places in the code.

/** One-to-one between numbers, built pair by pair. */
export class Pairing {
  private readonly forth = new Map<number, number>();
  private readonly back = new Map<number, number>();

  /** False where one of the two is paired with something else. */
  add(left: number, right: number): boolean {
    if (this.forth.get(left) === right && this.back.get(right) === left) return true;
    if (this.forth.has(left) || this.back.has(right)) return false;
    this.forth.set(left, right);
    this.back.set(right, left);
    return true;
  }

  of(left: number): number | undefined {
    return this.forth.get(left);
  }
}
