// A run that was asked for, with what it takes to show it and to find its places.
import type { RunListed, Walk } from '@racewalk/server';
import type { RunShown, ShownRun } from '@racewalk/webview';
import { Uri } from 'vscode';
import { libraryScheme } from '../names.ts';

export interface LoadedWalk {
  readonly which: ShownRun;
  readonly run: RunShown;
  readonly runs: readonly RunListed[];
  readonly files: ReadonlyMap<string, Uri>;
  /** Of the scenario's text; undefined: not known. */
  readonly version: number | undefined;
  readonly notice: string;
}

export type Place = RunShown['trace']['rows'][number]['place'];

export function loadedFrom(which: ShownRun, walk: Walk): LoadedWalk {
  const { title, trace, properties, repeatsFrom, runs, version, notice } = walk;
  return {
    // The answer says which run the first one is.
    which: { ...which, choice: walk.choice },
    run: { title, trace, properties, repeatsFrom },
    runs,
    files: new Map(walk.files.map(({ name, uri }) => [name, Uri.parse(uri)])),
    version,
    notice,
  };
}

/** Where a place is. Texts of a debug session have names, and only the library's need a scheme. */
export function uriOf({ files }: LoadedWalk, { file }: Place): Uri {
  const library = 'kernel:/';
  const known = files.get(file);
  if (known !== undefined) return known;
  return file.startsWith(library)
    ? Uri.parse(`${libraryScheme}:/${file.slice(library.length)}`)
    : Uri.parse(file);
}

/** The place of a row, or of one of its open calls. */
export function placeAt(
  { run }: LoadedWalk,
  row: number,
  call: number | undefined,
): Place | undefined {
  const found = run.trace.rows[row];
  return call === undefined ? found?.place : found?.calls[call]?.place;
}

/** Nothing that is shown has changed: neither the run nor where its places are. */
export function isSameWalk(a: LoadedWalk, b: LoadedWalk): boolean {
  const shown = ({ which, run, runs, version }: LoadedWalk): string =>
    JSON.stringify([which, run, runs, version]);
  return shown(a) === shown(b);
}
