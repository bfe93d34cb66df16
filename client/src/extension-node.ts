// The extension in a Node extension host: VS Code on the desktop, and behind a remote server.
import { type ExtensionContext, Uri } from 'vscode';
import { begin } from './activate.ts';

export { deactivate } from './activate.ts';

export function activate(context: ExtensionContext): void {
  begin(context, {
    server: Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath,
    loadClient: () => import('./client-node.ts'),
  });
}
