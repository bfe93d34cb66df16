// Failing runs as read-only documents beside the editor. A document's address says which run it is,
// so a window that is opened again asks for the same run. A run of an older text says so in words.
import {
  type Disposable,
  EventEmitter,
  type TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { runOf } from './commands.ts';
import type { Columns, RunOf, StatusMessage } from './messages.ts';

const SCHEME = 'racewalk-run';
const OLDER = 'The text has changed since this run was found.\n\n';

export class RunDocuments implements TextDocumentContentProvider, Disposable {
  readonly #client: BaseLanguageClient;
  readonly #changed = new EventEmitter<Uri>();
  /** The last text per document, for the time in which its source has changed and has no verdict. */
  readonly #texts = new Map<string, string>();
  readonly #older = new Set<string>();
  readonly #parts: Disposable[];
  readonly onDidChange = this.#changed.event;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#parts = [
      this.#changed,
      workspace.registerTextDocumentContentProvider(SCHEME, this),
      workspace.onDidChangeTextDocument((event) => this.#sourceChanged(event.document.uri)),
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.#texts.delete(uri.toString());
        this.#older.delete(uri.toString());
      }),
    ];
  }

  dispose(): void {
    for (const part of this.#parts) part.dispose();
  }

  /** Opens the run beside the editor; the cursor stays where it is. */
  async show(run: RunOf): Promise<void> {
    const columns = await this.#ask(run);
    const uri = addressOf(run, columns.title);
    this.#older.delete(uri.toString());
    this.#texts.set(uri.toString(), columns.text);
    this.#changed.fire(uri);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, {
      viewColumn: besideColumn(),
      preserveFocus: true,
      preview: true,
    });
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const known = this.#texts.get(uri.toString());
    if (known !== undefined) return this.#older.has(uri.toString()) ? OLDER + known : known;
    const run = runOf(JSON.parse(uri.query));
    if (run === undefined) return 'This address names no run.\n';
    try {
      const { text } = await this.#ask(run);
      this.#texts.set(uri.toString(), text);
      return text;
    } catch (error) {
      return `${error instanceof Error ? error.message : String(error)}\n`;
    }
  }

  /** A fresh verdict makes the documents of its text fresh. */
  statusChanged({ uri, state }: StatusMessage): void {
    if (state !== 'done') return;
    for (const address of this.#documentsOf(uri)) {
      this.#texts.delete(address.toString());
      this.#older.delete(address.toString());
      this.#changed.fire(address);
    }
  }

  #ask(run: RunOf): Promise<Columns> {
    return this.#client.sendRequest<Columns>('racewalk/columns', run);
  }

  #sourceChanged(source: Uri): void {
    for (const address of this.#documentsOf(source.toString())) {
      if (this.#older.has(address.toString())) continue;
      this.#older.add(address.toString());
      this.#changed.fire(address);
    }
  }

  #documentsOf(source: string): Uri[] {
    return workspace.textDocuments
      .map(({ uri }) => uri)
      .filter((uri) => uri.scheme === SCHEME && runOf(JSON.parse(uri.query))?.uri === source);
  }
}

function addressOf({ uri, scenario, variant, property }: RunOf, title: string): Uri {
  const query =
    property === undefined ? [uri, scenario, variant] : [uri, scenario, variant, property];
  return Uri.from({
    scheme: SCHEME,
    path: `/${title.replaceAll('/', '-')}`,
    query: JSON.stringify(query),
  });
}

/** A second run replaces the first one's column instead of opening a third. */
function besideColumn(): ViewColumn {
  const open = window.visibleTextEditors.find(({ document }) => document.uri.scheme === SCHEME);
  return open?.viewColumn ?? ViewColumn.Beside;
}
