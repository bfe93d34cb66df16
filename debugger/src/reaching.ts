// From which choices something can still be broken: worked out once for a program, beside the walk.
import { type ReachingSearch, startReaching } from '@racewalk/simulator';
import type { Debuggee } from './debuggee.ts';
import { type DebugHost, sliceMilliseconds } from './host.ts';
import { limits } from './limits.ts';

/** Begins to mark the choices of a debuggee; small programs have their marks at once. */
export class Reaching {
  readonly #debuggee: Debuggee;
  readonly #host: DebugHost;
  readonly #search: ReachingSearch;
  #isOver = false;

  /** `known` is called when the marks come later than the constructor's end. */
  constructor(debuggee: Debuggee, host: DebugHost, known: () => void) {
    this.#debuggee = debuggee;
    this.#host = host;
    const { program } = debuggee.walk;
    this.#search = startReaching(program, { races_states_max: limits.reaching_states_max });
    if (this.#search.advance(limits.reaching_states_at_once)) this.#mark();
    else void this.#goOn(known);
  }

  stop(): void {
    this.#isOver = true;
  }

  async #goOn(known: () => void): Promise<void> {
    let slice = 1000;
    for (;;) {
      await this.#host.pause();
      if (this.#isOver) return;
      const begun = this.#host.now();
      if (this.#search.advance(slice)) break;
      const took = this.#host.now() - begun;
      if (took < sliceMilliseconds / 2) slice *= 2;
      else if (took > sliceMilliseconds * 2) slice = Math.max(1, Math.floor(slice / 2));
    }
    this.#mark();
    known();
  }

  #mark(): void {
    const { walk } = this.#debuggee;
    this.#debuggee.canReach = (action) => this.#search.canReach(walk.state, action);
  }
}
