// The request for the variants side by side: computed in the background, with progress.
import { compareText } from '@racewalk/workbench';
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import { type CompareAnswer, compareRequest } from '../bench-protocol.ts';
import { nameOf } from '../documents/names.ts';
import { isRunOf, type RunOf } from '../protocol.ts';
import { guarded } from './guarded.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
}

export function answerCompare(parts: Parts): void {
  parts.connection.onRequest(
    compareRequest,
    guarded(parts.connection.console, 'compare', (params: unknown) =>
      isRunOf(params) ? answer(parts, params) : noSuch,
    ),
  );
}

const noSuch: CompareAnswer = { state: 'failed', text: 'there is no such scenario' };

async function answer(parts: Parts, asked: RunOf): Promise<CompareAnswer> {
  const { workspace } = parts;
  const name = nameOf(asked.uri);
  const snapshot = workspace.fresh(name);
  if (snapshot?.analysis.scenarios[asked.scenario] === undefined) return noSuch;
  const { states } = workspace.runs.settings;
  let progress: WorkDoneProgressServerReporter | undefined;
  let isOver = false;
  const table = workspace.compare.request(snapshot, asked.scenario, states, ({ done, total }) =>
    progress?.report(Math.floor((100 * done) / Math.max(1, total)), `${done} of ${total}`),
  );
  const shown = showProgress(parts, name).then((created) => {
    if (isOver) created.done();
    else progress = created;
  });
  const end = await table;
  isOver = true;
  progress?.done();
  await shown;
  if (end.kind === 'failed') return { state: 'failed', text: end.message };
  if (end.kind === 'cancelled' || workspace.fresh(name)?.revision !== snapshot.revision)
    return { state: 'cancelled', text: 'cancelled' };
  return { state: 'done', text: compareText(end.document) };
}

async function showProgress(
  { connection, workspace }: Parts,
  name: string,
): Promise<WorkDoneProgressServerReporter> {
  const created = await connection.window.createWorkDoneProgress();
  created.begin('Racewalk', 0, 'comparing variants', true);
  created.token.onCancellationRequested(() => workspace.compare.cancel(name));
  return created;
}
