// Tables of variants, on request, one for each text at a time. They have a worker of their own, so that the
// runs that follow typing do not wait for them.
import type { CompareDocument } from '@racewalk/workbench';
import type { Snapshot } from '../documents/snapshots.ts';
import type { Clock } from './clock.ts';
import type { FromWorker } from './messages.ts';
import { type SpawnWorker, Supervisor } from './supervisor.ts';

export type CompareEnd =
  | { readonly kind: 'done'; readonly document: CompareDocument }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

export interface UnitsDone {
  readonly done: number;
  readonly total: number;
}

interface Task {
  readonly name: string;
  readonly told: (progress: UnitsDone) => void;
  readonly end: (end: CompareEnd) => void;
}

export class CompareRuns {
  readonly #supervisor: Supervisor;
  readonly #tasks = new Map<number, Task>();
  #last = 0;

  constructor(spawn: SpawnWorker, clock: Clock) {
    this.#supervisor = new Supervisor(spawn, clock, (message) => this.#receive(message));
  }

  /** Cancels what was asked before about the text; resolves when the table is there, or none will come. */
  request(
    { name, analysis }: Snapshot,
    scenario: number,
    states: number,
    told: (progress: UnitsDone) => void,
  ): Promise<CompareEnd> {
    this.cancel(name);
    this.#last += 1;
    const task = this.#last;
    return new Promise((resolve) => {
      this.#tasks.set(task, { name, told, end: resolve });
      this.#supervisor.start({
        kind: 'start',
        work: 'compare',
        task,
        priority: 'requested',
        file: analysis.file,
        includes: analysis.includes,
        jobs: [{ scenario, variant: 0 }],
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
    else if (message.kind === 'compared')
      this.#end(message.task, { kind: 'done', document: message.document });
    else if (message.kind === 'failed')
      this.#end(message.task, { kind: 'failed', message: message.message });
    else if (message.kind === 'over') this.#end(message.task, { kind: 'cancelled' });
  }

  #end(number: number, end: CompareEnd): void {
    const task = this.#tasks.get(number);
    this.#tasks.delete(number);
    task?.end(end);
  }
}
