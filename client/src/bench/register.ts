// The bench in the editor: its documents, its view, and the tab that VS Code keeps over a restart.
import { type ComparePart, comparedNotification } from '@racewalk/server';
import { benchKeptFrom } from '@racewalk/webview';
import { type Disposable, type Uri, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { Bench } from './bench.ts';
import { benchView } from './bench-panel.ts';
import { DifferenceDocuments } from './difference-documents.ts';

interface Parts {
  readonly client: BaseLanguageClient;
  readonly extension: Uri;
  readonly told: (action: () => Promise<void>) => void;
}

export function registerBench(parts: Parts): {
  readonly bench: Bench;
  readonly disposables: readonly Disposable[];
} {
  const { client, told } = parts;
  const differences = new DifferenceDocuments(client);
  const bench = new Bench({ ...parts, differences });
  const disposables = [
    bench,
    differences,
    client.onNotification(comparedNotification, (part: ComparePart) => bench.compared(part)),
    window.registerWebviewPanelSerializer(benchView, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const { which } = benchKeptFrom(state);
        told(() => bench.revive(panel, which));
      },
    }),
  ];
  return { bench, disposables };
}
