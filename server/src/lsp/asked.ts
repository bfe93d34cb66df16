// What a request is about: each first flushes what is pending, so that the answer is about the
// newest text.
import type { Analysis } from '@racewalk/language';
import type { TextDocumentIdentifier, TextDocumentPositionParams } from 'vscode-languageserver';
import { nameOf } from '../documents/names.ts';
import type { Snapshot } from '../documents/snapshots.ts';
import type { Place } from '../features/place.ts';
import type { FileResults } from '../run/results.ts';
import { offsetOf } from './convert.ts';
import type { Workspace } from './workspace.ts';

export interface Asked {
  readonly snapshot: Snapshot;
  readonly text: string;
  /** What is known of this very text. */
  readonly results: FileResults | undefined;
}

export interface AskedPlace extends Asked {
  readonly place: Place;
}

/** Undefined for a text that is not open. */
export function askedOf(workspace: Workspace, { uri }: TextDocumentIdentifier): Asked | undefined {
  const name = nameOf(uri);
  const snapshot = workspace.fresh(name);
  const text = workspace.files.open(name)?.text;
  if (snapshot === undefined || text === undefined) return undefined;
  const known = workspace.runs.results(name);
  const results = known?.revision === snapshot.revision ? known : undefined;
  return { snapshot, text, results };
}

export function placeOf(
  workspace: Workspace,
  { textDocument, position }: TextDocumentPositionParams,
): AskedPlace | undefined {
  const asked = askedOf(workspace, textDocument);
  if (asked === undefined) return undefined;
  const { snapshot, text, results } = asked;
  const { name: file, analysis } = snapshot;
  return { ...asked, place: { analysis, file, offset: offsetOf(text, position), results } };
}

/** What is known of all other open texts; library texts are known with each of them. */
export function otherTexts(workspace: Workspace, own: Analysis): readonly Analysis[] {
  const found = new Set<Analysis>();
  for (const { name } of workspace.files.all()) {
    const analysis = workspace.snapshots.current(name)?.analysis;
    if (analysis !== undefined && analysis !== own) found.add(analysis);
  }
  return [...found];
}

/** What is known of all open texts; never empty, so that the library is always among it. */
export function allTexts(workspace: Workspace): readonly Analysis[] {
  const library = workspace.snapshots.libraryAnalysis();
  return [...otherTexts(workspace, library), library];
}

/** Whether these are all there is, and no text has been edited since. */
export function areOfNow(workspace: Workspace, known: readonly Analysis[]): boolean {
  const now = new Set(allTexts(workspace));
  const library = workspace.snapshots.libraryAnalysis();
  return known.every((one) => now.has(one)) && now.size === new Set([...known, library]).size;
}
