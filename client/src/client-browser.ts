// The language client in a browser's extension host; the server is a worker.
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { LanguageClient } from 'vscode-languageclient/browser';
import { answerFiles } from './files/answer-files.ts';

export function createClient(server: string, options: LanguageClientOptions): BaseLanguageClient {
  const client = new LanguageClient('racewalk', 'Racewalk', new Worker(server), options);
  answerFiles(client);
  return client;
}
