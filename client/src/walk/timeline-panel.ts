// The editor tab of the timeline. Its page may be gone while it is hidden: what it shows is kept
// here and sent whenever a page says that it is ready.
import {
  type Choice,
  type FromView,
  isFromView,
  isShownRun,
  type ShownRun,
  type ToView,
} from '@racewalk/webview';
import {
  type Disposable,
  EventEmitter,
  l10n,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import { timelineView } from '../names.ts';
import { distOf, pageOf } from '../view-page.ts';
import type { LoadedWalk } from './loaded-walk.ts';

export class TimelinePanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #messages = new EventEmitter<FromView>();
  readonly #closed = new EventEmitter<void>();
  readonly #parts: Disposable[];
  readonly onMessage = this.#messages.event;
  readonly onDidClose = this.#closed.event;
  #loaded: LoadedWalk | undefined;
  #step = 0;
  #choices: readonly Choice[] | undefined;
  #notice = '';

  /** Opens beside the editor, whose cursor stays where it is. */
  static open(extension: Uri): TimelinePanel {
    const column = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    const panel = window.createWebviewPanel(timelineView, l10n.t('Timeline'), column, {});
    return new TimelinePanel(panel, extension);
  }

  /** `panel`: a new one, or one that VS Code kept over a restart. */
  constructor(panel: WebviewPanel, extension: Uri) {
    this.#panel = panel;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [distOf(extension)] };
    this.#parts = [
      this.#messages,
      this.#closed,
      webview.onDidReceiveMessage((message: unknown) => {
        if (!isFromView(message)) return;
        if (message.kind === 'ready') this.#sendAll();
        else this.#messages.fire(message);
      }),
      panel.onDidDispose(() => this.#closed.fire()),
    ];
    webview.html = pageOf(webview, extension, { name: 'timeline', title: l10n.t('Timeline') });
  }

  get which(): ShownRun | undefined {
    return this.#loaded?.which;
  }

  show(loaded: LoadedWalk, step: number, choices: readonly Choice[] | undefined): void {
    this.#loaded = loaded;
    this.#step = step;
    this.#choices = choices;
    this.#notice = loaded.notice;
    this.#panel.title = titleOf(loaded.run.title);
    this.#sendAll();
  }

  step(step: number, choices: readonly Choice[] | undefined): void {
    this.#step = step;
    this.#choices = choices;
    this.#send({ kind: 'step', step, choices });
  }

  /** Says something above the picture; empty: nothing is to be said. */
  notice(text: string): void {
    this.#notice = text;
    this.#send({ kind: 'notice', text });
  }

  /** Asks the page for its folds and filter; false: there is no page now. */
  askForExport(): boolean {
    if (!this.#panel.visible) return false;
    this.#send({ kind: 'export' });
    return true;
  }

  /** Comes to the front of its column. */
  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  column(): ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  /** Takes the keyboard. */
  focus(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
    for (const part of this.#parts) part.dispose();
  }

  #sendAll(): void {
    const loaded = this.#loaded;
    if (loaded === undefined) {
      if (this.#notice !== '') this.#send({ kind: 'notice', text: this.#notice });
      return;
    }
    const { which, run } = loaded;
    const step = Math.min(this.#step, run.trace.rows.length);
    const notice = this.#notice;
    this.#send({ kind: 'show', which, run, step, choices: this.#choices, notice });
  }

  #send(message: ToView): void {
    // A page that is hidden or closing gets nothing; it asks again when it is back.
    this.#panel.webview.postMessage(message).then(undefined, () => undefined);
  }
}

/** Scenario, variant, property: the length of the run stands in the page. */
function titleOf(title: string): string {
  return title.replace(/ in \d[\d ]* steps?\b.*$/u, '');
}

/** What a page had kept over a restart, as far as it can be read. */
export function keptFrom(state: unknown): { which: ShownRun | undefined; step: number } {
  if (typeof state !== 'object' || state === null) return { which: undefined, step: 0 };
  const which = 'which' in state && isShownRun(state.which) ? state.which : undefined;
  const step = 'step' in state && typeof state.step === 'number' ? state.step : 0;
  return { which, step };
}
