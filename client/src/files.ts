// Texts on behalf of the server, which does no IO: what an `#include` names is read through the
// editor, so it works for a folder on a disk, behind a remote server and in a browser alike.
import { type ReadAnswer, readRequest } from '@racewalk/server';
import { type Disposable, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** Answers the server's question for the text of a file, or none when there is no such file. */
export function readTexts(client: BaseLanguageClient): Disposable {
  const answer = async ({ uri }: { readonly uri: string }): Promise<ReadAnswer> => {
    const target = Uri.parse(uri);
    const open = workspace.textDocuments.find((document) => document.uri.toString() === uri);
    if (open !== undefined) return { text: open.getText() };
    try {
      return { text: new TextDecoder().decode(await workspace.fs.readFile(target)) };
    } catch {
      return { text: null };
    }
  };
  return client.onRequest<ReadAnswer, Error>(readRequest, answer);
}
