// Goes to the place of a step, or of one of its open calls: there the keyboard goes, too.

import { Selection, TextEditorRevealType, ViewColumn, window } from 'vscode';
import { openText } from '../files/open-text.ts';
import { type LoadedWalk, placeAt, uriOf } from './loaded-walk.ts';
import { editorOf, rangeOf } from './step-highlight.ts';

export async function openPlace(
  loaded: LoadedWalk,
  row: number,
  call: number | undefined,
): Promise<void> {
  const place = placeAt(loaded, row, call);
  if (place === undefined) return;
  const uri = uriOf(loaded, place);
  const document = await openText(uri);
  const beside =
    editorOf(uri.toString()) ?? editorOf(loaded.which.uri) ?? window.visibleTextEditors[0];
  const editor = await window.showTextDocument(document, {
    viewColumn: beside?.viewColumn ?? ViewColumn.One,
    preview: true,
  });
  const range = rangeOf(document, place);
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}
