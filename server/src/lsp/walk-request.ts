// The requests for a run to walk. Most are answered at once; what has to be searched for gives way
// between slices, and is dropped when the client no longer wants it.
import { type ListedRun, listedCauses } from '@racewalk/checker';
import { startCauses } from '@racewalk/simulator';
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { nameOf } from '../documents/names.ts';
import type { Snapshot } from '../documents/snapshots.ts';
import { causeProperty, causeRuns } from '../features/cause-runs.ts';
import { type Found, walkOf } from '../features/walk.ts';
import { startWhere } from '../features/where-run.ts';
import {
  type CausesAnswer,
  causesRequest,
  isWalkOf,
  type WalkAnswer,
  type WalkOf,
  walkRequest,
} from '../protocol.ts';
import type { Clock } from '../run/clock.ts';
import { entryOf } from '../run/results.ts';
import { uriFrom } from './convert.ts';
import { guarded } from './guarded.ts';
import { sliced } from './sliced.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly clock: Clock;
}

export function answerWalkRequests({ connection, workspace, clock }: Parts): void {
  const log = connection.console;
  const walks = new Walks(workspace, clock);
  connection.onRequest<WalkAnswer | null, Error>(
    walkRequest,
    guarded(log, 'walk', (params: unknown, { token }) => walks.answer(params, token)),
  );
  connection.onRequest<CausesAnswer | null, Error>(
    causesRequest,
    guarded(log, 'causes', (params: unknown, { token }) => walks.causes(params, token)),
  );
}

interface KnownCauses {
  readonly runs: readonly ListedRun[];
  readonly complete: boolean;
}

const cancelled: Found = { kind: 'none', reason: 'cancelled' };
/** Causes are kept for so many variants and properties. */
const keptMax = 32;

class Walks {
  readonly #workspace: Workspace;
  readonly #clock: Clock;
  /** By text, revision, variant and property: they take as long to find as the verdict. */
  readonly #causes = new Map<string, KnownCauses>();

  constructor(workspace: Workspace, clock: Clock) {
    this.#workspace = workspace;
    this.#clock = clock;
  }

  async answer(asked: unknown, token: CancellationToken): Promise<WalkAnswer> {
    if (!isWalkOf(asked)) return { reason: 'This names no run.', runs: [] };
    const name = nameOf(asked.uri);
    const begun = this.#workspace.fresh(name);
    if (begun === undefined) return { reason: 'The text is not open.', runs: [] };
    const found = await this.#found(begun, asked, token);
    // The text may have changed meanwhile: then the run found is one of another text.
    const snapshot = this.#workspace.fresh(name);
    if (snapshot === undefined) return { reason: 'The text is not open.', runs: [] };
    if (snapshot.revision !== begun.revision) {
      return { reason: 'The text has changed while the run was looked for.', runs: [] };
    }
    const { runs, files } = this.#workspace;
    const { automaticStates } = runs.settings;
    const uriOf = (file: string): string => uriFrom(files.open(file), file);
    return walkOf({ snapshot, results: runs.results(name), asked, automaticStates, found, uriOf });
  }

  async causes(asked: unknown, token: CancellationToken): Promise<CausesAnswer> {
    const snapshot = isWalkOf(asked) ? this.#workspace.fresh(nameOf(asked.uri)) : undefined;
    if (!isWalkOf(asked) || snapshot === undefined) return { runs: [], complete: true };
    const results = this.#workspace.runs.results(snapshot.name);
    const known = results?.revision === snapshot.revision ? results : undefined;
    const state = entryOf(known, asked)?.state;
    const broken = state?.kind === 'done' ? state.result.report.violations : [];
    const found: KnownCauses[] = [];
    for (const { property } of broken) {
      const causes = await this.#causesOf(snapshot, asked, property, token);
      if (causes !== undefined) found.push(causes);
    }
    return {
      runs: found.flatMap(({ runs }) => runs.map(({ choice, label }) => ({ choice, label }))),
      complete: found.length === broken.length && found.every(({ complete }) => complete),
    };
  }

  /** Undefined: the choice is not of a kind that is searched for. */
  async #found(
    snapshot: Snapshot,
    asked: WalkOf,
    token: CancellationToken,
  ): Promise<Found | undefined> {
    const { runs, snapshots } = this.#workspace;
    const property = causeProperty(asked.choice);
    if (property !== undefined) {
      const causes = await this.#causesOf(snapshot, asked, property, token);
      const found = causes?.runs.find(({ choice }) => choice === asked.choice);
      if (found !== undefined) return { kind: 'run', ...found };
      return { kind: 'none', reason: `there is no run "${asked.choice ?? ''}"` };
    }
    const { analysis } = snapshot;
    const search = startWhere(analysis, asked, runs.settings.states, (text) =>
      snapshots.analysed(analysis.file.name, text),
    );
    if (search === undefined) return undefined;
    return (await sliced(search, this.#clock, token)) ? search.answer() : cancelled;
  }

  /** Undefined: there is no such property, or nobody wants the answer any more. */
  async #causesOf(
    { name, revision, analysis }: Snapshot,
    { scenario, variant }: WalkOf,
    property: string,
    token: CancellationToken,
  ): Promise<KnownCauses | undefined> {
    const key = JSON.stringify([name, revision, scenario, variant, property]);
    const known = this.#causes.get(key);
    if (known !== undefined) return known;
    if (analysis.scenarios[scenario]?.variants[variant] === undefined) return undefined;
    const { program } = analysis.compile(scenario, variant);
    const index = program?.properties.findIndex((one) => one.name === property) ?? -1;
    if (program === undefined || index < 0) return undefined;
    const search = startCauses(program, index);
    if (!(await sliced(search, this.#clock, token))) return undefined;
    const listed = listedCauses(program, property, search.causes());
    const found = { runs: causeRuns(listed), complete: listed.complete };
    const oldest = this.#causes.keys().next();
    if (this.#causes.size >= keptMax && oldest.done !== true) this.#causes.delete(oldest.value);
    this.#causes.set(key, found);
    return found;
  }
}
