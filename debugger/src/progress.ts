// How far the search for a run is, in the client's own way; a short one shows nothing.
import { ProgressEndEvent, ProgressStartEvent, ProgressUpdateEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DebugHost } from './host.ts';

/** Shorter searches would only flicker. */
const quietMilliseconds = 1000;
const reportMilliseconds = 500;
const id = 'search';

export class SearchProgress {
  readonly #host: DebugHost;
  readonly #send: (event: DebugProtocol.Event) => void;
  readonly #begun: number;
  #told = 0;
  #isShown = false;

  constructor(host: DebugHost, send: (event: DebugProtocol.Event) => void) {
    this.#host = host;
    this.#send = send;
    this.#begun = host.now();
  }

  at(states: number): void {
    const now = this.#host.now();
    if (now - this.#begun < quietMilliseconds || now - this.#told < reportMilliseconds) return;
    this.#told = now;
    const text = `${states} states`;
    if (this.#isShown) this.#send(new ProgressUpdateEvent(id, text));
    else this.#send(new ProgressStartEvent(id, 'Racewalk looks for the run', text));
    this.#isShown = true;
  }

  end(): void {
    if (this.#isShown) this.#send(new ProgressEndEvent(id));
  }
}
