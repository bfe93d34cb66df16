// The inside of the exploration worker, without the worker: takes messages, works in slices, and
// lets other messages in between. Automatic tasks go first, among them the newest.
import { type FromWorker, isToWorker, type Job, type StartMessage } from './messages.ts';

/** The work on one task, cut into slices: each `next()` is one of them. */
export type Work = Generator<void, void, void>;

export interface ExplorerHost {
  post(message: FromWorker): void;
  /** Resolves after the messages that wait were taken in. */
  pause(): Promise<void>;
}

/** Works on one job of a task; says what it finds through `post`. */
export interface Worker {
  prepare(message: StartMessage, post: ExplorerHost['post']): Generator<void, Passes, void>;
}

/** Once the text is analysed: what is done for every job, pass after pass. */
export type Passes = readonly ((job: Job) => Work)[];

interface Task {
  readonly message: StartMessage;
  readonly work: Work;
}

export class Explorer {
  readonly #host: ExplorerHost;
  readonly #worker: Worker;
  #tasks: readonly Task[] = [];
  #isWorking = false;
  #turn: number | undefined;

  constructor(host: ExplorerHost, worker: Worker) {
    this.#host = host;
    this.#worker = worker;
  }

  receive(value: unknown): void {
    if (!isToWorker(value)) return;
    if (value.kind === 'cancel') {
      this.#end(value.task, true);
      return;
    }
    this.#tasks = [{ message: value, work: this.#workOn(value) }, ...this.#tasks];
    if (!this.#isWorking) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isWorking = true;
    // A burst of messages is taken in before the first slice.
    await this.#host.pause();
    for (let task = this.#next(); task !== undefined; task = this.#next()) {
      if (this.#turn !== task.message.task) {
        this.#turn = task.message.task;
        this.#host.post({ kind: 'turn', task: this.#turn });
      }
      if (task.work.next().done === true) this.#end(task.message.task, false);
      await this.#host.pause();
    }
    this.#isWorking = false;
  }

  #next(): Task | undefined {
    return this.#tasks.find(({ message }) => message.priority === 'automatic') ?? this.#tasks[0];
  }

  #end(number: number, cancelled: boolean): void {
    const task = this.#tasks.find(({ message }) => message.task === number);
    if (task === undefined) return;
    this.#tasks = this.#tasks.filter((other) => other !== task);
    this.#host.post({ kind: 'over', task: number, cancelled });
  }

  *#workOn(message: StartMessage): Work {
    const { task, jobs } = message;
    const post = this.#host.post.bind(this.#host);
    let passes: Passes;
    try {
      passes = yield* this.#worker.prepare(message, post);
    } catch (error) {
      for (const { scenario, variant } of jobs) {
        post({ kind: 'failed', task, scenario, variant, message: words(error) });
      }
      return;
    }
    const broken = new Set<Job>();
    for (const pass of passes) {
      for (const job of jobs.filter((one) => !broken.has(one))) {
        const { scenario, variant } = job;
        post({ kind: 'begin', task, scenario, variant });
        try {
          yield* pass(job);
        } catch (error) {
          broken.add(job);
          post({ kind: 'failed', task, scenario, variant, message: words(error) });
        }
      }
    }
  }
}

function words(error: unknown): string {
  return error instanceof Error ? `internal error: ${error.message}` : 'internal error';
}
