// The open texts and all that is known of them, kept fresh: files, snapshots, runs. It tells when
// something is to be shown anew, and shows nothing itself.
import type { SourceFile } from '@racewalk/language';
import { Files, type ReadFile } from '../documents/files.ts';
import { Folders, type ListFiles } from '../documents/folders.ts';
import { isLibraryName, uriOf } from '../documents/names.ts';
import { type Snapshot, Snapshots } from '../documents/snapshots.ts';
import { BenchRuns } from '../run/bench-runs.ts';
import type { Clock } from '../run/clock.ts';
import { Runs } from '../run/runs.ts';
import { type SpawnWorker, Supervisor } from '../run/supervisor.ts';
import { defaultSettings } from '../settings.ts';
import { Pulse } from './pulse.ts';

export interface WorkspaceHost {
  readonly clock: Clock;
  readonly read: ReadFile;
  readonly list: ListFiles;
  readonly spawn: SpawnWorker;
  readonly library: readonly SourceFile[];
}

export interface WorkspaceEvents {
  /** A text is a new one: its diagnostics are others now, and nothing is known of its runs. */
  readonly diagnostics: (name: string) => void;
  readonly runs: (name: string, reason: 'progress' | 'news') => void;
  readonly failed: (name: string, message: string) => void;
}

/** A pause after a keystroke; several changes that come at once are looked at once. */
const settleMs = 8;
/** Looking that takes no longer than this is done between two keystrokes. */
const quickMs = 30;
/** Where looking takes long, a longer pause; a reader of a huge text waits for that anyway. */
const settleMsMax = 500;

export class Workspace {
  readonly files = new Files();
  readonly folders: Folders;
  readonly snapshots: Snapshots;
  readonly runs: Runs;
  readonly bench: BenchRuns;
  readonly #host: WorkspaceHost;
  readonly #events: WorkspaceEvents;
  readonly #supervisor: Supervisor;
  readonly #pulse: Pulse;
  readonly #shown = new Map<string, number>();
  #lookMs = 0;
  #loading: Promise<unknown> | undefined;

  constructor(host: WorkspaceHost, events: WorkspaceEvents) {
    this.#host = host;
    this.#events = events;
    this.folders = new Folders(host.list);
    this.snapshots = new Snapshots(this.files, host.library);
    this.runs = new Runs(defaultSettings, host.clock, {
      changed: events.runs,
      failed: events.failed,
    });
    this.#supervisor = new Supervisor(host.spawn, host.clock, (message) =>
      this.runs.receive(message),
    );
    this.runs.connect(this.#supervisor);
    this.bench = new BenchRuns(host.spawn, host.clock);
    this.#pulse = new Pulse(host.clock, () => this.look());
  }

  /** Texts changed; soon they are looked at. */
  touch(): void {
    const pause = this.#lookMs <= quickMs ? settleMs : this.#lookMs;
    this.#pulse.after(Math.min(pause, settleMsMax));
  }

  /** Looks at all open texts now. */
  look(): void {
    const begun = this.#host.clock.now();
    for (const { name } of this.files.all()) this.fresh(name);
    this.#lookMs = this.#host.clock.now() - begun;
    this.#loadWanted();
  }

  /** What is known of the newest text; its runs begin if it is new. */
  fresh(name: string): Snapshot | undefined {
    const snapshot = this.snapshots.current(name);
    if (snapshot === undefined || isLibraryName(name)) return snapshot;
    if (this.#shown.get(name) === snapshot.revision) return snapshot;
    if (snapshot.analysis.missing.some((missing) => !this.files.isKnown(missing))) {
      // "not found" would be news for a moment only: it is being read.
      this.#loadWanted();
      return snapshot;
    }
    this.#shown.set(name, snapshot.revision);
    this.bench.forget(name);
    this.runs.refresh(snapshot);
    this.#events.diagnostics(name);
    return snapshot;
  }

  /** Reads what is known of closed texts once more. */
  async reread(names: readonly string[]): Promise<void> {
    await this.files.reread(names, (name) => this.#read(name));
  }

  /** Reads all that is wanted by now. */
  async loadAll(): Promise<void> {
    await this.#loading;
    await this.files.load((name) => this.#read(name));
  }

  close(name: string): void {
    this.files.close(name);
    this.snapshots.forget(name);
    this.runs.close(name);
    this.bench.forget(name);
    this.#shown.delete(name);
    this.touch();
  }

  dispose(): void {
    this.#pulse.stop();
    for (const { name } of this.files.all()) this.runs.close(name);
    this.#supervisor.dispose();
    this.bench.dispose();
  }

  /** Includes that were never read: once they are here, what includes them is looked at again. */
  #loadWanted(): void {
    if (this.#loading !== undefined || !this.files.hasWanted()) return;
    this.#loading = this.files
      .load((name) => this.#read(name))
      .finally(() => {
        this.#loading = undefined;
        this.#pulse.within(0);
      });
  }

  #read(name: string): Promise<string | undefined> {
    return isLibraryName(name) ? Promise.resolve(undefined) : this.#host.read(uriOf(name));
  }
}
