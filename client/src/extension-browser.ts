// The extension in a browser's extension host: VS Code for the web, no server behind it.
import { type ExtensionContext, Uri } from 'vscode';
import { begin } from './activate.ts';

export { deactivate } from './activate.ts';

export function activate(context: ExtensionContext): void {
  begin(context, {
    server: Uri.joinPath(context.extensionUri, 'dist', 'server.js').toString(true),
    loadClient: () => import('./client-browser.ts'),
  });
}
