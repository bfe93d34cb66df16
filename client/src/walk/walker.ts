// Walks a run: holds the run and the step, and keeps timeline, debug session and editor in step.
import {
  type CausesAnswer,
  causesRequest,
  type StatusMessage,
  type WalkAnswer,
  walkRequest,
} from '@racewalk/server';
import { type Choice, type FromView, nothingFolded, type ShownRun } from '@racewalk/webview';
import {
  commands,
  type Disposable,
  debug,
  env,
  l10n,
  ProgressLocation,
  Uri,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { isGone } from '../files/open-text.ts';
import { DebugLink, type DebugShown } from './debug-link.ts';
import { exportSvg } from './export-svg.ts';
import { isSameWalk, type LoadedWalk, loadedFrom } from './loaded-walk.ts';
import { openPlace } from './open-place.ts';
import { pickRun } from './pick-run.ts';
import { isSameRun, ShownSteps } from './shown-step.ts';
import { StepHighlight } from './step-highlight.ts';
import { keptFrom, TimelinePanel } from './timeline-panel.ts';

/** For `when` clauses: a run is being walked. */
const walkingContext = 'racewalk.walking';

export interface WalkerParts {
  readonly client: BaseLanguageClient;
  readonly extension: Uri;
  /** Runs an action; what goes wrong is logged and said. */
  readonly told: (action: () => Promise<void>) => void;
}

export class Walker implements Disposable {
  readonly shown = new ShownSteps();
  readonly #parts: WalkerParts;
  readonly #link = new DebugLink();
  readonly #highlight = new StepHighlight();
  readonly #watching: Disposable[];
  #panel: TimelinePanel | undefined;
  #loaded: LoadedWalk | undefined;
  #choices: readonly Choice[] | undefined;
  /** The run of a text that has no verdict yet; it is asked for again when there is news. */
  #wanted: { readonly which: ShownRun; readonly step: number } | undefined;
  /** Rises with every question, so that a late answer to an older one is dropped. */
  #turn = 0;
  /** Only a move opens a text: a run that is renewed must not cover what somebody types in. */
  #opensText = false;
  /** The timeline has moved the session: the keyboard belongs there, whatever a stop does with it. */
  #returnsFocus = false;

  constructor(parts: WalkerParts) {
    this.#parts = parts;
    this.#watching = [
      this.#link.onShown((shown) => parts.told(() => this.#debugShown(shown))),
      this.#link.onEnded(() => this.#debugEnded()),
      debug.onDidChangeActiveStackItem(() => {
        if (this.#returnsFocus) this.#panel?.focus();
        this.#returnsFocus = false;
      }),
      this.shown.onDidChange((shown) => this.#stepChanged(shown?.step)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#textChanged(document.uri.toString());
      }),
    ];
  }

  dispose(): void {
    for (const part of [...this.#watching, this.#link, this.#highlight, this.shown]) part.dispose();
    this.#panel?.dispose();
  }

  /** Opens the timeline beside the editor. */
  async show(which: ShownRun): Promise<void> {
    const panel = this.#panel ?? this.#own(TimelinePanel.open(this.#parts.extension));
    panel.reveal();
    const { last } = this.#link;
    const isDebugged =
      last !== undefined && isSameRun({ ...last.which, choice: which.choice }, which);
    const isAny = which.choice === undefined || which.choice === last?.which.choice;
    if (isDebugged && isAny) await this.#debugShown(last);
    else await this.#load(which, 0);
  }

  /** A tab that VS Code kept over a restart, and what its page had kept. */
  async revive(panel: WebviewPanel, state: unknown): Promise<void> {
    const { which, step } = keptFrom(state);
    this.#panel?.dispose();
    const own = this.#own(new TimelinePanel(panel, this.#parts.extension));
    if (which === undefined) {
      own.notice(l10n.t('Open the timeline of a run from the lens over its scenario.'));
      return;
    }
    await this.#load(which, step);
  }

  /** What the debug session shows, or what is walked; undefined: nothing is. */
  get which(): ShownRun | undefined {
    return this.#link.last?.which ?? this.#loaded?.which;
  }

  /** What the debug session shows; undefined: there is none, or it has not stopped yet. */
  get debugged(): ShownRun | undefined {
    return this.#link.last?.which;
  }

  async moveBy(steps: number): Promise<void> {
    const { current } = this.shown;
    if (current !== undefined) await this.goto(current.step + steps);
  }

  async goto(step: number): Promise<void> {
    const { current } = this.shown;
    if (current === undefined) return;
    const wanted = Math.max(0, Math.min(step, current.of));
    if (this.#isLinked(current)) {
      // What VS Code told of the editor in use may be older than the click that came here.
      if (this.#returnsFocus) await this.#leaveColumn();
      await this.#link.goto(wanted);
      return;
    }
    this.#opensText = true;
    this.shown.show({ ...current, step: wanted });
    this.#opensText = false;
  }

  async pick(): Promise<void> {
    const which = this.which ?? this.#wanted?.which;
    if (which === undefined) {
      await window.showInformationMessage(l10n.t('Open the timeline of a run first.'));
      return;
    }
    const picked = await pickRun(this.#loaded?.runs ?? [], which.choice, () => this.#causes(which));
    if (picked === 'explore') await this.explore();
    else if (picked !== undefined) await this.show({ ...which, choice: picked.choice });
  }

  async #causes(which: ShownRun): Promise<CausesAnswer> {
    const title = l10n.t('Racewalk: looking for distinct causes');
    const answer = await window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      async (_, token) => {
        try {
          const { client } = this.#parts;
          return await client.sendRequest<CausesAnswer | null>(causesRequest, which, token);
        } catch (error) {
          // Somebody has had enough: that is no failure to be told of.
          if (token.isCancellationRequested) return null;
          throw error;
        }
      },
    );
    return answer ?? { runs: [], complete: false };
  }

  async explore(): Promise<void> {
    const which = this.which ?? this.#wanted?.which;
    if (which === undefined) return;
    const { uri, scenario, variant } = which;
    const name = l10n.t('Explore');
    const config = { type: 'race', request: 'launch', name, program: uri, mode: 'explore' };
    const folder = workspace.getWorkspaceFolder(Uri.parse(uri));
    await this.#leaveColumn();
    await debug.startDebugging(folder, { ...config, scenario, variant });
  }

  async export(): Promise<void> {
    if (this.#panel?.askForExport() === true) return;
    if (this.#loaded === undefined) {
      await window.showInformationMessage(l10n.t('Open the timeline of a run first.'));
      return;
    }
    await exportSvg(this.#loaded, nothingFolded, '');
  }

  /** There is news about the runs of a text. */
  statusChanged({ uri, state }: StatusMessage): void {
    if (state === 'running') return;
    const which = this.#wanted?.which ?? this.#loaded?.which;
    if (this.#panel === undefined || which === undefined || which.uri !== uri) return;
    // A run that is explored is the debug session's.
    if (this.#link.last?.mode === 'explore' && this.#isLinked(which)) return;
    this.#parts.told(() => this.#load(which, this.#wanted?.step));
  }

  #own(panel: TimelinePanel): TimelinePanel {
    this.#panel = panel;
    panel.onMessage((message) => this.#parts.told(() => this.#said(message)));
    panel.onDidClose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#wanted = undefined;
      if (this.#link.last === undefined) this.#forget();
    });
    return panel;
  }

  /** `step` undefined: the run is asked for again, and the step stays what it is by then. */
  async #load(which: ShownRun, step: number | undefined): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    // News about the text that come meanwhile ask for this run again, not for the one before it.
    if (step !== undefined) this.#wanted = { which, step };
    const uri = Uri.parse(which.uri);
    if (isGone(uri)) {
      this.#panel?.notice(l10n.t('The text is closed, and was never saved.'));
      return;
    }
    // The server knows the texts that are open in the editor, whether in a tab or not.
    await workspace.openTextDocument(uri);
    const answer = await this.#parts.client.sendRequest<WalkAnswer | null>(walkRequest, which);
    if (turn !== this.#turn) return;
    if (answer === null) throw new Error(l10n.t('The run could not be read; the log says why.'));
    if ('reason' in answer) {
      this.#wanted = { which, step: step ?? this.shown.current?.step ?? 0 };
      this.#panel?.notice(answer.reason);
      return;
    }
    this.#wanted = undefined;
    const loaded = loadedFrom(which, answer);
    if (step === undefined && this.#loaded !== undefined && isSameWalk(this.#loaded, loaded)) {
      this.#panel?.notice(loaded.notice);
      return;
    }
    this.#take(loaded, step ?? this.shown.current?.step ?? 0, undefined);
  }

  /** Shows a run, in the timeline if there is one. */
  #take(loaded: LoadedWalk, step: number, choices: readonly Choice[] | undefined): void {
    this.#loaded = loaded;
    this.#choices = choices;
    const of = loaded.run.trace.rows.length;
    this.#panel?.show(loaded, Math.min(step, of), choices);
    void commands.executeCommand('setContext', walkingContext, true);
    this.shown.show({ ...loaded.which, step, of });
  }

  #stepChanged(step: number | undefined): void {
    const loaded = this.#loaded;
    if (step === undefined || loaded === undefined) {
      this.#highlight.clear();
      return;
    }
    this.#panel?.step(step, this.#choices);
    // The editor shows the line of a session by itself.
    if (this.#isLinked(loaded.which)) this.#highlight.clear();
    else {
      const opens = this.#opensText;
      this.#parts.told(() => this.#highlight.show(loaded, step - 1, opens));
    }
  }

  #textChanged(uri: string): void {
    if (this.#loaded?.which.uri !== uri) return;
    this.#highlight.clear();
    this.#panel?.notice(l10n.t('This run is of an older text.'));
  }

  #forget(): void {
    this.#loaded = undefined;
    this.#choices = undefined;
    this.shown.clear();
    void commands.executeCommand('setContext', walkingContext, false);
  }

  #isLinked(which: ShownRun): boolean {
    const { last } = this.#link;
    return last !== undefined && isSameRun(last.which, which);
  }

  async #debugShown({ which, mode, step, of, choices }: DebugShown): Promise<void> {
    const loaded = this.#loaded;
    const isKnown = isSameRun(loaded?.which, which) && loaded?.run.trace.rows.length === of;
    if (loaded !== undefined && mode === 'replay' && isKnown) {
      this.#choices = undefined;
      if (this.#panel?.which === undefined) this.#panel?.show(loaded, step, undefined);
      this.shown.show({ ...which, step, of });
      return;
    }
    if (this.#panel === undefined) {
      // Without a timeline nobody needs the whole run.
      this.#loaded = undefined;
      this.shown.show({ ...which, step, of });
      return;
    }
    this.#turn += 1;
    const turn = this.#turn;
    const isOfVariant = isSameRun(loaded?.which, { ...which, choice: loaded?.which.choice });
    const known = loaded !== undefined && isOfVariant && mode === 'explore' ? loaded : undefined;
    const found = known ?? (await this.#walkOf(which));
    if (turn !== this.#turn) return;
    const base = typeof found === 'string' ? undefined : found;
    if (mode === 'replay' && base?.run.trace.rows.length === of) {
      this.#take({ ...base, which }, step, choices);
      return;
    }
    // An exploration, or a run that the server does not have: it is as the session tells it.
    const trace = await this.#link.trace();
    if (turn !== this.#turn || trace === undefined) return;
    const title = mode === 'explore' ? l10n.t('exploring') : (which.choice ?? l10n.t('a run'));
    const properties = base?.run.properties ?? [];
    this.#take(
      {
        which,
        run: { title: `${placeOf(base)}${title}`, trace, properties, repeatsFrom: undefined },
        runs: base?.runs ?? [],
        files: base?.files ?? new Map(),
        version: undefined,
        notice: typeof found === 'string' ? found : '',
      },
      step,
      choices,
    );
  }

  /** A run as the server has it, or why it has none. */
  async #walkOf(which: ShownRun): Promise<LoadedWalk | string> {
    const answer = await this.#parts.client.sendRequest<WalkAnswer | null>(walkRequest, which);
    if (answer === null) return l10n.t('The run could not be read; the log says why.');
    return 'reason' in answer ? answer.reason : loadedFrom(which, answer);
  }

  #debugEnded(): void {
    this.#choices = undefined;
    if (this.#panel === undefined) this.#forget();
    else this.#stepChanged(this.shown.current?.step);
  }

  /**
   * A session shows where it stands in the column in use. That must not be the timeline's: a column
   * with a text takes its place, before the session moves.
   */
  async #leaveColumn(): Promise<void> {
    if (this.#panel === undefined) return;
    const editors = window.visibleTextEditors.filter(
      ({ viewColumn }) => viewColumn !== undefined && viewColumn !== this.#panel?.column(),
    );
    const uri = this.#loaded?.which.uri;
    const editor = editors.find(({ document }) => document.uri.toString() === uri) ?? editors[0];
    if (editor === undefined) return;
    await window.showTextDocument(editor.document, editor.viewColumn);
  }

  async #said(message: FromView): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return;
      case 'goto':
        this.#returnsFocus = this.#link.last !== undefined;
        return this.goto(message.step);
      case 'open':
        if (this.#loaded !== undefined) {
          await openPlace(this.#loaded, message.row, message.call);
        }
        return;
      case 'choose':
        this.#returnsFocus = true;
        await this.#leaveColumn();
        return this.#link.choose(message.thread, message.choice);
      case 'pick':
        return this.pick();
      case 'explore':
        return this.explore();
      case 'copy':
        await env.clipboard.writeText(message.text);
        return;
      case 'export':
        if (this.#loaded !== undefined) {
          await exportSvg(this.#loaded, message.folds, message.filter);
        }
        return;
    }
  }
}

/** `two increments, as written, v6.5: `; empty where it is not known. */
function placeOf(loaded: LoadedWalk | undefined): string {
  const title = loaded?.run.title ?? '';
  const end = title.lastIndexOf(': ');
  return end < 0 ? '' : title.slice(0, end + 2);
}
