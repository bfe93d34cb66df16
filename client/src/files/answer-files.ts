// Texts and lists of files on behalf of a server without a disk: both come through the editor, so it
// works for a folder behind a remote server and in a browser, too.
import { listRequest, type RaceFiles, type ReadAnswer, readRequest } from '@racewalk/server';
import { Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { scenarioFilesIn } from './find-files.ts';

export function answerFiles(client: BaseLanguageClient): void {
  readTexts(client);
  listTexts(client);
}

/** Answers the server's question for the text of a file, or none when there is no such file. */
function readTexts(client: BaseLanguageClient): void {
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
  client.onRequest<ReadAnswer, Error>(readRequest, answer);
}

/** Answers the server's question for the scenario files of an opened folder. */
function listTexts(client: BaseLanguageClient): void {
  const answer = async ({ folder, max }: ListQuestion): Promise<RaceFiles> => {
    const at = workspace.workspaceFolders?.find(({ uri }) => uri.toString() === folder);
    if (at === undefined) return { uris: [], isAll: true };
    const { files, isWhole } = await scenarioFilesIn(at);
    const uris = files.slice(0, max).map((uri) => uri.toString());
    return { uris, isAll: isWhole && files.length <= max };
  };
  client.onRequest<RaceFiles, Error>(listRequest, answer);
}

interface ListQuestion {
  readonly folder: string;
  readonly max: number;
}
