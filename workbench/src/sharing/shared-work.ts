// A list of work that several hands take from: one here, others in threads that know the same texts. Each takes
// the next item that nobody has, so every hand goes through its items in ascending order.

/** Numbers that all hands understand: indices of edits, or of a variant. */
export type Item = readonly number[];

export interface Taken {
  /** Its place in the list. */
  readonly at: number;
  readonly item: Item;
  /** What the hand that does it has to be told besides. */
  readonly words?: readonly string[];
}

/** What other hands see of it. */
export type Shared<Answer> = Pick<SharedWork<Answer>, 'take' | 'give' | 'giveUp' | 'onOffer'>;

export class SharedWork<Answer> {
  #items: readonly Item[] = [];
  #answers: (Answer | undefined)[] = [];
  #next = 0;
  /** Taken by hands that are gone. */
  #left: number[] = [];
  #changed: () => void = () => {};
  #offered: () => void = () => {};

  /** Begins another list. All of the one before has to be answered. */
  offer(items: readonly Item[]): void {
    this.#items = items;
    this.#answers = items.map(() => undefined);
    this.#next = 0;
    this.#offered();
  }

  /** Tells of each new list. */
  onOffer(tell: () => void): void {
    this.#offered = tell;
  }

  /** What would be taken. */
  next(): Item | undefined {
    return this.#items[this.#left[0] ?? this.#next];
  }

  /** Says once more that there is something to take: it was held back before. */
  release(): void {
    this.#offered();
  }

  take(): Taken | undefined {
    const at = this.#left.shift() ?? this.#next;
    const item = this.#items[at];
    if (item === undefined) return undefined;
    if (at === this.#next) this.#next += 1;
    return { at, item };
  }

  give(at: number, answer: Answer): void {
    this.#answers[at] = answer;
    this.#changed();
  }

  /** Who has taken it does not answer any more. */
  giveUp(at: number): void {
    this.#left.push(at);
    this.#changed();
  }

  answer(at: number): Answer | undefined {
    return this.#answers[at];
  }

  /** Until something is answered, or there is more to take. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve;
    });
  }
}
