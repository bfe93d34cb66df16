// The requests of our own: run a variant, show its failing run, cancel. A run that takes longer
// than a moment shows its progress in the client's own way.
import type {
  CancellationToken,
  Connection,
  WorkDoneProgressServerReporter,
} from 'vscode-languageserver';
import { nameOf } from '../documents/names.ts';
import type { Snapshot } from '../documents/snapshots.ts';
import { columnsOf } from '../features/columns.ts';
import { skeletonOf } from '../features/skeleton.ts';
import { entryText, grouped } from '../features/words.ts';
import { isColumnsOf } from '../look-protocol.ts';
import {
  type Columns,
  cancelRequest,
  columnsRequest,
  isOfDocument,
  isRecord,
  isRunOf,
  isShownMessage,
  type RunAnswer,
  type RunOf,
  runRequest,
  shownRunNotification,
  skeletonRequest,
} from '../protocol.ts';
import type { Clock } from '../run/clock.ts';
import { entryOf } from '../run/results.ts';
import { guarded, safely } from './guarded.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly views: Views;
}

/** Runs shorter than this show no progress: it would only flicker. */
const quietMs = 1000;
const reportMs = 500;

export function answerRunRequests(parts: Parts): void {
  const { connection, workspace, views } = parts;
  const log = connection.console;
  connection.onRequest(
    runRequest,
    guarded(log, 'run', (params: unknown, { token }) =>
      isRunOf(params) ? run(parts, params, token) : noSuch,
    ),
  );
  connection.onRequest(
    columnsRequest,
    guarded(log, 'columns', (params: unknown) => columns(workspace, params)),
  );
  connection.onRequest(
    cancelRequest,
    guarded(log, 'cancel', (params: unknown) => {
      if (isOfDocument(params)) {
        workspace.runs.cancel(nameOf(params.uri));
        workspace.bench.cancel(nameOf(params.uri));
      }
      return null;
    }),
  );
  connection.onRequest(
    skeletonRequest,
    guarded(log, 'skeleton', (params: unknown) => {
      const text = isRecord(params) ? params.text : undefined;
      return typeof text === 'string' ? (skeletonOf(text) ?? null) : null;
    }),
  );
  connection.onNotification(shownRunNotification, (params: unknown) =>
    safely(log, 'shown run', () => {
      if (isShownMessage(params)) views.show(nameOf(params.uri), params.run);
    }),
  );
}

const noSuch: RunAnswer = { state: 'failed', text: 'there is no such scenario or variant' };

function columns(workspace: Workspace, params: unknown): Columns {
  if (!isColumnsOf(params)) return { title: 'no run', text: 'This names no run.\n', state: 'none' };
  const name = nameOf(params.uri);
  workspace.fresh(name);
  const { runs } = workspace;
  return columnsOf(params, runs.results(name), runs.settings.automaticStates);
}

async function run(parts: Parts, asked: RunOf, token: CancellationToken): Promise<RunAnswer> {
  const { workspace } = parts;
  const name = nameOf(asked.uri);
  const snapshot = workspace.fresh(name);
  const { scenario, variant } = asked;
  const info = snapshot?.analysis.scenarios[scenario]?.variants[variant];
  if (snapshot === undefined || info === undefined) return noSuch;
  const stop = showProgress(parts, snapshot, asked);
  const unwanted = token.onCancellationRequested(() => workspace.runs.cancel(name));
  try {
    const state = await workspace.runs.request(snapshot, { scenario, variant });
    const entry = { scenario: '', variant: '', compiled: [], functions: [], locks: [] } as const;
    const known = { ...entry, values: undefined, seen: undefined, older: undefined, state };
    const text = entryText(known, workspace.runs.settings.automaticStates);
    if (state.kind === 'done' || state.kind === 'failed') return { state: state.kind, text };
    return { state: 'cancelled', text: 'cancelled: no verdict' };
  } finally {
    unwanted.dispose();
    stop();
  }
}

/** Begins to show progress after a moment; the function it gives ends that. */
function showProgress(parts: Parts, snapshot: Snapshot, asked: RunOf): () => void {
  const { clock, connection, workspace } = parts;
  let isOver = false;
  let reporter: WorkDoneProgressServerReporter | undefined;
  let take = clock.after(quietMs, () => void begin());
  const begin = async (): Promise<void> => {
    const created = await connection.window.createWorkDoneProgress();
    created.begin('Racewalk', undefined, titleOf(snapshot, asked), true);
    if (isOver) return created.done();
    reporter = created;
    created.token.onCancellationRequested(() => workspace.runs.cancel(snapshot.name));
    report();
  };
  const report = (): void => {
    const state = entryOf(workspace.runs.results(snapshot.name), asked)?.state;
    const states = state?.kind === 'running' ? state.states : 0;
    reporter?.report(`${titleOf(snapshot, asked)}: ${grouped(states)} states`);
    take = clock.after(reportMs, report);
  };
  return () => {
    isOver = true;
    take();
    reporter?.done();
  };
}

function titleOf({ analysis }: Snapshot, { scenario, variant }: RunOf): string {
  const info = analysis.scenarios[scenario];
  const name = info?.variants[variant]?.name ?? '';
  return variant === 0 ? (info?.name ?? '') : `${info?.name ?? ''}, ${name}`;
}
