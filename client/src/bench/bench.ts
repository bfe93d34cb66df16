// "Compare variants": the table of a scenario beside its text, which follows what is typed. It holds what is
// known; the page draws it, the server computes it.

import {
  type CompareAnswer,
  type CompareOf,
  type ComparePart,
  comparedNotification,
  compareRequest,
  type HistoryAnswer,
  historyRequest,
  type RunOf,
  type StatusMessage,
} from '@racewalk/server';
import {
  type BenchOf,
  type BenchShown,
  benchKeptFrom,
  type FromBench,
  type HistoryShown,
  merged,
  older,
  type RowShown,
  type TableShown,
} from '@racewalk/webview';
import {
  CancellationTokenSource,
  type Disposable,
  env,
  l10n,
  Uri,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { isGone } from '../files/open-text.ts';
import { type Pointed, pickForRun, pickForVariant } from './bench-actions.ts';
import { BenchPanel } from './bench-panel.ts';
import type { DifferenceDocuments } from './difference-documents.ts';

export interface BenchParts {
  readonly client: BaseLanguageClient;
  readonly extension: Uri;
  readonly differences: DifferenceDocuments;
  /** Runs an action; what goes wrong is logged and said. */
  readonly told: (action: () => Promise<void>) => void;
}

export class Bench implements Disposable {
  readonly #parts: BenchParts;
  readonly #watching: readonly Disposable[];
  #panel: BenchPanel | undefined;
  #which: BenchOf | undefined;
  #table: TableShown | undefined;
  #markdown = '';
  #working: BenchShown['working'];
  #notice = '';
  #history: HistoryShown | undefined;
  /** The name of the variant that the releases are of; undefined: the scenario as written. */
  #historyOf: string | undefined;
  /** Rows are shown as they come: nothing of this text was known before. */
  #grows = false;
  /** A text has changed, and what is shown may be of the one before. */
  #isStale = false;
  /** Rises with every question and every edit, so that a late answer is dropped. */
  #turn = 0;
  #asking = new CancellationTokenSource();

  constructor(parts: BenchParts) {
    this.#parts = parts;
    this.#watching = [
      parts.client.onNotification(comparedNotification, (part: ComparePart) =>
        this.#compared(part),
      ),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.languageId === 'race')
          this.#textChanged(document.uri.toString());
      }),
    ];
  }

  dispose(): void {
    this.#stop();
    for (const one of this.#watching) one.dispose();
    this.#panel?.dispose();
  }

  /** Opens the table beside the editor. */
  async show({ uri, scenario }: RunOf): Promise<void> {
    const panel = this.#panel ?? this.#own(BenchPanel.open(this.#parts.extension));
    panel.reveal();
    const known = this.#which;
    if (known?.uri !== uri || known.scenario !== scenario) {
      this.#forget();
      this.#which = { uri, scenario, name: '' };
    }
    await this.#load();
  }

  /** A tab that VS Code kept over a restart, and what its page had kept. */
  async revive(panel: WebviewPanel, state: unknown): Promise<void> {
    const { which } = benchKeptFrom(state);
    this.#panel?.dispose();
    this.#own(new BenchPanel(panel, this.#parts.extension));
    this.#forget();
    if (which === undefined) {
      this.#which = { uri: '', scenario: 0, name: '' };
      this.#notice = l10n.t('Open the table from the lens over a scenario with variants.');
      this.#draw();
      return;
    }
    this.#which = which;
    await this.#load();
  }

  /** Rows that the server tells while it works. */
  #compared({ uri, scenario, done, total, table }: ComparePart): void {
    const which = this.#which;
    if (which?.uri !== uri || which.scenario !== scenario || this.#working === undefined) return;
    this.#working = { done, total };
    if (this.#grows) this.#table = merged(this.#table, table);
    this.#draw();
  }

  /** There is news about the runs of a text. Where runs do not start by themselves, tables do not either. */
  statusChanged({ uri, state }: StatusMessage): void {
    if (this.#panel === undefined || this.#which?.uri !== uri) return;
    if (state !== 'done' || !this.#isStale) return;
    this.#parts.told(() => this.#load());
  }

  #own(panel: BenchPanel): BenchPanel {
    this.#panel = panel;
    panel.onMessage((message) => this.#parts.told(() => this.#said(message)));
    panel.onDidClose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#forget();
    });
    return panel;
  }

  #forget(): void {
    this.#stop();
    this.#which = undefined;
    this.#table = undefined;
    this.#history = undefined;
    this.#historyOf = undefined;
    this.#notice = '';
  }

  /** Ends what is being computed. */
  #stop(): void {
    this.#turn += 1;
    this.#working = undefined;
    this.#asking.cancel();
    this.#asking.dispose();
    this.#asking = new CancellationTokenSource();
  }

  #textChanged(uri: string): void {
    if (this.#panel === undefined) return;
    this.#isStale = true;
    // Another text may be one that is included: news about the runs tell.
    if (this.#which === undefined || !isSameUri(this.#which.uri, uri)) return;
    this.#stop();
    this.#notice = '';
    if (this.#table !== undefined) this.#table = older(this.#table);
    if (this.#history !== undefined) this.#history = { ...this.#history, state: 'older' };
    this.#draw();
  }

  async #load(): Promise<void> {
    const which = this.#which;
    if (which === undefined || which.uri === '') return;
    this.#stop();
    if (isGone(Uri.parse(which.uri))) {
      this.#notice = l10n.t('The text is closed, and was never saved.');
      this.#draw();
      return;
    }
    const turn = this.#turn;
    this.#isStale = false;
    this.#notice = '';
    this.#grows = this.#table?.rows.every(({ isOlder }) => isOlder === true) ?? true;
    this.#working = { done: 0, total: 0 };
    this.#draw();
    const { uri, scenario, name } = which;
    // The server knows the texts that are open in the editor, whether in a tab or not.
    const document = await workspace.openTextDocument(Uri.parse(uri));
    if (turn !== this.#turn) return;
    const asked: CompareOf = { uri, scenario, variant: 0, ...(name === '' ? {} : { name }) };
    const answer = await this.#ask<CompareAnswer>(compareRequest, asked, turn);
    if (turn !== this.#turn) return;
    this.#working = undefined;
    const compared = answer?.compared;
    if (compared === undefined) {
      // The server may have taken in another text since, as it does while a window begins.
      if (answer?.outdated === true) return this.#load();
      this.#isStale = answer?.state !== 'cancelled';
      this.#notice = answer?.state === 'failed' ? answer.text : '';
      this.#draw();
      return;
    }
    const { table, markdown, version } = compared;
    this.#which = { uri, scenario: compared.scenario, name: table.scenario };
    this.#table = version === document.version ? table : older(table);
    this.#markdown = markdown;
    this.#draw();
    await this.#loadHistory();
  }

  async #loadHistory(): Promise<void> {
    const which = this.#which;
    const rows = this.#table?.rows ?? [];
    if (which === undefined || rows.length === 0) return;
    const turn = this.#turn;
    const variant = rows.find((row) => row.variant === this.#historyOf)?.number ?? 0;
    const eras = this.#history?.variant === variant ? this.#history.eras : [];
    this.#history = { variant, eras, state: 'working', text: '' };
    this.#draw();
    const { uri, scenario } = which;
    const asked: RunOf = { uri, scenario, variant };
    const answer = await this.#ask<HistoryAnswer>(historyRequest, asked, turn);
    if (turn !== this.#turn || this.#history?.variant !== variant) return;
    const isDone = answer?.state === 'done';
    this.#history = isDone
      ? { variant, eras: answer.eras, state: 'current', text: '' }
      : { variant, eras, state: 'older', text: answer?.text ?? '' };
    this.#draw();
  }

  /** Whoever asked and does not want to know any more hears nothing of how that went. */
  async #ask<Answer>(request: string, asked: RunOf, turn: number): Promise<Answer | null> {
    const { client } = this.#parts;
    try {
      return await client.sendRequest<Answer | null>(request, asked, this.#asking.token);
    } catch (error) {
      if (turn !== this.#turn) return null;
      throw error;
    }
  }

  #draw(): void {
    const which = this.#which;
    if (which === undefined) return;
    this.#panel?.show({
      which,
      table: this.#table,
      working: this.#working,
      notice: this.#notice,
      history: this.#history,
    });
  }

  async #said(message: FromBench): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return;
      case 'again':
        return this.#load();
      case 'cancel':
        this.#stop();
        this.#notice = l10n.t('Cancelled.');
        this.#draw();
        return;
      case 'copy':
        await env.clipboard.writeText(this.#markdown);
        window.setStatusBarMessage(l10n.t('The table is on the clipboard, as Markdown.'), statusMs);
        return;
      case 'history':
        return this.#showHistory(message.variant);
      case 'variant': {
        const pointed = this.#pointed(message.variant);
        if (pointed === undefined) return;
        if ((await pickForVariant(pointed)) === 'history') await this.#showHistory(message.variant);
        return;
      }
      case 'run': {
        const pointed = this.#pointed(message.variant);
        if (pointed !== undefined)
          await pickForRun(this.#parts, { ...pointed, property: message.property });
        return;
      }
    }
  }

  #showHistory(variant: number): Promise<void> {
    this.#historyOf = this.#rowOf(variant)?.variant;
    return this.#loadHistory();
  }

  #rowOf(variant: number): RowShown | undefined {
    return this.#table?.rows.find(({ number }) => number === variant);
  }

  #pointed(variant: number): Pointed | undefined {
    const row = this.#rowOf(variant);
    const which = this.#which;
    if (row === undefined || which === undefined) return undefined;
    if (row.isOlder === true) {
      // Its number may be another variant's by now.
      const text = l10n.t(
        'This row is of an older text: its run is there once it is compared again.',
      );
      window.setStatusBarMessage(text, statusMs);
      return undefined;
    }
    const rows = this.#table?.rows ?? [];
    return { which, row, rows, column: this.#panel?.column() };
  }
}

/** Long enough to be read. */
const statusMs = 5000;

function isSameUri(left: string, right: string): boolean {
  return Uri.parse(left).toString() === Uri.parse(right).toString();
}
