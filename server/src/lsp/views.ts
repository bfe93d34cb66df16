// What the server shows unasked: diagnostics, the status, and the hint that lenses are others now.
import { CodeLensRefreshRequest, type Connection } from 'vscode-languageserver';
import { type Diagnostic, textOf } from '@racewalk/language';
import { isLibraryName } from '../documents/names.ts';
import type { Snapshot } from '../documents/snapshots.ts';
import { shownDiagnostics } from '../features/diagnostics.ts';
import { includeOf } from '../features/includes.ts';
import { status } from '../features/status.ts';
import { statusNotification } from '../protocol.ts';
import type { Clock } from '../run/clock.ts';
import { lspDiagnostics, type Texts, uriFrom } from './convert.ts';
import { safely } from './guarded.ts';
import { Pulse } from './pulse.ts';
import type { Workspace } from './workspace.ts';

/** Results come in bursts; a reader sees one change. */
const newsMs = 10;
const progressMs = 250;

export class Views {
  /** Set once the client has told what it can do. */
  refreshesLenses = false;
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  readonly #changed = new Set<string>();
  readonly #pulse: Pulse;
  readonly #lensPulse: Pulse;

  constructor(connection: Connection, workspace: Workspace, clock: Clock) {
    this.#connection = connection;
    this.#workspace = workspace;
    const log = connection.console;
    this.#pulse = new Pulse(clock, () => safely(log, 'status', () => this.#sendStatus()));
    this.#lensPulse = new Pulse(clock, () => safely(log, 'lenses', () => this.#refreshLenses()));
  }

  /** Texts by name, for positions: open ones, included ones, those of the library. */
  textsOf({ analysis }: Snapshot): Texts {
    const { files } = this.#workspace;
    return {
      text: (name) => textOf(analysis, name) ?? files.text(name) ?? '',
      uri: (name) => uriFrom(files.open(name), name),
    };
  }

  /** All that a text shows now. */
  shown(snapshot: Snapshot): Diagnostic[] {
    const { name, revision, analysis } = snapshot;
    if (isLibraryName(name)) return [];
    return shownDiagnostics({
      name,
      revision,
      analysis: analysis.diagnostics,
      results: this.#workspace.runs.results(name),
      includeOf: (file) => includeOf(analysis, file),
    });
  }

  /** Diagnostics of one text, at once: somebody is typing. */
  publish(name: string): void {
    const { snapshots, files } = this.#workspace;
    const snapshot = snapshots.current(name);
    if (snapshot === undefined || isLibraryName(name)) return;
    const diagnostics = lspDiagnostics(
      this.shown(snapshot),
      files.open(name)?.text ?? '',
      this.textsOf(snapshot),
    );
    const { uri, version } = snapshot;
    void this.#connection.sendDiagnostics({ uri, version, diagnostics });
  }

  /** A text that is closed shows nothing: neither a squiggle nor a status is left behind. */
  clear(name: string, uri: string): void {
    if (isLibraryName(name)) return;
    this.#changed.delete(name);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    const message = { uri, state: 'idle', text: '', detail: '' } as const;
    void this.#connection.sendNotification(statusNotification, message);
  }

  runsChanged(name: string, reason: 'progress' | 'news'): void {
    this.#changed.add(name);
    const ms = reason === 'news' ? newsMs : progressMs;
    this.#pulse.within(ms);
    this.#lensPulse.within(ms);
  }

  stop(): void {
    this.#pulse.stop();
    this.#lensPulse.stop();
  }

  #sendStatus(): void {
    const { runs, files } = this.#workspace;
    for (const name of this.#changed) {
      const open = files.open(name);
      if (open === undefined) continue;
      const message = status(open.uri, runs.results(name), runs.settings.automaticStates);
      void this.#connection.sendNotification(statusNotification, message);
    }
    this.#changed.clear();
  }

  #refreshLenses(): void {
    if (!this.refreshesLenses) return;
    void this.#connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }
}
