// The requests of the bench: what is load-bearing, what repairs a race, variants side by side. They are computed
// in the background, with progress and an estimate.
import { LineIndex } from '@racewalk/language';
import { compareText } from '@racewalk/workbench';
import type {
  CancellationToken,
  Connection,
  WorkDoneProgressServerReporter,
} from 'vscode-languageserver';
import {
  type CompareAnswer,
  compareRequest,
  type LoadBearingAnswer,
  loadBearingRequest,
  type RepairAnswer,
  repairRequest,
} from '../bench-protocol.ts';
import { nameOf } from '../documents/names.ts';
import type { Snapshot } from '../documents/snapshots.ts';
import { loadBearingMarks, loadBearingText } from '../features/load-bearing.ts';
import { repairEdits, repairText } from '../features/repair-actions.ts';
import { isRunOf, type RunOf } from '../protocol.ts';
import type { BenchEnd, MutantsDone } from '../run/bench-runs.ts';
import type { Clock } from '../run/clock.ts';
import type { BenchWork } from '../run/messages.ts';
import { guarded } from './guarded.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly clock: Clock;
}

export function answerBench(parts: Parts): void {
  const { connection } = parts;
  const log = connection.console;
  connection.onRequest(
    loadBearingRequest,
    guarded(log, 'load-bearing', (params: unknown, { token }) => loadBearing(parts, params, token)),
  );
  connection.onRequest(
    repairRequest,
    guarded(log, 'repair', (params: unknown, { token }) => repair(parts, params, token)),
  );
  connection.onRequest(
    compareRequest,
    guarded(log, 'compare', (params: unknown, { token }) => compare(parts, params, token)),
  );
}

async function loadBearing(
  parts: Parts,
  params: unknown,
  token: CancellationToken,
): Promise<LoadBearingAnswer> {
  const { end } = await ended(parts, params, 'loadBearing', token);
  if (end.kind === 'failed') return { state: 'failed', text: end.message, marks: [] };
  if (end.kind === 'cancelled' || end.found.work !== 'loadBearing')
    return { state: 'cancelled', text: 'cancelled', marks: [] };
  const { report } = end.found;
  return { state: 'done', text: loadBearingText(report), marks: loadBearingMarks(report) };
}

async function repair(
  parts: Parts,
  params: unknown,
  token: CancellationToken,
): Promise<RepairAnswer> {
  const { end, snapshot } = await ended(parts, params, 'repair', token);
  if (end.kind === 'failed') return { state: 'failed', text: end.message, repairs: [] };
  const known = snapshot === undefined ? undefined : parts.workspace.bench.repairs(snapshot.name);
  if (end.kind === 'cancelled' || snapshot === undefined || known === undefined)
    return { state: 'cancelled', text: 'cancelled', repairs: [] };
  const lines = new LineIndex(snapshot.analysis.file.text);
  const repairs = repairEdits(snapshot.analysis, known).map(({ title, edit }) => ({
    title,
    ...lines.position(edit.start),
    text: edit.text,
  }));
  return { state: 'done', text: repairText(known.report), repairs };
}

async function compare(
  parts: Parts,
  params: unknown,
  token: CancellationToken,
): Promise<CompareAnswer> {
  const { end } = await ended(parts, params, 'compare', token);
  if (end.kind === 'failed') return { state: 'failed', text: end.message };
  if (end.kind === 'cancelled' || end.found.work !== 'compare')
    return { state: 'cancelled', text: 'cancelled' };
  return { state: 'done', text: compareText(end.found.report) };
}

interface Ended {
  readonly end: BenchEnd;
  /** The text that it is about. */
  readonly snapshot: Snapshot | undefined;
}

const noSuch: Ended = {
  end: { kind: 'failed', message: 'there is no such scenario or variant' },
  snapshot: undefined,
};

/** Runs the work on what is asked about; what comes when the text has changed is cancelled. */
async function ended(
  parts: Parts,
  params: unknown,
  work: BenchWork,
  token: CancellationToken,
): Promise<Ended> {
  if (!isRunOf(params)) return noSuch;
  const { workspace } = parts;
  const name = nameOf(params.uri);
  const snapshot = workspace.fresh(name);
  const { scenario, variant } = params;
  if (snapshot?.analysis.scenarios[scenario]?.variants[variant] === undefined) return noSuch;
  const unwanted = token.onCancellationRequested(() => workspace.bench.cancel(name));
  const end = await withProgress(parts, snapshot, params, work);
  unwanted.dispose();
  const isCurrent = workspace.fresh(name)?.revision === snapshot.revision;
  return { end: isCurrent ? end : { kind: 'cancelled' }, snapshot };
}

const titles: Readonly<Record<BenchWork, string>> = {
  loadBearing: 'what is load-bearing',
  repair: 'what repairs it',
  compare: 'comparing variants',
};

async function withProgress(
  parts: Parts,
  snapshot: Snapshot,
  { scenario, variant }: RunOf,
  work: BenchWork,
): Promise<BenchEnd> {
  const { clock, workspace } = parts;
  const begun = clock.now();
  const { states } = workspace.runs.settings;
  let progress: WorkDoneProgressServerReporter | undefined;
  let isOver = false;
  const asked = { scenario, variant, work, states };
  const end = workspace.bench.request(snapshot, asked, (at) =>
    progress?.report(percentOf(at), progressText(at, clock.now() - begun)),
  );
  const shown = showProgress(parts, snapshot.name, titles[work]).then((created) => {
    if (isOver) created.done();
    else progress = created;
  });
  const answer = await end;
  isOver = true;
  progress?.done();
  await shown;
  return answer;
}

async function showProgress(
  { connection, workspace }: Parts,
  name: string,
  title: string,
): Promise<WorkDoneProgressServerReporter> {
  const created = await connection.window.createWorkDoneProgress();
  created.begin('Racewalk', 0, title, true);
  created.token.onCancellationRequested(() => workspace.bench.cancel(name));
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
