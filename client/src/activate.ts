// What both hosts do when VS Code activates the extension: it gets everything it may ask for, and each of
// that waits for the views. What takes time to load is loaded once VS Code goes on.
import {
  commands,
  DebugConfigurationProviderTriggerKind,
  type Disposable,
  debug,
  EventEmitter,
  type ExtensionContext,
  type TextDocumentContentProvider,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { told } from './failures.ts';
import {
  commandNames,
  type DocumentScheme,
  debugType,
  documentSchemes,
  viewNames,
} from './names.ts';
import { type Host, Startup } from './startup.ts';
import type { Views } from './views.ts';

let startup: Startup | undefined;

export function begin(context: ExtensionContext, host: Host): void {
  const log = window.createOutputChannel('Racewalk', { log: true });
  startup = new Startup({ host, extension: context.extensionUri, log });
  const { views } = startup;
  context.subscriptions.push(
    log,
    ...commandNames.map((name) =>
      commands.registerCommand(name, (...args: unknown[]) =>
        told(log, async () => (await views).commands[name](args)),
      ),
    ),
    ...viewNames.map((name) =>
      window.registerWebviewPanelSerializer(name, {
        deserializeWebviewPanel: async (panel, state: unknown) =>
          (await views).revive[name](panel, state),
      }),
    ),
    ...documentSchemes.flatMap((scheme) => registerDocuments(scheme, views)),
    ...registerDebugging(views),
  );
}

/** VS Code waits for the server to end. */
export async function deactivate(): Promise<void> {
  await startup?.stop();
  startup = undefined;
}

function registerDocuments(scheme: DocumentScheme, views: Promise<Views>): Disposable[] {
  const changed = new EventEmitter<Uri>();
  views.then(
    ({ documents }) => documents[scheme].onDidChange((uri) => changed.fire(uri)),
    () => undefined,
  );
  const provider: TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: async (uri, token) =>
      (await views).documents[scheme].provideTextDocumentContent(uri, token),
  };
  return [changed, workspace.registerTextDocumentContentProvider(scheme, provider)];
}

function registerDebugging(views: Promise<Views>): Disposable[] {
  const offered = async () => (await views).configurations.offered();
  return [
    debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor: async (session) =>
        (await views).adapters.createDebugAdapterDescriptor(session),
    }),
    debug.registerDebugConfigurationProvider(debugType, {
      provideDebugConfigurations: offered,
      resolveDebugConfiguration: async (_folder, config) =>
        (await views).configurations.completed(config),
      resolveDebugConfigurationWithSubstitutedVariables: async (folder, config) =>
        (await views).configurations.withAddress(folder, config),
    }),
    debug.registerDebugConfigurationProvider(
      debugType,
      { provideDebugConfigurations: offered },
      DebugConfigurationProviderTriggerKind.Dynamic,
    ),
  ];
}
