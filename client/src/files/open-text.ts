// Texts that are opened for what shows them.
import { l10n, type TextDocument, type Uri, workspace } from 'vscode';

/** A text that never had a file and is closed: VS Code would open an empty one in its place. */
export function isGone(uri: Uri): boolean {
  if (uri.scheme !== 'untitled') return false;
  const address = uri.toString();
  return !workspace.textDocuments.some((one) => !one.isClosed && one.uri.toString() === address);
}

/** Throws where the text is gone. */
export async function openText(uri: Uri): Promise<TextDocument> {
  if (isGone(uri)) throw new Error(l10n.t('The text is closed, and was never saved.'));
  return workspace.openTextDocument(uri);
}
