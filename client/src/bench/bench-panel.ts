// The editor tab of the bench. Its page may be gone while it is hidden: what it shows is kept here and sent
// whenever a page says that it is ready.
import { type BenchShown, type FromBench, isFromBench, type ToBench } from '@racewalk/webview';
import {
  type Disposable,
  EventEmitter,
  l10n,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import { benchView } from '../names.ts';
import { distOf, pageOf } from '../view-page.ts';

export class BenchPanel implements Disposable {
  readonly #panel: WebviewPanel;
  readonly #messages = new EventEmitter<FromBench>();
  readonly #closed = new EventEmitter<void>();
  readonly #parts: Disposable[];
  readonly onMessage = this.#messages.event;
  readonly onDidClose = this.#closed.event;
  #shown: BenchShown | undefined;

  /** Opens beside the editor, whose cursor stays where it is. */
  static open(extension: Uri): BenchPanel {
    const column = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    const panel = window.createWebviewPanel(benchView, l10n.t('Variants'), column, {});
    return new BenchPanel(panel, extension);
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
        if (!isFromBench(message)) return;
        if (message.kind === 'ready') this.#send();
        else this.#messages.fire(message);
      }),
      panel.onDidDispose(() => this.#closed.fire()),
    ];
    webview.html = pageOf(webview, extension, { name: 'bench', title: l10n.t('Variants') });
  }

  show(shown: BenchShown): void {
    this.#shown = shown;
    const name = shown.table?.scenario ?? shown.which.name;
    this.#panel.title = name === '' ? l10n.t('Variants') : l10n.t('Variants: {0}', name);
    this.#send();
  }

  /** Comes to the front of its column. */
  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  column(): ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  dispose(): void {
    this.#panel.dispose();
    for (const part of this.#parts) part.dispose();
  }

  #send(): void {
    if (this.#shown === undefined) return;
    const message: ToBench = { kind: 'show', shown: this.#shown };
    // A page that is hidden or closing gets nothing; it asks again when it is back.
    this.#panel.webview.postMessage(message).then(undefined, () => undefined);
  }
}
