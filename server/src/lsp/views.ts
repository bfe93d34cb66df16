// What the server shows unasked: diagnostics, the status, and the hint that lenses are others now.

import { type Diagnostic, textOf } from '@racewalk/language';
import { CodeLensRefreshRequest, type Connection } from 'vscode-languageserver';
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
  readonly #news = new Set<string>();
  readonly #pulse: Pulse;
  readonly #newsPulse: Pulse;
  readonly #lensPulse: Pulse;

  constructor(connection: Connection, workspace: Workspace, clock: Clock) {
    this.#connection = connection;
    this.#workspace = workspace;
    const log = connection.console;
    this.#pulse = new Pulse(clock, () => safely(log, 'status', () => this.#sendStatus()));
    this.#newsPulse = new Pulse(clock, () => safely(log, 'diagnostics', () => this.#publishNews()));
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
    this.#news.delete(name);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    const message = { uri, version: undefined, state: 'idle', text: '', detail: '' } as const;
    void this.#connection.sendNotification(statusNotification, message);
  }

  runsChanged(name: string, reason: 'progress' | 'news'): void {
    this.#changed.add(name);
    const ms = reason === 'news' ? newsMs : progressMs;
    if (reason === 'news') {
      this.#news.add(name);
      this.#newsPulse.within(ms);
    }
    this.#pulse.within(ms);
    this.#lensPulse.within(ms);
  }

  stop(): void {
    this.#pulse.stop();
    this.#newsPulse.stop();
    this.#lensPulse.stop();
  }

  #publishNews(): void {
    for (const name of this.#news) this.publish(name);
    this.#news.clear();
  }

  #sendStatus(): void {
    const { runs, snapshots } = this.#workspace;
    for (const name of this.#changed) {
      const snapshot = snapshots.current(name);
      const results = runs.results(name);
      // Of an older revision there is nothing to tell: the newer one will tell it.
      if (snapshot === undefined || results?.revision !== snapshot.revision) continue;
      const message = status(snapshot, results, runs.settings.automaticStates);
      void this.#connection.sendNotification(statusNotification, message);
    }
    this.#changed.clear();
  }

  #refreshLenses(): void {
    if (!this.refreshesLenses) return;
    void this.#connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }
}
