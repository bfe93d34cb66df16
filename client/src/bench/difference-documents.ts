// Two runs held against each other, as a read-only document.
import { type DifferenceAnswer, type DifferenceOf, differenceRequest } from '@racewalk/server';
import {
  type Disposable,
  EventEmitter,
  l10n,
  languages,
  type TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { differenceScheme } from '../names.ts';

/** For the look of columns alone: no line numbers, no guides. */
const languageId = 'race-run';

export class DifferenceDocuments implements TextDocumentContentProvider, Disposable {
  readonly #client: BaseLanguageClient;
  readonly #changed = new EventEmitter<Uri>();
  readonly #known = new Map<string, string>();
  readonly onDidChange = this.#changed.event;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** Asks the server, which explores both variants, and opens the answer in a column. */
  async show(asked: DifferenceOf, title: string, column: ViewColumn | undefined): Promise<void> {
    const { state, text } = await this.#client.sendRequest<DifferenceAnswer>(
      differenceRequest,
      asked,
    );
    if (state === 'failed') await window.showInformationMessage(`Racewalk: ${text}`);
    if (state !== 'done') return;
    const path = `/${title.replaceAll('/', '-')}`;
    const address = Uri.from({ scheme: differenceScheme, path, query: JSON.stringify(asked) });
    this.#known.set(address.toString(), text);
    this.#changed.fire(address);
    const document = await workspace.openTextDocument(address);
    await languages.setTextDocumentLanguage(document, languageId);
    const viewColumn = column ?? ViewColumn.Beside;
    await window.showTextDocument(document, { viewColumn, preview: true });
  }

  provideTextDocumentContent(address: Uri): string {
    const known = this.#known.get(address.toString());
    return known ?? `${l10n.t('Compare these runs again, from the table of the variants.')}\n`;
  }
}
