// What the server shows unasked: diagnostics, the status, and the hint that lenses are others now.

import { type Analysis, type Diagnostic, textOf } from '@racewalk/language';
import {
  CodeLensRefreshRequest,
  type Connection,
  DiagnosticRefreshRequest,
  InlayHintRefreshRequest,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver';
import { isLibraryName } from '../documents/names.ts';
import type { Snapshot } from '../documents/snapshots.ts';
import { shownDiagnostics } from '../features/diagnostics.ts';
import { includeOf } from '../features/includes.ts';
import type { ShownStep } from '../features/inlay-hints.ts';
import { status } from '../features/status.ts';
import { type RunOf, statusNotification } from '../protocol.ts';
import type { Clock } from '../run/clock.ts';
import { entryOf, type FileResults } from '../run/results.ts';
import { type ClientAbilities, noAbilities } from './capabilities.ts';
import { lspDiagnostics, type Texts, uriFrom } from './convert.ts';
import { safely } from './guarded.ts';
import { Pulse } from './pulse.ts';
import type { Workspace } from './workspace.ts';

/** Results come in bursts; a reader sees one change. */
const newsMs = 10;
const progressMs = 250;

export class Views {
  /** Set once the client has told what it can do. */
  client: ClientAbilities = noAbilities;
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  readonly #changed = new Set<string>();
  readonly #news = new Set<string>();
  readonly #pulse: Pulse;
  readonly #newsPulse: Pulse;
  readonly #lensPulse: Pulse;
  readonly #pullPulse: Pulse;
  /** The newest version of each text whose diagnostics were asked for. */
  readonly #pulled = new Map<string, number>();
  /** The run of each text that somebody looks at. */
  readonly #shown = new Map<string, RunOf>();

  constructor(connection: Connection, workspace: Workspace, clock: Clock) {
    this.#connection = connection;
    this.#workspace = workspace;
    const log = connection.console;
    this.#pulse = new Pulse(clock, () => safely(log, 'status', () => this.#sendStatus()));
    this.#newsPulse = new Pulse(clock, () => safely(log, 'diagnostics', () => this.#publishNews()));
    this.#lensPulse = new Pulse(clock, () => safely(log, 'lenses', () => this.#refreshLenses()));
    this.#pullPulse = new Pulse(clock, () =>
      safely(log, 'diagnostics', () => this.#refreshPulls()),
    );
  }

  /** Texts by name, for positions: open ones, included ones, those of the library. */
  textsOf({ analysis }: Snapshot): Texts {
    return this.textsFor(analysis);
  }

  /** The same for several texts that are looked at together. */
  textsFor(...analyses: readonly Analysis[]): Texts {
    const { files } = this.#workspace;
    const known = (name: string): string | undefined => {
      for (const analysis of analyses) {
        const text = textOf(analysis, name);
        if (text !== undefined) return text;
      }
      return undefined;
    };
    return {
      text: (name) => known(name) ?? files.text(name) ?? '',
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
      analysis,
      diagnostics: analysis.diagnostics,
      results: this.#workspace.runs.results(name),
      includeOf: (file) => includeOf(analysis, file),
    });
  }

  /** Diagnostics of one text, at once: somebody is typing. */
  publish(name: string): void {
    const snapshot = this.#workspace.snapshots.current(name);
    if (snapshot === undefined || isLibraryName(name)) return;
    const { uri, version } = snapshot;
    if (this.client.pullsDiagnostics) {
      // A client that has not seen this version yet asks by itself.
      if (this.#pulled.get(name) === version) this.#pullPulse.within(newsMs);
      return;
    }
    const diagnostics = this.#lspDiagnostics(snapshot);
    void this.#connection.sendDiagnostics({ uri, version, diagnostics });
  }

  /** The same, for a client that asks. While includes are read, what was known stays. */
  pulledDiagnostics(name: string): LspDiagnostic[] {
    const snapshot = this.#workspace.fresh(name);
    if (snapshot === undefined || isLibraryName(name)) return [];
    this.#pulled.set(name, snapshot.version);
    const { files } = this.#workspace;
    const isReading = snapshot.analysis.missing.some((missing) => !files.isKnown(missing));
    return isReading ? [] : this.#lspDiagnostics(snapshot);
  }

  #lspDiagnostics(snapshot: Snapshot): LspDiagnostic[] {
    const text = this.#workspace.files.open(snapshot.name)?.text ?? '';
    return lspDiagnostics(this.shown(snapshot), text, this.textsOf(snapshot));
  }

  /** Which run of a text is looked at; undefined: none. */
  show(name: string, run: RunOf | undefined): void {
    if (run === undefined) this.#shown.delete(name);
    else this.#shown.set(name, run);
    this.#refreshHints();
  }

  /** The steps of the run that is looked at, if it is one of this very text. */
  shownSteps(name: string, results: FileResults | undefined): readonly ShownStep[] {
    const run = this.#shown.get(name);
    const state = run === undefined ? undefined : entryOf(results, run)?.state;
    if (run === undefined || state?.kind !== 'done') return [];
    const { violations } = state.result.report;
    const found = violations.find(
      ({ property }) => run.property === undefined || run.property === property,
    );
    return found?.trace ?? [];
  }

  /** A text that is closed shows nothing: neither a squiggle nor a status is left behind. */
  clear(name: string, uri: string): void {
    if (isLibraryName(name)) return;
    this.#changed.delete(name);
    this.#news.delete(name);
    this.#pulled.delete(name);
    this.#shown.delete(name);
    if (!this.client.pullsDiagnostics) {
      void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    }
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
    this.#pullPulse.stop();
  }

  #publishNews(): void {
    for (const name of this.#news) this.publish(name);
    if ([...this.#news].some((name) => this.#shown.has(name))) this.#refreshHints();
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
    if (!this.client.refreshesLenses) return;
    void this.#connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }

  #refreshPulls(): void {
    void this.#connection.sendRequest(DiagnosticRefreshRequest.type).catch(() => undefined);
  }

  #refreshHints(): void {
    if (!this.client.refreshesHints) return;
    void this.#connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
  }
}
