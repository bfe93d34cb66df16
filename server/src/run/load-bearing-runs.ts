// Load-bearing reports, on request, one for each text at a time. They have a worker of their own, so that
// the runs that follow typing do not wait for them.
import type { LoadBearingReport } from '@racewalk/workbench';
import type { Snapshot } from '../documents/snapshots.ts';
import type { Clock } from './clock.ts';
import type { FromWorker, Job } from './messages.ts';
import { type SpawnWorker, Supervisor } from './supervisor.ts';

export type LoadBearingEnd =
  | { readonly kind: 'done'; readonly report: LoadBearingReport }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

export interface MutantsDone {
  readonly done: number;
  readonly total: number;
  readonly states: number;
}

interface Task {
  readonly name: string;
  readonly told: (progress: MutantsDone) => void;
  readonly end: (end: LoadBearingEnd) => void;
}

export class LoadBearingRuns {
  readonly #supervisor: Supervisor;
  readonly #tasks = new Map<number, Task>();
  #last = 0;

  constructor(spawn: SpawnWorker, clock: Clock) {
    this.#supervisor = new Supervisor(spawn, clock, (message) => this.#receive(message));
  }

  /** Cancels what was asked before about the text; resolves when the report is there, or none will come. */
  request(
    { name, analysis }: Snapshot,
    job: Job,
    states: number,
    told: (progress: MutantsDone) => void,
  ): Promise<LoadBearingEnd> {
    this.cancel(name);
    this.#last += 1;
    const task = this.#last;
    return new Promise((resolve) => {
      this.#tasks.set(task, { name, told, end: resolve });
      this.#supervisor.start({
        kind: 'start',
        work: 'loadBearing',
        task,
        priority: 'requested',
        file: analysis.file,
        includes: analysis.includes,
        jobs: [job],
        states,
      });
    });
  }

  cancel(name: string): void {
    for (const [number, task] of [...this.#tasks]) {
      if (task.name !== name) continue;
      this.#supervisor.cancel(number);
      this.#end(number, { kind: 'cancelled' });
    }
  }

  dispose(): void {
    for (const number of [...this.#tasks.keys()]) this.#end(number, { kind: 'cancelled' });
    this.#supervisor.dispose();
  }

  #receive(message: FromWorker): void {
    const task = this.#tasks.get(message.task);
    if (task === undefined) return;
    if (message.kind === 'mutants') task.told(message);
    else if (message.kind === 'loadBearing') {
      const { report } = message;
      const failed = { kind: 'failed', message: 'it does not compile' } as const;
      this.#end(message.task, report === undefined ? failed : { kind: 'done', report });
    } else if (message.kind === 'failed')
      this.#end(message.task, { kind: 'failed', message: message.message });
    else if (message.kind === 'over') this.#end(message.task, { kind: 'cancelled' });
  }

  #end(number: number, end: LoadBearingEnd): void {
    const task = this.#tasks.get(number);
    this.#tasks.delete(number);
    task?.end(end);
  }
}
