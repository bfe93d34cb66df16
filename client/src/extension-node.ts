// The extension in a Node extension host: VS Code on the desktop, and behind a remote server.
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { start } from './activate.ts';

export function activate(context: ExtensionContext): void {
  const at = (name: string): string => Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
  const module = { module: at('server.js'), transport: TransportKind.ipc };
  start(context, {
    runWorker: at('server.js'),
    create: (id, name, options) =>
      new LanguageClient(id, name, { run: module, debug: module }, options),
  });
}
