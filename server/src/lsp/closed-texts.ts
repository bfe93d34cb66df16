// What is known of the texts of the opened folders that nobody has open, for a question about a name:
// only those that have the word are looked into.
import type { Analysis } from '@racewalk/language';
import { nameOf } from '../documents/names.ts';
import type { Clock } from '../run/clock.ts';
import type { Asking } from './guarded.ts';
import { inSlices } from './slices.ts';
import type { Workspace } from './workspace.ts';

export interface ClosedTexts {
  readonly analyses: readonly Analysis[];
  /** False: there are more files than are looked into. */
  readonly isAll: boolean;
}

interface Parts {
  readonly workspace: Workspace;
  readonly clock: Clock;
}

/** Undefined where it was cancelled. */
export async function closedTexts(
  { workspace, clock }: Parts,
  title: string,
  { token }: Asking,
  word: string,
): Promise<ClosedTexts | undefined> {
  const { files, snapshots } = workspace;
  const { uris, isAll } = await workspace.folders.files();
  const closed = uris.map(nameOf).filter((name) => files.open(name) === undefined);
  // What is edited or shown has to be what is on the disk now.
  await workspace.reread(closed);
  for (const name of closed) files.text(name);
  await workspace.loadAll();
  const having = closed.filter((name) => files.text(name)?.includes(word) === true);
  const look = (): Promise<boolean> =>
    inSlices(clock, title, { token, progress: undefined }, having, (name) =>
      snapshots.closed(name),
    );
  if (!(await look())) return undefined;
  // What they include was not known before: with that they are looked into once more.
  while (files.hasWanted()) {
    await workspace.loadAll();
    if (!(await look())) return undefined;
  }
  const analyses = having.flatMap((name) => snapshots.closed(name)?.analysis ?? []);
  return { analyses, isAll };
}
