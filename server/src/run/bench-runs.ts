// The work of the bench, on request, one of each kind for each text at a time. It has a worker of its own, so that the
// runs that follow typing do not wait for it. What repairs a text is kept until the text changes.
import type { RepairReport } from '@racewalk/workbench';
import type { Snapshot } from '../documents/snapshots.ts';
import type { Clock } from './clock.ts';
import type { Against, BenchFound, BenchWork, FromWorker, Job } from './messages.ts';
import { type SpawnWorker, Supervisor } from './supervisor.ts';

export type BenchEnd =
  | { readonly kind: 'done'; readonly found: BenchFound }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

export interface MutantsDone {
  readonly done: number;
  readonly total: number;
  readonly states: number;
}

/** Found for one variant of a text. */
export interface KnownRepairs extends Job {
  readonly report: RepairReport;
}

export interface BenchAsk extends Job {
  readonly work: BenchWork;
  readonly against?: Against | undefined;
  readonly states: number;
}

export interface BenchTold {
  readonly progress: (done: MutantsDone) => void;
  /** What is known so far. */
  readonly partial?: ((found: BenchFound) => void) | undefined;
}

interface Task extends Job {
  readonly name: string;
  readonly work: BenchWork;
  readonly told: BenchTold;
  readonly end: (end: BenchEnd) => void;
}

export class BenchRuns {
  readonly #supervisor: Supervisor;
  readonly #tasks = new Map<number, Task>();
  readonly #repairs = new Map<string, KnownRepairs>();
  #last = 0;

  constructor(spawn: SpawnWorker, clock: Clock) {
    this.#supervisor = new Supervisor(spawn, clock, (message) => this.#receive(message));
  }

  /**
   * Cancels what was asked of the same kind about the text; resolves when the report is there, or none
   * will come.
   */
  request({ name, analysis }: Snapshot, ask: BenchAsk, told: BenchTold): Promise<BenchEnd> {
    const { scenario, variant, work, against, states } = ask;
    this.cancel(name, work);
    this.#last += 1;
    const task = this.#last;
    return new Promise((resolve) => {
      this.#tasks.set(task, { name, scenario, variant, work, told, end: resolve });
      this.#supervisor.start({
        kind: 'start',
        work,
        against,
        task,
        priority: 'requested',
        file: analysis.file,
        includes: analysis.includes,
        jobs: [{ scenario, variant }],
        states,
      });
    });
  }

  /** What the text as it is now would repair, if that was asked. */
  repairs(name: string): KnownRepairs | undefined {
    return this.#repairs.get(name);
  }

  /** The text is a new one: what was found and what is looked for is about an older one. */
  forget(name: string): void {
    this.#repairs.delete(name);
    this.cancel(name);
  }

  /** `work` undefined: of every kind. */
  cancel(name: string, work?: BenchWork): void {
    for (const [number, task] of [...this.#tasks]) {
      if (task.name !== name || (work !== undefined && task.work !== work)) continue;
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
    if (message.kind === 'mutants') task.told.progress(message);
    else if (message.kind === 'partial') task.told.partial?.(message.found);
    else if (message.kind === 'bench') {
      const { found } = message;
      const { name, scenario, variant } = task;
      if (found?.work === 'repair')
        this.#repairs.set(name, { scenario, variant, report: found.report });
      const failed = { kind: 'failed', message: 'it does not compile' } as const;
      this.#end(message.task, found === undefined ? failed : { kind: 'done', found });
    } else if (message.kind === 'failed')
      this.#end(message.task, { kind: 'failed', message: message.message });
    else if (message.kind === 'over') this.#end(message.task, { kind: 'cancelled' });
  }

  #end(number: number, end: BenchEnd): void {
    const task = this.#tasks.get(number);
    this.#tasks.delete(number);
    task?.end(end);
  }
}
