// Everything that shows something, and what answers VS Code for it. It knows nothing of kernels or searches;
// that is the server's.
import { debugCommand, type StatusMessage, shownRunNotification } from '@racewalk/server';
import {
  type Disposable,
  debug,
  type LogOutputChannel,
  type TextDocumentContentProvider,
  type Uri,
  type WebviewPanel,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { Bench } from './bench/bench.ts';
import { DifferenceDocuments } from './bench/difference-documents.ts';
import { type Act, runActs } from './commands.ts';
import { AdapterFactory } from './debug/adapter.ts';
import { Configurations, configurationOf } from './debug/configurations.ts';
import { told } from './failures.ts';
import { Lenses, runOf } from './lenses.ts';
import { LoadBearingMarks } from './load-bearing.ts';
import {
  benchView,
  type CommandName,
  type DocumentScheme,
  differenceScheme,
  runScheme,
  timelineView,
  type ViewName,
} from './names.ts';
import { newScenario } from './new-scenario.ts';
import { RunDocuments } from './run-documents.ts';
import { StatusItem } from './status-item.ts';
import { TestExplorer } from './tests/explorer.ts';
import { walkActs } from './walk/commands.ts';
import { ShownRuns } from './walk/shown-runs.ts';
import { followSteps } from './walk/step-numbers.ts';
import { Walker } from './walk/walker.ts';

/** What VS Code is answered with, by the names under which it asks. */
export interface Views extends Disposable {
  readonly commands: Readonly<Record<CommandName, Act>>;
  /** Takes over a tab that VS Code kept, with what its page had kept. */
  readonly revive: Readonly<Record<ViewName, (panel: WebviewPanel, state: unknown) => void>>;
  readonly documents: Readonly<Record<DocumentScheme, Documents>>;
  readonly configurations: Configurations;
  readonly adapters: AdapterFactory;
  /** The server's results of a text are others now. */
  statusChanged(message: StatusMessage): void;
}

type Documents = TextDocumentContentProvider &
  Required<Pick<TextDocumentContentProvider, 'onDidChange'>>;

export interface ViewParts {
  readonly client: BaseLanguageClient;
  /** Resolves when the server answers; rejects where it did not start. */
  readonly started: Promise<void>;
  readonly extension: Uri;
  readonly log: LogOutputChannel;
}

export function createViews({ client, started, extension, log }: ViewParts): Views {
  const say = (action: () => Promise<void>): void => void told(log, action);
  const lenses = new Lenses(started);
  const inView = new ShownRuns((message) => {
    void client.sendNotification(shownRunNotification, message).catch(() => undefined);
  });
  const documents = new RunDocuments(client, inView);
  const differences = new DifferenceDocuments(client);
  const status = new StatusItem();
  const loadBearing = new LoadBearingMarks(client);
  const walker = new Walker({ client, extension, told: say });
  const bench = new Bench({ client, extension, told: say, differences });
  const explorer = new TestExplorer(client, log);
  const adapters = new AdapterFactory(client);
  const steps = followSteps(inView, walker.shown);
  const parts = [
    lenses,
    explorer,
    documents,
    differences,
    status,
    loadBearing,
    bench,
    walker,
    steps,
    adapters,
  ];
  return {
    commands: {
      ...runActs({ client, lenses, documents, status, loadBearing, bench }),
      ...walkActs({ walker, lenses, explorer }),
      [debugCommand]: (args) => startDebugging(lenses, args),
      'racewalk.newScenario': () => newScenario(client, extension),
    },
    revive: {
      [benchView]: (panel, state) => say(() => bench.revive(panel, state)),
      [timelineView]: (panel, state) => say(() => walker.revive(panel, state)),
    },
    documents: { [runScheme]: documents, [differenceScheme]: differences },
    configurations: new Configurations(lenses),
    adapters,
    statusChanged: (message) => {
      status.update(message);
      documents.statusChanged(message);
      bench.statusChanged(message);
      walker.statusChanged(message);
      say(() => explorer.statusChanged(message));
    },
    dispose: () => {
      for (const part of parts) part.dispose();
    },
  };
}

async function startDebugging(lenses: Lenses, args: readonly unknown[]): Promise<void> {
  const run = runOf(args) ?? (await lenses.atCursor(debugCommand));
  if (run === undefined) return;
  // It debugs the text as it stands in the editor: a new one need not have a name for that.
  const options = { suppressSaveBeforeStart: true };
  await debug.startDebugging(undefined, configurationOf(run, 'Racewalk'), options);
}
