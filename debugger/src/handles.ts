// Numbers that stand for what a client may open. None is used twice: what was handed out for an
// earlier state is gone, and never means something else.

export class Handles<Value> {
  #next = 1;
  #values = new Map<number, Value>();

  create(value: Value): number {
    const handle = this.#next;
    this.#next += 1;
    this.#values.set(handle, value);
    return handle;
  }

  get(handle: number): Value | undefined {
    return this.#values.get(handle);
  }

  /** The state shown is another one. */
  forget(): void {
    this.#values = new Map();
  }
}
