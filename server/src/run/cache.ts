// What was found out about programs, so that an edit that changes none of them runs nothing again.

/** Characters of keys kept; a program has some hundred thousand. */
const charactersMax = 64_000_000;

/** Forgets what was not asked for the longest. */
export class Cache<Value> {
  readonly #values = new Map<string, Value>();
  readonly #max: number;
  #characters = 0;

  constructor(max = charactersMax) {
    this.#max = max;
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    if (this.#values.delete(key)) this.#characters -= key.length;
    this.#values.set(key, value);
    this.#characters += key.length;
    for (const oldest of this.#values.keys()) {
      if (this.#characters <= this.#max || oldest === key) break;
      this.#values.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
