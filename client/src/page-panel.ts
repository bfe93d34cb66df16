// An editor tab with a page of ours. The page may be gone while it is hidden: what it shows is kept by the tab
// and sent whenever a page says that it is ready.
import {
  type Disposable,
  EventEmitter,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import { distOf, type Page, pageOf } from './view-page.ts';

/** Which page, and what it says. */
export interface PageWords<From> extends Page {
  readonly isMessage: (message: unknown) => message is From;
}

export abstract class PagePanel<From extends { readonly kind: string }, To> implements Disposable {
  protected readonly panel: WebviewPanel;
  readonly #messages = new EventEmitter<From>();
  readonly #closed = new EventEmitter<void>();
  readonly #parts: Disposable[];
  /** Everything but that the page is ready. */
  readonly onMessage = this.#messages.event;
  readonly onDidClose = this.#closed.event;

  /** `panel`: a new one, or one that VS Code kept over a restart. */
  constructor(panel: WebviewPanel, extension: Uri, { name, title, isMessage }: PageWords<From>) {
    this.panel = panel;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [distOf(extension)] };
    this.#parts = [
      this.#messages,
      this.#closed,
      webview.onDidReceiveMessage((message: unknown) => {
        if (!isMessage(message)) return;
        if (message.kind === 'ready') this.sendAll();
        else this.#messages.fire(message);
      }),
      panel.onDidDispose(() => this.#closed.fire()),
    ];
    webview.html = pageOf(webview, extension, { name, title });
  }

  /** Tells a new page everything. */
  protected abstract sendAll(): void;

  /** Comes to the front of its column. */
  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  column(): ViewColumn | undefined {
    return this.panel.viewColumn;
  }

  dispose(): void {
    this.panel.dispose();
    for (const part of this.#parts) part.dispose();
  }

  protected send(message: To): void {
    // A page that is hidden or closing gets nothing; it asks again when it is back.
    this.panel.webview.postMessage(message).then(undefined, () => undefined);
  }
}

/** Opens a tab beside the editor, whose cursor stays where it is. */
export function panelBeside(view: string, title: string): WebviewPanel {
  const column = { viewColumn: ViewColumn.Beside, preserveFocus: true };
  return window.createWebviewPanel(view, title, column, {});
}
