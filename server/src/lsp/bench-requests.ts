// The requests of the bench: what is load-bearing, what repairs a race, variants side by side, releases. They are
// computed in the background, with progress and an estimate.
import { LineIndex } from '@racewalk/language';
import { compareMarkdown, historiesOf, historySentence } from '@racewalk/workbench';
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import {
  type CompareAnswer,
  type ComparePart,
  comparedNotification,
  compareRequest,
  type DifferenceAnswer,
  differenceRequest,
  type HistoryAnswer,
  historyRequest,
  isCompareOf,
  isDifferenceOf,
  type LoadBearingAnswer,
  loadBearingRequest,
  type RepairAnswer,
  repairRequest,
} from '../bench-protocol.ts';
import { nameOf } from '../documents/names.ts';
import type { Snapshot } from '../documents/snapshots.ts';
import { comparedTable, historyEras } from '../features/compared-table.ts';
import { loadBearingMarks, loadBearingText } from '../features/load-bearing.ts';
import { repairEdits, repairText } from '../features/repair-actions.ts';
import { isRunOf, type RunOf } from '../protocol.ts';
import type { BenchEnd, BenchTold, MutantsDone } from '../run/bench-runs.ts';
import type { Clock } from '../run/clock.ts';
import type { Against, BenchWork } from '../run/messages.ts';
import { type Asking, guarded } from './guarded.ts';
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
    guarded(log, 'load-bearing', (params: unknown, ask) => loadBearing(parts, params, ask)),
  );
  connection.onRequest(
    repairRequest,
    guarded(log, 'repair', (params: unknown, ask) => repair(parts, params, ask)),
  );
  connection.onRequest(
    compareRequest,
    guarded(log, 'compare', (params: unknown, ask) => compare(parts, params, ask)),
  );
  connection.onRequest(
    differenceRequest,
    guarded(log, 'difference', (params: unknown, ask) => difference(parts, params, ask)),
  );
  connection.onRequest(
    historyRequest,
    guarded(log, 'history', (params: unknown, ask) => history(parts, params, ask)),
  );
}

async function loadBearing(parts: Parts, params: unknown, ask: Asking): Promise<LoadBearingAnswer> {
  const { end } = await ended(parts, params, { work: 'loadBearing', ask });
  if (end.kind === 'failed') return { state: 'failed', text: end.message, marks: [] };
  if (end.kind === 'cancelled' || end.found.work !== 'loadBearing')
    return { state: 'cancelled', text: 'cancelled', marks: [] };
  const { report } = end.found;
  return { state: 'done', text: loadBearingText(report), marks: loadBearingMarks(report) };
}

async function repair(parts: Parts, params: unknown, ask: Asking): Promise<RepairAnswer> {
  const { end, snapshot } = await ended(parts, params, { work: 'repair', ask });
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

async function compare(parts: Parts, params: unknown, ask: Asking): Promise<CompareAnswer> {
  if (!isCompareOf(params)) return { state: 'failed', text: noSuchText };
  const { uri } = params;
  const { analysis } = parts.workspace.fresh(nameOf(uri)) ?? {};
  const named = analysis?.scenarios.findIndex(({ name }) => name === params.name) ?? -1;
  const scenario = named < 0 ? params.scenario : named;
  const total = analysis?.scenarios[scenario]?.variants.length ?? 0;
  const { end, snapshot, isCurrent } = await ended(
    parts,
    { uri, scenario, variant: 0 },
    {
      work: 'compare',
      ask,
      partial: (found) => {
        const table = found.work === 'compare' ? comparedTable(found.report) : undefined;
        if (table === undefined) return;
        const done = table.rows.length;
        const part: ComparePart = { uri, scenario: params.scenario, done, total, table };
        void parts.connection.sendNotification(comparedNotification, part);
      },
    },
  );
  if (end.kind === 'failed') return { state: 'failed', text: end.message };
  if (end.kind === 'cancelled' || end.found.work !== 'compare' || snapshot === undefined)
    return { state: 'cancelled', text: 'cancelled', ...(isCurrent ? {} : { outdated: true }) };
  const { report } = end.found;
  const table = comparedTable(report);
  if (table === undefined) return { state: 'failed', text: noSuchText };
  const { version } = snapshot;
  const markdown = compareMarkdown(report);
  return { state: 'done', text: '', compared: { scenario, version, table, markdown } };
}

async function difference(parts: Parts, params: unknown, ask: Asking): Promise<DifferenceAnswer> {
  if (!isDifferenceOf(params)) return { state: 'failed', text: noSuchText };
  const { property, against: variant } = params;
  const against = { variant, property };
  const { end } = await ended(parts, params, { work: 'difference', against, ask });
  if (end.kind === 'failed') return { state: 'failed', text: end.message };
  if (end.kind === 'cancelled' || end.found.work !== 'difference')
    return { state: 'cancelled', text: 'cancelled' };
  const { isFound, text } = end.found;
  return { state: isFound ? 'done' : 'failed', text };
}

async function history(parts: Parts, params: unknown, ask: Asking): Promise<HistoryAnswer> {
  const { end } = await ended(parts, params, { work: 'history', ask });
  if (end.kind === 'failed') return { state: 'failed', text: end.message, eras: [] };
  if (end.kind === 'cancelled' || end.found.work !== 'history')
    return { state: 'cancelled', text: 'cancelled', eras: [] };
  const { report } = end.found;
  const text = historiesOf(report).map(historySentence).join('; ');
  return { state: 'done', text, eras: historyEras(report) };
}

interface Ended {
  readonly end: BenchEnd;
  /** The text that it is about. */
  readonly snapshot: Snapshot | undefined;
  /** Whether that is still the text. */
  readonly isCurrent: boolean;
}

const noSuchText = 'there is no such scenario or variant';

const noSuch: Ended = {
  end: { kind: 'failed', message: noSuchText },
  snapshot: undefined,
  isCurrent: true,
};

interface Asked extends Pick<BenchTold, 'partial'> {
  readonly work: BenchWork;
  readonly against?: Against | undefined;
  /** Who does not want to know any more ends the work. */
  readonly ask: Asking;
}

/** Runs the work on what is asked about; what comes when the text has changed is cancelled. */
async function ended(parts: Parts, params: unknown, asked: Asked): Promise<Ended> {
  if (!isRunOf(params)) return noSuch;
  const { workspace } = parts;
  const name = nameOf(params.uri);
  const snapshot = workspace.fresh(name);
  const { scenario, variant } = params;
  const variants = snapshot?.analysis.scenarios[scenario]?.variants;
  const wanted = [variant, asked.against?.variant ?? variant];
  if (snapshot === undefined || wanted.some((one) => variants?.[one] === undefined)) return noSuch;
  const end = await withProgress(parts, snapshot, params, asked);
  const isCurrent = workspace.fresh(name)?.revision === snapshot.revision;
  return { end: isCurrent ? end : { kind: 'cancelled' }, snapshot, isCurrent };
}

const titles: Readonly<Record<BenchWork, string>> = {
  loadBearing: 'what is load-bearing',
  repair: 'what repairs it',
  compare: 'comparing variants',
  history: 'every release',
  difference: 'comparing two runs',
};

async function withProgress(
  parts: Parts,
  snapshot: Snapshot,
  { scenario, variant }: RunOf,
  { work, against, partial, ask }: Asked,
): Promise<BenchEnd> {
  const { clock, workspace } = parts;
  const begun = clock.now();
  const { states } = workspace.runs.settings;
  let progress: WorkDoneProgressServerReporter | undefined;
  let isOver = false;
  const end = workspace.bench.request(
    snapshot,
    { scenario, variant, work, against, states },
    {
      progress: (at) => progress?.report(percentOf(at), progressText(at, clock.now() - begun)),
      partial,
    },
  );
  const stop = ask.token.onCancellationRequested(() => workspace.bench.cancel(snapshot.name, work));
  const shown = showProgress(parts, snapshot.name, work).then((created) => {
    if (isOver) created.done();
    else progress = created;
  });
  const answer = await end;
  isOver = true;
  stop.dispose();
  progress?.done();
  await shown;
  return answer;
}

async function showProgress(
  { connection, workspace }: Parts,
  name: string,
  work: BenchWork,
): Promise<WorkDoneProgressServerReporter> {
  const created = await connection.window.createWorkDoneProgress();
  created.begin('Racewalk', 0, titles[work], true);
  created.token.onCancellationRequested(() => workspace.bench.cancel(name, work));
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
