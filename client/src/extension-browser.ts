// The extension in a browser's extension host: VS Code for the web, no server behind it.
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { start } from './activate.ts';

export function activate(context: ExtensionContext): void {
  const at = (name: string): string =>
    Uri.joinPath(context.extensionUri, 'dist', name).toString(true);
  start(context, {
    runWorker: at('server.js'),
    create: (id, name, options) =>
      new LanguageClient(id, name, new Worker(at('server.js')), options),
  });
}
