// "Compare variants": the table as a read-only document beside the editor that follows the text. It is plain
// text with its words aligned: in the theme's colours, for the keyboard and for screen readers.
import {
  type CompareAnswer,
  compareRequest,
  isRunOf,
  type RunOf,
  type StatusMessage,
} from '@racewalk/server';
import {
  type Disposable,
  EventEmitter,
  l10n,
  type TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

const scheme = 'racewalk-compare';

export class CompareDocuments implements TextDocumentContentProvider, Disposable {
  readonly #client: BaseLanguageClient;
  readonly #changed = new EventEmitter<Uri>();
  readonly #registration: Disposable;
  /** The table of each address as it was last known: it stands until there is a newer one. */
  readonly #known = new Map<string, string>();
  /** The version of the text that was asked about last: verdicts of the same text change nothing. */
  readonly #asked = new Map<string, number | undefined>();
  readonly onDidChange = this.#changed.event;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#registration = workspace.registerTextDocumentContentProvider(scheme, this);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  /** Asks the server, which works in the background, and shows the answer beside the text. */
  async show(run: RunOf): Promise<void> {
    const { state, text } = await this.#ask(run);
    if (state === 'failed') await window.showInformationMessage(`Racewalk: ${text}`);
    if (state !== 'done') return;
    const address = addressOf(run);
    this.#known.set(address.toString(), text);
    this.#changed.fire(address);
    const document = await workspace.openTextDocument(address);
    await window.showTextDocument(document, {
      viewColumn: ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  provideTextDocumentContent(address: Uri): string {
    return (
      this.#known.get(address.toString()) ??
      `${l10n.t('Ask for this table again: Compare variants.')}\n`
    );
  }

  /** The table of a text that has new verdicts is made again, if it is open. */
  statusChanged({ uri, state }: StatusMessage): void {
    if (state === 'running') return;
    for (const { uri: address, isClosed } of workspace.textDocuments) {
      const run = address.scheme === scheme && !isClosed ? runAt(address) : undefined;
      if (run?.uri === uri && this.#asked.get(uri) !== versionOf(uri))
        void this.#renew(address, run);
    }
  }

  async #renew(address: Uri, run: RunOf): Promise<void> {
    try {
      const { state, text } = await this.#ask(run);
      if (state !== 'done' || this.#known.get(address.toString()) === text) return;
      this.#known.set(address.toString(), text);
      this.#changed.fire(address);
    } catch {
      // The server is gone, or going: the table stays as it was.
    }
  }

  #ask(run: RunOf): Promise<CompareAnswer> {
    this.#asked.set(run.uri, versionOf(run.uri));
    return this.#client.sendRequest<CompareAnswer>(compareRequest, run);
  }
}

/** Undefined: the text is not open. */
function versionOf(uri: string): number | undefined {
  const same = Uri.parse(uri).toString();
  return workspace.textDocuments.find((one) => one.uri.toString() === same)?.version;
}

/** One address for each scenario, whatever variant was asked from. */
function addressOf({ uri, scenario }: RunOf): Uri {
  const query = JSON.stringify({ uri, scenario, variant: 0 });
  return Uri.from({ scheme, path: '/Compare variants.txt', query });
}

function runAt({ query }: Uri): RunOf | undefined {
  try {
    const run: unknown = JSON.parse(query);
    return isRunOf(run) ? run : undefined;
  } catch {
    return undefined;
  }
}
