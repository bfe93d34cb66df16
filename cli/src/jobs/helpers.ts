// Threads that help a command of the bench: each takes the next piece of work that nobody has. What is printed is
// what the command alone would print.
import type { Analysis } from '@racewalk/language';
import type { Taken } from '@racewalk/workbench';
import type { Host } from '../host.ts';
import type { HelperReply, HelperTask, HelperThreads } from './helper.ts';

/** More threads than this have not been tried. */
const helpersMax = 3;
/** Pieces that a thread has at one time, so that it need not wait for the command. */
const ahead = 2;

/** Work that is shared: `shared` of a report of the workbench. */
export interface Shared {
  take(): Taken | undefined;
  giveUp(at: number): void;
  onOffer(tell: () => void): void;
}

type Give = (reply: HelperReply) => void;

interface Helper {
  isReady: boolean;
  /** What it has taken and not answered. */
  readonly has: Set<number>;
}

export class Helpers {
  readonly #host: Host;
  readonly #count: number;
  #threads: HelperThreads | undefined;
  #helpers: Helper[] = [];
  #shared: Shared | undefined;
  #give: Give = () => {};

  /** `jobs` with the command's own thread; undefined: as many as there are cores. */
  constructor(host: Host, jobs: number | undefined) {
    this.#host = host;
    this.#count = Math.min(helpersMax, (jobs ?? host.cores) - 1);
  }

  /** Helps with this from now on; `give` takes the answers. */
  help(
    { file, includes }: Pick<Analysis, 'file' | 'includes'>,
    task: HelperTask,
    shared: Shared,
    give: Give,
  ): void {
    if (this.#count < 1) return;
    this.#threads ??= this.#started();
    this.#shared = shared;
    this.#give = give;
    for (const [thread, helper] of this.#helpers.entries()) {
      helper.isReady = false;
      this.#threads.send(thread, { kind: 'begin', task, file, includes });
    }
    shared.onOffer(() => this.#feedAll());
  }

  close(): void {
    this.#threads?.close();
  }

  #started(): HelperThreads {
    const threads = this.#host.startHelpers(this.#count, {
      reply: (thread, reply) => this.#take(thread, reply),
      ended: (thread) => this.#lose(thread),
    });
    this.#helpers = Array.from({ length: threads.count }, () => {
      return { isReady: false, has: new Set<number>() };
    });
    return threads;
  }

  #take(thread: number, reply: HelperReply): void {
    const helper = this.#helpers[thread];
    if (helper === undefined) return;
    if (reply.kind === 'ready') helper.isReady = true;
    else {
      helper.has.delete(reply.at);
      if (reply.kind === 'failed') this.#shared?.giveUp(reply.at);
      else this.#give(reply);
    }
    this.#feed(thread);
  }

  #lose(thread: number): void {
    const helper = this.#helpers[thread];
    if (helper === undefined) return;
    helper.isReady = false;
    for (const at of helper.has) this.#shared?.giveUp(at);
    helper.has.clear();
  }

  #feedAll(): void {
    for (const thread of this.#helpers.keys()) this.#feed(thread);
  }

  #feed(thread: number): void {
    const helper = this.#helpers[thread];
    while (helper?.isReady === true && helper.has.size < ahead) {
      const taken = this.#shared?.take();
      if (taken === undefined) return;
      helper.has.add(taken.at);
      this.#threads?.send(thread, { kind: 'work', ...taken });
    }
  }
}
