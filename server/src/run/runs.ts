// Decides what runs when, and holds the results: the one store that every view reads. A new text
// cancels what ran for the older one; short runs begin by themselves, long ones on request.

import type { Snapshot } from '../documents/snapshots.ts';
import type { Settings } from '../settings.ts';
import type { Clock } from './clock.ts';
import type { FromWorker, Job, StartMessage } from './messages.ts';
import {
  adopted,
  allJobs,
  type Change,
  changed,
  entryOf,
  type FileResults,
  type VariantState,
} from './results.ts';

/** What starts and stops tasks: the supervisor of the worker. */
export interface TaskRunner {
  start(message: StartMessage): void;
  cancel(task: number): void;
}

export interface RunsEvents {
  /** Results of a document changed; `state` names the reason. */
  readonly changed: (name: string, reason: 'progress' | 'news') => void;
  /** A bug of ours; for the log. */
  readonly failed: (name: string, message: string) => void;
}

/** A pause in typing before anything runs; a burst of keystrokes starts one run. */
export const restMs = 40;

interface Task {
  readonly number: number;
  readonly name: string;
  readonly revision: number;
  readonly requested: boolean;
  /** A verdict is there, or none will come. May be called more than once. */
  readonly settled: () => void;
}

export class Runs {
  settings: Settings;
  readonly #clock: Clock;
  readonly #events: RunsEvents;
  readonly #results = new Map<string, FileResults>();
  readonly #tasks = new Map<number, Task>();
  readonly #pending = new Map<string, () => void>();
  /** Who waits for the end of all runs of a text. */
  #waiting: { readonly name: string; readonly resolve: () => void }[] = [];
  #runner: TaskRunner | undefined;
  #lastTask = 0;

  constructor(settings: Settings, clock: Clock, events: RunsEvents) {
    this.settings = settings;
    this.#clock = clock;
    this.#events = events;
  }

  /** The runner needs `receive` before it exists, so it comes later. */
  connect(runner: TaskRunner): void {
    this.#runner = runner;
  }

  results(name: string): FileResults | undefined {
    return this.#results.get(name);
  }

  /** The text is a new one: stops its runs, forgets that its results are current, starts anew. */
  refresh(snapshot: Snapshot): void {
    const { name, revision, analysis } = snapshot;
    const previous = this.#results.get(name);
    if (previous?.revision === revision) return;
    this.#stop(name);
    const start = this.settings.automaticStates > 0 ? 'waiting' : 'off';
    const results = adopted(previous, revision, analysis.scenarios, start);
    this.#results.set(name, results);
    this.#events.changed(name, 'news');
    if (start === 'off' || allJobs(results).length === 0) {
      this.#tellIdle(name);
      return;
    }
    const cancel = this.#clock.after(restMs, () => {
      this.#pending.delete(name);
      const { automaticStates: states } = this.settings;
      this.#start(snapshot, allJobs(results), {
        requested: false,
        states,
        settled: () => undefined,
      });
    });
    this.#pending.set(name, cancel);
  }

  /** Runs one variant under the full budget; resolves when it is over. */
  request(snapshot: Snapshot, job: Job): Promise<VariantState> {
    this.refresh(snapshot);
    this.#change(snapshot.name, [job], { kind: 'running', states: 0, requested: true });
    return new Promise((resolve) => {
      const settled = (): void => {
        const state = this.#current(snapshot, job);
        const isOver = state?.kind === 'done' || state?.kind === 'failed';
        resolve(isOver ? state : { kind: 'cancelled' });
      };
      const { states } = this.settings;
      this.#start(snapshot, [job], { requested: true, states, settled });
    });
  }

  /** Resolves once nothing of the document runs or is about to run, its values included. */
  idle(name: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ name, resolve });
      this.#tellIdle(name);
    });
  }

  #tellIdle(name: string): void {
    const isBusy = [...this.#tasks.values()].some((task) => task.name === name);
    if (isBusy || this.#pending.has(name)) return;
    const told = this.#waiting.filter((one) => one.name === name);
    this.#waiting = this.#waiting.filter((one) => one.name !== name);
    for (const { resolve } of told) resolve();
  }

  /** Stops all runs of the document; what they did not finish is cancelled, in words. */
  cancel(name: string): void {
    const results = this.#results.get(name);
    this.#stop(name);
    this.#tellIdle(name);
    if (results === undefined) return;
    const open = allJobs(results).filter((job) => {
      const kind = entryOf(results, job)?.state.kind;
      return kind === 'waiting' || kind === 'running';
    });
    if (open.length > 0) this.#change(name, open, { kind: 'cancelled' });
  }

  close(name: string): void {
    this.#stop(name);
    this.#tellIdle(name);
    this.#results.delete(name);
  }

  /** Runs everything again, after the settings changed. */
  restart(snapshots: readonly Snapshot[], settings: Settings): void {
    this.settings = settings;
    for (const snapshot of snapshots) {
      this.close(snapshot.name);
      this.refresh(snapshot);
    }
  }

  receive(message: FromWorker): void {
    const task = this.#tasks.get(message.task);
    if (task === undefined) return;
    switch (message.kind) {
      case 'turn':
      case 'begin':
      case 'mutants':
      case 'bench':
        return;
      case 'compiled': {
        const { diagnostics, functions } = message;
        this.#update(task, message, { compiled: diagnostics, functions }, 'news');
        return;
      }
      case 'locks':
        this.#update(task, message, { locks: message.diagnostics }, 'news');
        return;
      case 'values':
        this.#update(task, message, { values: message.values, seen: message.seen }, 'news');
        return;
      case 'progress': {
        const { requested } = task;
        const state: VariantState = { kind: 'running', states: message.states, requested };
        this.#update(task, message, { state }, 'progress');
        return;
      }
      case 'result': {
        const state: VariantState = { kind: 'done', result: message.result };
        this.#update(task, message, { state }, 'news');
        task.settled();
        return;
      }
      case 'failed':
        this.#fail(task, message, message.message);
        task.settled();
        return;
      case 'over':
        this.#tasks.delete(task.number);
        task.settled();
        this.#tellIdle(task.name);
    }
  }

  #start(
    snapshot: Snapshot,
    jobs: readonly Job[],
    how: { readonly requested: boolean; readonly states: number; readonly settled: () => void },
  ): void {
    const { name, revision, analysis } = snapshot;
    this.#lastTask += 1;
    const number = this.#lastTask;
    const { requested, settled } = how;
    this.#tasks.set(number, { number, name, revision, requested, settled });
    this.#runner?.start({
      kind: 'start',
      task: number,
      priority: requested ? 'requested' : 'automatic',
      file: analysis.file,
      includes: analysis.includes,
      jobs,
      states: how.states,
    });
  }

  #stop(name: string): void {
    this.#pending.get(name)?.();
    this.#pending.delete(name);
    for (const task of [...this.#tasks.values()]) {
      if (task.name !== name) continue;
      // From here on its messages belong to no task, so nothing of it can be taken for current.
      this.#tasks.delete(task.number);
      this.#runner?.cancel(task.number);
      task.settled();
    }
  }

  #current({ name, revision }: Snapshot, job: Job): VariantState | undefined {
    const results = this.#results.get(name);
    return results?.revision === revision ? entryOf(results, job)?.state : undefined;
  }

  /** A verdict that is there already stays: it was what came after that failed. */
  #fail(task: Task, job: Job, message: string): void {
    this.#events.failed(task.name, message);
    const known = entryOf(this.#results.get(task.name), job)?.state.kind;
    if (known !== 'done') this.#update(task, job, { state: { kind: 'failed', message } }, 'news');
  }

  #update(task: Task, job: Job, change: Change, reason: 'progress' | 'news'): void {
    const results = this.#results.get(task.name);
    if (results === undefined || results.revision !== task.revision) return;
    if (!task.requested && this.#isTaken(results, job, change.state)) return;
    this.#results.set(task.name, changed(results, job, change));
    this.#events.changed(task.name, reason);
  }

  /** A requested run is on or over: a smaller automatic one has nothing to add to it. */
  #isTaken(results: FileResults, job: Job, state: VariantState | undefined): boolean {
    const known = entryOf(results, job)?.state;
    if (state === undefined || known === undefined) return false;
    if (known.kind === 'running') return known.requested;
    return known.kind === 'done' && known.result.budget > this.settings.automaticStates;
  }

  #change(name: string, jobs: readonly Job[], state: VariantState): void {
    let results = this.#results.get(name);
    if (results === undefined) return;
    for (const job of jobs) results = changed(results, job, { state });
    this.#results.set(name, results);
    this.#events.changed(name, 'news');
  }
}
