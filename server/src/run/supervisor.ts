// Keeps one exploration worker alive: starts it on demand, ends it when it does not stop in time,
// and when it dies says which job it died of and lets a new one go on with the rest.
import type { Clock } from './clock.ts';
import {
  type FromWorker,
  isFromWorker,
  type Job,
  type StartMessage,
  type ToWorker,
} from './messages.ts';

/** A worker as the host provides it. */
export interface WorkerPort {
  post(message: ToWorker): void;
  terminate(): void;
}

export interface WorkerEvents {
  readonly message: (value: unknown) => void;
  /** It ended by itself; in words. */
  readonly exit: (reason: string) => void;
}

export type SpawnWorker = (events: WorkerEvents) => WorkerPort;

/** A cancelled task that is not over by then ends with its worker. */
export const cancelPatienceMs = 1000;

interface Task {
  readonly message: StartMessage;
  remaining: readonly Job[];
  current: Job | undefined;
  /** Set once it is cancelled: forgets the watch over it. */
  unwatch: (() => void) | undefined;
}

export class Supervisor {
  readonly #spawn: SpawnWorker;
  readonly #clock: Clock;
  readonly #listen: (message: FromWorker) => void;
  readonly #tasks = new Map<number, Task>();
  #worker: WorkerPort | undefined;
  /** The task the worker was at when it last spoke. */
  #turn: number | undefined;
  /** Messages of a worker that was given up still arrive; they belong to an older generation. */
  #generation = 0;

  constructor(spawn: SpawnWorker, clock: Clock, listen: (message: FromWorker) => void) {
    this.#spawn = spawn;
    this.#clock = clock;
    this.#listen = listen;
  }

  start(message: StartMessage): void {
    const task = { message, remaining: message.jobs, current: undefined, unwatch: undefined };
    this.#tasks.set(message.task, task);
    this.#post(message);
  }

  cancel(number: number): void {
    const task = this.#tasks.get(number);
    if (task === undefined || task.unwatch !== undefined) return;
    task.unwatch = this.#clock.after(cancelPatienceMs, () => this.#restart());
    this.#post({ kind: 'cancel', task: number });
  }

  dispose(): void {
    for (const task of this.#tasks.values()) task.unwatch?.();
    this.#tasks.clear();
    this.#abandon();
  }

  #post(message: ToWorker): void {
    this.#worker ??= this.#create();
    this.#worker?.post(message);
  }

  #create(): WorkerPort {
    const generation = this.#generation;
    return this.#spawn({
      message: (value) => {
        if (generation === this.#generation && isFromWorker(value)) this.#receive(value);
      },
      exit: (reason) => {
        if (generation === this.#generation) this.#died(reason);
      },
    });
  }

  #receive(message: FromWorker): void {
    const task = this.#tasks.get(message.task);
    if (task === undefined) return;
    if (message.kind === 'turn') {
      this.#turn = message.task;
      return;
    }
    if (message.kind === 'over') {
      task.unwatch?.();
      this.#tasks.delete(message.task);
    } else if (message.kind === 'begin') {
      task.current = message;
    } else if (message.kind === 'result' || message.kind === 'bench' || message.kind === 'failed') {
      task.remaining = without(task.remaining, message);
    }
    this.#listen(message);
  }

  /** The worker does not answer: what was cancelled is over, the rest begins again. */
  #restart(): void {
    this.#abandon();
    const tasks = [...this.#tasks.values()];
    for (const task of tasks) {
      if (task.unwatch !== undefined) this.#end(task, true);
    }
    this.#resume();
  }

  #died(reason: string): void {
    const guilty = this.#tasks.get(this.#turn ?? -1);
    this.#abandon();
    for (const task of [...this.#tasks.values()]) {
      if (task.unwatch !== undefined) this.#end(task, true);
      else if (task === guilty || guilty === undefined) this.#blame(task, reason);
    }
    this.#resume();
  }

  /** A death before the first job is a death of the text itself: none of its jobs can run. */
  #blame(task: Task, reason: string): void {
    const number = task.message.task;
    for (const { scenario, variant } of task.current === undefined
      ? task.remaining
      : [task.current]) {
      this.#receive({ kind: 'failed', task: number, scenario, variant, message: reason });
    }
    if (task.remaining.length === 0) this.#end(task, false);
  }

  #end(task: Task, cancelled: boolean): void {
    this.#receive({ kind: 'over', task: task.message.task, cancelled });
  }

  #resume(): void {
    for (const task of this.#tasks.values()) {
      task.current = undefined;
      this.#post({ ...task.message, jobs: task.remaining });
    }
  }

  #abandon(): void {
    this.#generation += 1;
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#turn = undefined;
  }
}

function without(jobs: readonly Job[], { scenario, variant }: Job): readonly Job[] {
  return jobs.filter((job) => job.scenario !== scenario || job.variant !== variant);
}
