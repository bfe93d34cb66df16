// The request for what is load-bearing: computed in the background, with progress and an estimate.
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import { nameOf } from '../documents/names.ts';
import { loadBearingMarks, loadBearingText } from '../features/load-bearing.ts';
import { type LoadBearingAnswer, loadBearingRequest } from '../load-bearing-protocol.ts';
import { isRunOf, type RunOf } from '../protocol.ts';
import type { Clock } from '../run/clock.ts';
import type { MutantsDone } from '../run/load-bearing-runs.ts';
import { guarded } from './guarded.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly clock: Clock;
}

export function answerLoadBearing(parts: Parts): void {
  parts.connection.onRequest(
    loadBearingRequest,
    guarded(parts.connection.console, 'load-bearing', (params: unknown) =>
      isRunOf(params) ? answer(parts, params) : noSuch,
    ),
  );
}

const noSuch: LoadBearingAnswer = {
  state: 'failed',
  text: 'there is no such scenario or variant',
  marks: [],
};

async function answer(parts: Parts, asked: RunOf): Promise<LoadBearingAnswer> {
  const { workspace, clock } = parts;
  const name = nameOf(asked.uri);
  const snapshot = workspace.fresh(name);
  const { scenario, variant } = asked;
  if (snapshot?.analysis.scenarios[scenario]?.variants[variant] === undefined) return noSuch;
  const begun = clock.now();
  const { states } = workspace.runs.settings;
  let progress: WorkDoneProgressServerReporter | undefined;
  let isOver = false;
  const report = workspace.loadBearing.request(snapshot, { scenario, variant }, states, (at) =>
    progress?.report(percentOf(at), progressText(at, clock.now() - begun)),
  );
  const shown = showProgress(parts, name).then((created) => {
    if (isOver) created.done();
    else progress = created;
  });
  const end = await report;
  isOver = true;
  progress?.done();
  await shown;
  if (end.kind === 'failed') return { state: 'failed', text: end.message, marks: [] };
  if (end.kind === 'cancelled' || workspace.fresh(name)?.revision !== snapshot.revision)
    return { state: 'cancelled', text: 'cancelled', marks: [] };
  return {
    state: 'done',
    text: loadBearingText(end.report),
    marks: loadBearingMarks(end.report),
  };
}

async function showProgress(
  { connection, workspace }: Parts,
  name: string,
): Promise<WorkDoneProgressServerReporter> {
  const created = await connection.window.createWorkDoneProgress();
  created.begin('Racewalk', 0, 'what is load-bearing', true);
  created.token.onCancellationRequested(() => workspace.loadBearing.cancel(name));
  return created;
}

function percentOf({ done, total }: MutantsDone): number {
  return total === 0 ? 0 : Math.floor((100 * done) / total);
}

/** `12 of 480, about 40 s left`. */
function progressText({ done, total }: MutantsDone, took: number): string {
  if (total === 0) return 'the variant itself';
  const left = done === 0 ? undefined : ((took / done) * (total - done)) / 1000;
  return `${done} of ${total}${left === undefined ? '' : `, about ${Math.ceil(left)} s left`}`;
}
