// The request for a run to walk. Most are answered at once; one that has to be searched for gives
// way between slices, and is dropped when the client no longer wants it.
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { nameOf } from '../documents/names.ts';
import type { Snapshot } from '../documents/snapshots.ts';
import { type Found, walkOf } from '../features/walk.ts';
import { startWhere } from '../features/where-run.ts';
import { isWalkOf, type WalkAnswer, type WalkOf, walkRequest } from '../protocol.ts';
import type { Clock } from '../run/clock.ts';
import { uriFrom } from './convert.ts';
import { guarded } from './guarded.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly clock: Clock;
}

const sliceMs = 12;

export function answerWalkRequests({ connection, workspace, clock }: Parts): void {
  connection.onRequest<WalkAnswer | null, Error>(
    walkRequest,
    guarded(connection.console, 'walk', (params: unknown, token) =>
      answer(workspace, clock, params, token),
    ),
  );
}

async function answer(
  workspace: Workspace,
  clock: Clock,
  asked: unknown,
  token: CancellationToken,
): Promise<WalkAnswer> {
  if (!isWalkOf(asked)) return { reason: 'This names no run.', runs: [] };
  const name = nameOf(asked.uri);
  const begun = workspace.fresh(name);
  if (begun === undefined) return { reason: 'The text is not open.', runs: [] };
  const where = await found(workspace, clock, { snapshot: begun, asked, token });
  // The text may have changed meanwhile: then the run found is one of another text.
  const snapshot = workspace.fresh(name);
  if (snapshot === undefined) return { reason: 'The text is not open.', runs: [] };
  if (snapshot.revision !== begun.revision) {
    return { reason: 'The text has changed while the run was looked for.', runs: [] };
  }
  const { runs } = workspace;
  const { automaticStates } = runs.settings;
  const uriOf = (file: string): string => uriFrom(workspace.files.open(file), file);
  const results = runs.results(name);
  return walkOf({ snapshot, results, asked, automaticStates, where, uriOf });
}

async function found(
  { runs, snapshots }: Workspace,
  clock: Clock,
  {
    snapshot,
    asked,
    token,
  }: {
    readonly snapshot: Snapshot;
    readonly asked: WalkOf;
    readonly token: CancellationToken;
  },
): Promise<Found | undefined> {
  const { analysis } = snapshot;
  const search = startWhere(analysis, asked, runs.settings.states, (text) =>
    snapshots.analysed(analysis.file.name, text),
  );
  if (search === undefined) return undefined;
  let expansions = 256;
  for (let begun = clock.now(); !search.advance(expansions); begun = clock.now()) {
    const factor = sliceMs / Math.max(1, clock.now() - begun);
    expansions = Math.max(1, Math.floor(expansions * Math.min(2, Math.max(1 / 8, factor))));
    await new Promise<void>((resolve) => void clock.after(0, resolve));
    if (token.isCancellationRequested) return { kind: 'none', reason: 'cancelled' };
  }
  return search.answer();
}
