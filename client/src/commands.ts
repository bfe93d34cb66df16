// The commands about a run, apart from those of the timeline and of the debugger.
import {
  cancelRequest,
  compareCommand,
  copyCommand,
  loadBearingCommand,
  type RunOf,
  repairCommand,
  runCommand,
  runRequest,
  showCommand,
} from '@racewalk/server';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Bench } from './bench/bench.ts';
import { copyColumns } from './copy-columns.ts';
import { type Lenses, runOf } from './lenses.ts';
import type { LoadBearingMarks } from './load-bearing.ts';
import { cancelCommand } from './names.ts';
import { findRepairs } from './repairs.ts';
import type { RunDocuments } from './run-documents.ts';
import type { StatusItem } from './status-item.ts';

/** What a command does; what it is given is checked there. */
export type Act = (args: readonly unknown[]) => Promise<void>;

export interface Parts {
  readonly client: BaseLanguageClient;
  readonly lenses: Lenses;
  readonly documents: RunDocuments;
  readonly status: StatusItem;
  readonly loadBearing: LoadBearingMarks;
  readonly bench: Bench;
}

export function runActs({ client, lenses, documents, status, loadBearing, bench }: Parts) {
  /** Of the lens that was clicked, or of that at the cursor. */
  const withRun =
    (lens: string, act: (run: RunOf) => Promise<unknown>): Act =>
    async (args) => {
      const run = runOf(args) ?? (await lenses.atCursor(lens));
      if (run !== undefined) await act(run);
    };
  return {
    [runCommand]: withRun(runCommand, (run) => client.sendRequest(runRequest, run)),
    [showCommand]: withRun(showCommand, (run) => documents.show(run)),
    [copyCommand]: async (args: readonly unknown[]) => {
      const run = runOf(args) ?? documents.shownRun() ?? (await lenses.atCursor(showCommand));
      if (run !== undefined) await copyColumns(client, run);
    },
    [loadBearingCommand]: withRun(runCommand, (run) => loadBearing.show(run)),
    [repairCommand]: withRun(runCommand, (run) => findRepairs(client, run)),
    [compareCommand]: withRun(runCommand, (run) => bench.show(run)),
    [cancelCommand]: async ([uri]: readonly unknown[]) => {
      const target = typeof uri === 'string' ? uri : status.target();
      if (target !== undefined) await client.sendRequest(cancelRequest, { uri: target });
    },
  };
}
