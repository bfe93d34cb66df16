// The language client in a Node extension host; the server is a process.
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { answerFiles } from './files/answer-files.ts';

/**
 * Room for what lives short, in MiB. A text of 5 000 lines makes some 10 MB of it with every
 * keystroke; with the 16 MiB that Node takes by itself, most answers wait for a collection.
 */
const youngMb = 32;

export function createClient(
  server: string,
  clientOptions: LanguageClientOptions,
): BaseLanguageClient {
  const options = { execArgv: [`--max-semi-space-size=${youngMb}`] };
  const module = { module: server, transport: TransportKind.ipc, options };
  const client = new LanguageClient(
    'racewalk',
    'Racewalk',
    { run: module, debug: module },
    clientOptions,
  );
  answerFiles(client);
  return client;
}
