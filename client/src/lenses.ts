// Which run a command means: from a code lens it comes with arguments; from the palette it takes those of
// the lens that stands at or above the cursor, so that both always mean the same.
import { isRunOf, type RunOf, showCommand } from '@racewalk/server';
import { type CodeLens, commands, l10n, type TextEditor, Uri, window } from 'vscode';

/** Lenses are resolved up to here; a text with more scenarios than this has lenses without verdicts. */
const LENSES_MAX = 1000;

/** The lenses of the texts. They are the server's: whoever asks waits until it has started. */
export class Lenses {
  readonly #started: Promise<void>;

  constructor(started: Promise<void>) {
    this.#started = started;
  }

  /** The run that the lens at or above the cursor is about. */
  async atCursor(command: string): Promise<RunOf | undefined> {
    const editor = window.activeTextEditor;
    if (editor === undefined || editor.document.languageId !== 'race') {
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
