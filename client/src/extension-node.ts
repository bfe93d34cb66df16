// The extension in a Node extension host: VS Code on the desktop, and behind a remote server.
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { start } from './activate.ts';

/**
 * Room for what lives short, in MiB. A text of 5 000 lines makes some 10 MB of it with every
 * keystroke; with the 16 MiB that Node takes by itself, most answers wait for a collection.
 */
const youngMb = 32;

export function activate(context: ExtensionContext): void {
  const at = (name: string): string => Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
  const options = { execArgv: [`--max-semi-space-size=${youngMb}`] };
  const module = { module: at('server.js'), transport: TransportKind.ipc, options };
  start(context, {
    runWorker: at('server.js'),
    create: (id, name, clientOptions) =>
      new LanguageClient(id, name, { run: module, debug: module }, clientOptions),
  });
}
