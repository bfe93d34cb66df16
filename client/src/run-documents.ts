// Failing runs as read-only documents beside the editor. A document's address says which run it is,
// so a window that is opened again asks for the same run; the server says when it is an older text's.
import {
  type Columns,
  columnsRequest,
  isRunOf,
  type RunOf,
  type StatusMessage,
} from '@racewalk/server';
import {
  type Disposable,
  EventEmitter,
  l10n,
  languages,
  type Tab,
  TabInputText,
  type TextDocument,
  type TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { runScheme } from './names.ts';
import type { ShownRuns } from './walk/shown-runs.ts';

/** For the look of columns alone: no line numbers, no guides. */
const languageId = 'race-run';
/** A fresh verdict is mostly there sooner; until then the document stays as it is. */
const patienceMs = 400;

export class RunDocuments implements TextDocumentContentProvider, Disposable {
  readonly #client: BaseLanguageClient;
  readonly #inView: ShownRuns;
  readonly #changed = new EventEmitter<Uri>();
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #parts: Disposable[];
  readonly onDidChange = this.#changed.event;

  constructor(client: BaseLanguageClient, inView: ShownRuns) {
    this.#client = client;
    this.#inView = inView;
    this.#parts = [
      this.#changed,
      workspace.onDidOpenTextDocument((document) => void dress(document)),
      // A document is closed long after its tab, and for a moment when it gets its language.
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const uri of closed.flatMap(shownIn)) {
          if (!isInView(uri)) inView.hide(uri.toString());
        }
      }),
    ];
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    for (const part of this.#parts) part.dispose();
  }

  /** Opens the run beside the editor; the cursor stays where it is. */
  async show(run: RunOf): Promise<void> {
    const { title } = await this.#ask(run);
    const uri = addressOf(run, title);
    this.#changed.fire(uri);
    this.#inView.show(uri.toString(), run);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, {
      viewColumn: besideColumn(),
      preserveFocus: true,
      preview: true,
    });
  }

  async provideTextDocumentContent(address: Uri): Promise<string> {
    const run = runAt(address);
    if (run === undefined) return `${l10n.t('This address names no run.')}\n`;
    try {
      return (await this.#ask(run)).text;
    } catch (error) {
      return `${error instanceof Error ? error.message : String(error)}\n`;
    }
  }

  /** The run that is in the editor in use, if that shows one. */
  shownRun(): RunOf | undefined {
    const address = window.activeTextEditor?.document.uri;
    return address === undefined ? undefined : runAt(address);
  }

  /** The documents of a text follow its verdicts. */
  statusChanged({ uri, state }: StatusMessage): void {
    const waiting = this.#waiting.get(uri);
    if (state === 'running') {
      if (waiting !== undefined) return;
      this.#waiting.set(
        uri,
        setTimeout(() => this.#renew(uri), patienceMs),
      );
    } else {
      clearTimeout(waiting);
      this.#waiting.delete(uri);
      this.#renew(uri);
    }
  }

  #renew(source: string): void {
    for (const { uri } of workspace.textDocuments) {
      if (runAt(uri)?.uri === source) this.#changed.fire(uri);
    }
  }

  #ask(run: RunOf): Promise<Columns> {
    return this.#client.sendRequest<Columns>(columnsRequest, run);
  }
}

function isInView(uri: Uri): boolean {
  const shown = window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap(shownIn));
  return shown.some((one) => one.toString() === uri.toString());
}

function shownIn({ input }: Tab): readonly Uri[] {
  return input instanceof TabInputText && input.uri.scheme === runScheme ? [input.uri] : [];
}

async function dress(document: TextDocument): Promise<void> {
  if (document.uri.scheme !== runScheme || document.languageId === languageId) return;
  await languages.setTextDocumentLanguage(document, languageId);
}

function addressOf(run: RunOf, title: string): Uri {
  return Uri.from({
    scheme: runScheme,
    path: `/${title.replaceAll('/', '-')}`,
    query: JSON.stringify(run),
  });
}

function runAt(address: Uri): RunOf | undefined {
  if (address.scheme !== runScheme) return undefined;
  try {
    const run: unknown = JSON.parse(address.query);
    return isRunOf(run) ? run : undefined;
  } catch {
    return undefined;
  }
}

/** A second run replaces the first one's column instead of opening a third. */
function besideColumn(): ViewColumn {
  const open = window.visibleTextEditors.find(({ document }) => document.uri.scheme === runScheme);
  return open?.viewColumn ?? ViewColumn.Beside;
}
