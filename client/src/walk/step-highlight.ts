// The line of the shown step in the editor, and the lines where its calls are. A text that is not
// in view is opened without taking the focus.

import {
  type Disposable,
  OverviewRulerLane,
  Range,
  type TextDocument,
  type TextEditor,
  TextEditorRevealType,
  ThemeColor,
  type Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { openText } from '../files/open-text.ts';
import { type LoadedWalk, type Place, uriOf } from './loaded-walk.ts';

export class StepHighlight implements Disposable {
  readonly #step = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor('editor.stackFrameHighlightBackground'),
    overviewRulerColor: new ThemeColor('editor.stackFrameHighlightBackground'),
    overviewRulerLane: OverviewRulerLane.Full,
  });
  readonly #call = window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor('editor.focusedStackFrameHighlightBackground'),
  });
  readonly #watch: Disposable;
  #shown: { readonly loaded: LoadedWalk; readonly row: number } | undefined;
  /** Rises with every change, so that a slow text never marks a step that is over. */
  #turn = 0;
  /** The text that is being opened, if any. */
  #opening: Promise<void> = Promise.resolve();

  constructor() {
    this.#watch = window.onDidChangeVisibleTextEditors(() => this.#paint());
  }

  dispose(): void {
    this.clear();
    this.#watch.dispose();
    this.#step.dispose();
    this.#call.dispose();
  }

  /**
   * `row`: index of the row that the step ends; -1 before the first step. `opens`: whether a text
   * that is not in view is opened.
   */
  async show(loaded: LoadedWalk, row: number, opens: boolean): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#shown = { loaded, row };
    this.#paint();
    const place = loaded.run.trace.rows[row]?.place;
    if (place === undefined || !isOfNow(loaded)) return;
    // One after the other: a text that is slow to open must not cover the one of a later step.
    const job = this.#opening.then(async () => {
      if (turn === this.#turn) await this.#reveal(loaded, place, opens);
    });
    this.#opening = job.catch(() => undefined);
    await job;
  }

  async #reveal(loaded: LoadedWalk, place: Place, opens: boolean): Promise<void> {
    const uri = uriOf(loaded, place);
    const editor = editorOf(uri.toString()) ?? (opens ? await open(loaded, uri) : undefined);
    if (editor === undefined) return;
    this.#paint();
    const { start } = rangeOf(editor.document, place);
    const line = new Range(start, start);
    editor.revealRange(line, TextEditorRevealType.InCenterIfOutsideViewport);
  }

  clear(): void {
    this.#turn += 1;
    this.#shown = undefined;
    this.#paint();
  }

  #paint(): void {
    for (const editor of window.visibleTextEditors) {
      editor.setDecorations(this.#step, this.#rangesIn(editor, 'step'));
      editor.setDecorations(this.#call, this.#rangesIn(editor, 'calls'));
    }
  }

  #rangesIn({ document }: TextEditor, what: 'step' | 'calls'): Range[] {
    const shown = this.#shown;
    const row = shown?.loaded.run.trace.rows[shown.row];
    if (shown === undefined || row === undefined || !isOfNow(shown.loaded)) return [];
    const places = what === 'step' ? [row.place] : row.calls.map(({ place }) => place);
    const uri = document.uri.toString();
    return places
      .filter((place) => uriOf(shown.loaded, place).toString() === uri)
      .map((place) => {
        // A step may be a whole block: the line that it begins in says which.
        const { start } = rangeOf(document, place);
        return new Range(start, start);
      });
  }
}

/** Beside the timeline, where the scenario is. */
async function open({ which }: LoadedWalk, uri: Uri): Promise<TextEditor | undefined> {
  const beside = editorOf(which.uri) ?? window.visibleTextEditors[0];
  try {
    const document = await openText(uri);
    return await window.showTextDocument(document, {
      viewColumn: beside?.viewColumn ?? ViewColumn.One,
      preserveFocus: true,
      preview: true,
    });
  } catch {
    // The file is gone: there is nothing to show.
    return undefined;
  }
}

export function editorOf(uri: string): TextEditor | undefined {
  return window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
}

/** Offsets of an older text would mark another place. */
function isOfNow({ which, version }: LoadedWalk): boolean {
  const document = workspace.textDocuments.find(({ uri }) => uri.toString() === which.uri);
  return document === undefined || version === undefined || document.version === version;
}

export function rangeOf(document: TextDocument, { start, end }: Place): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}
