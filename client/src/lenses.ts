// Which run a command means: from a code lens it comes with arguments; from the palette it takes those of
// the lens that stands at or above the cursor, so that both always mean the same.
import { isRunOf, type RunOf, showCommand } from '@racewalk/server';
import {
  type CodeLens,
  commands,
  type Disposable,
  l10n,
  type TextDocument,
  type TextEditor,
  Uri,
  window,
} from 'vscode';
import { libraryScheme } from './names.ts';

/** Lenses are resolved up to here; a text with more scenarios than this has lenses without verdicts. */
const LENSES_MAX = 1000;

/** The lenses of the texts. They are the server's: whoever asks waits until it has started. */
export class Lenses implements Disposable {
  readonly #started: Promise<void>;
  readonly #following: Disposable;
  /** The scenario text that was last in front. */
  #last: TextDocument | undefined;

  constructor(started: Promise<void>) {
    this.#started = started;
    this.#follow(window.activeTextEditor);
    this.#following = window.onDidChangeActiveTextEditor((editor) => this.#follow(editor));
  }

  dispose(): void {
    this.#following.dispose();
  }

  #follow(editor: TextEditor | undefined): void {
    const { document } = editor ?? {};
    const isOwn = document?.languageId === 'race' && document.uri.scheme !== libraryScheme;
    if (isOwn) this.#last = document;
  }

  /** Where no text is in front, as with the walkthrough or a page of ours, it is the text that was before. */
  async #editor(): Promise<TextEditor | undefined> {
    const front = window.activeTextEditor;
    if (front !== undefined) return front.document.languageId === 'race' ? front : undefined;
    const last = this.#last;
    if (last === undefined || last.isClosed) return undefined;
    const shown = window.visibleTextEditors.find(({ document }) => document === last);
    return shown ?? (await window.showTextDocument(last));
  }

  /** The run that the lens at or above the cursor is about. */
  async atCursor(command: string): Promise<RunOf | undefined> {
    const editor = await this.#editor();
    if (editor === undefined) {
      await window.showInformationMessage(l10n.t('Open a .race file first.'));
      return undefined;
    }
    const found = await this.of(editor, command);
    const cursor = editor.selection.active.line;
    const lens =
      found.findLast(({ range }) => range.start.line <= cursor) ??
      (command === showCommand ? undefined : found[0]);
    if (lens === undefined) {
      await window.showInformationMessage(
        command === showCommand
          ? l10n.t('No failing run is known for the scenario at the cursor.')
          : l10n.t('There is no scenario in this file.'),
      );
      return undefined;
    }
    // The leftmost of a line's lenses is the property the server lists first.
    const first = found.find(({ range }) => range.start.line === lens.range.start.line) ?? lens;
    return runOf(first.command?.arguments ?? []);
  }

  /** From top to bottom, those that carry a command. */
  async of(editor: TextEditor, command: string): Promise<CodeLens[]> {
    await this.#started;
    const lenses = await commands.executeCommand<CodeLens[] | undefined>(
      'vscode.executeCodeLensProvider',
      Uri.parse(editor.document.uri.toString()),
      LENSES_MAX,
    );
    return (lenses ?? [])
      .filter((lens) => lens.command?.command === command)
      .sort((a, b) => a.range.start.compareTo(b.range.start));
  }
}

/** Reads the arguments of a lens: `[uri, scenario, variant, property?]`. */
export function runOf(args: readonly unknown[]): RunOf | undefined {
  const [uri, scenario, variant, property] = args;
  const run = { uri, scenario, variant, property };
  return isRunOf(run) ? run : undefined;
}
