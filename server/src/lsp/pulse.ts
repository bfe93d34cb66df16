// Many wishes, one act: calls together what was asked for in a short time.
import type { Clock } from '../run/clock.ts';

export class Pulse {
  readonly #clock: Clock;
  readonly #act: () => void;
  #due: number | undefined;
  #take: (() => void) | undefined;

  constructor(clock: Clock, act: () => void) {
    this.#clock = clock;
    this.#act = act;
  }

  /** Acts within so many milliseconds; an earlier date that stands is kept. */
  within(ms: number): void {
    const due = this.#clock.now() + ms;
    if (this.#due !== undefined && this.#due <= due) return;
    this.#plan(due, ms);
  }

  /** Acts after so many milliseconds without a further wish. */
  after(ms: number): void {
    this.#plan(this.#clock.now() + ms, ms);
  }

  stop(): void {
    this.#take?.();
    this.#take = undefined;
    this.#due = undefined;
  }

  #plan(due: number, ms: number): void {
    this.#take?.();
    this.#due = due;
    this.#take = this.#clock.after(ms, () => {
      this.#take = undefined;
      this.#due = undefined;
      this.#act();
    });
  }
}
