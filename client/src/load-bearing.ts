// "Show what is load-bearing": a few quiet words behind each line that was asked about, in the texts that are
// open. The colours are the theme's. The words go when the text changes.
import {
  type LoadBearingAnswer,
  type LoadBearingMark,
  loadBearingRequest,
  type MarkState,
  type RunOf,
} from '@racewalk/server';
import {
  type Disposable,
  MarkdownString,
  Range,
  type TextEditor,
  ThemeColor,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** Names of colours of the theme. */
const colours: Readonly<Record<MarkState, string>> = {
  needed: 'editorCodeLens.foreground',
  notDecided: 'editorWarning.foreground',
  notJudged: 'editorGhostText.foreground',
  notNeeded: 'editorGhostText.foreground',
};

export class LoadBearingMarks implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #decoration = window.createTextEditorDecorationType({
    after: { margin: '0 0 0 3em', fontStyle: 'italic' },
  });
  readonly #subscriptions: readonly Disposable[];
  /** The text that was asked about, and what is known of it and of the library. */
  #shown: { readonly uri: string; readonly marks: readonly LoadBearingMark[] } | undefined;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#subscriptions = [
      this.#decoration,
      window.onDidChangeVisibleTextEditors(() => this.#draw()),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.#concerns(document.uri)) this.clear();
      }),
      workspace.onDidCloseTextDocument((document) => {
        if (this.#shown !== undefined && same(document.uri, this.#shown.uri)) this.clear();
      }),
    ];
  }

  /** Asks the server, which works in the background, and shows the answer. */
  async show(run: RunOf): Promise<void> {
    this.clear();
    const { state, text, marks } = await this.#client.sendRequest<LoadBearingAnswer>(
      loadBearingRequest,
      run,
    );
    if (state === 'failed') await window.showInformationMessage(`Racewalk: ${text}`);
    if (state !== 'done') return;
    this.#shown = { uri: run.uri, marks };
    this.#draw();
    window.setStatusBarMessage(text, statusMs);
  }

  clear(): void {
    this.#shown = undefined;
    this.#draw();
  }

  dispose(): void {
    for (const one of this.#subscriptions) one.dispose();
  }

  #concerns(uri: Uri): boolean {
    const { uri: asked, marks } = this.#shown ?? { uri: '', marks: [] };
    return same(uri, asked) || marks.some((mark) => same(uri, mark.uri));
  }

  #draw(): void {
    for (const editor of window.visibleTextEditors) {
      const own = (this.#shown?.marks ?? []).filter(({ uri }) => same(editor.document.uri, uri));
      editor.setDecorations(
        this.#decoration,
        own.map((mark) => decorated(mark, editor)),
      );
    }
  }
}

/** Long enough to be read. */
const statusMs = 10_000;

function decorated({ line, state, text, detail }: LoadBearingMark, { document }: TextEditor) {
  const at = document.lineAt(Math.min(line, document.lineCount - 1));
  const hoverMessage = new MarkdownString(detail);
  return {
    range: new Range(at.range.end, at.range.end),
    hoverMessage,
    renderOptions: { after: { contentText: text, color: new ThemeColor(colours[state]) } },
  };
}

function same(uri: Uri, text: string): boolean {
  return uri.toString() === Uri.parse(text).toString();
}
