// Which run of each text is in view, so that its steps get numbers between the words of the text.
// Columns and timeline may show runs of one text: the newest counts, and what is closed uncovers
// the one before it.
import type { RunOf, ShownMessage } from '@racewalk/server';

export class ShownRuns {
  readonly #send: (message: ShownMessage) => void;
  /** By who shows it; the newest is the last. */
  readonly #runs = new Map<string, RunOf>();

  constructor(send: (message: ShownMessage) => void) {
    this.#send = send;
  }

  /** `by`: a name of the view, which shows one run at a time. */
  show(by: string, run: RunOf): void {
    const before = this.#runs.get(by);
    this.#runs.delete(by);
    this.#runs.set(by, run);
    if (before !== undefined && before.uri !== run.uri) this.#tell(before.uri);
    this.#tell(run.uri);
  }

  /** The view is closed, or shows no run whose steps have numbers. */
  hide(by: string): void {
    const run = this.#runs.get(by);
    if (run === undefined) return;
    this.#runs.delete(by);
    this.#tell(run.uri);
  }

  #tell(uri: string): void {
    const run = [...this.#runs.values()].findLast((one) => one.uri === uri);
    this.#send({ uri, run });
  }
}
