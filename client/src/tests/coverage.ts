// Coverage: which steps of the scenario and of the library some interleaving gets to.
import { type CoverageAnswer, type CoveredFile, coverageRequest } from '@racewalk/server';
import {
  FileCoverage,
  type FileCoverageDetail,
  l10n,
  Range,
  StatementCoverage,
  TestCoverageCount,
  type TestRun,
  Uri,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

export class Coverage {
  readonly #client: BaseLanguageClient;
  readonly #details = new WeakMap<FileCoverage, FileCoverageDetail[]>();

  constructor(client: BaseLanguageClient) {
    this.#client = client;
  }

  /** Adds to a run what the variants of these texts get to, all of them together. */
  async add(run: TestRun, uris: readonly string[]): Promise<void> {
    const places = new Map<string, Map<string, CoveredFile['places'][number]>>();
    for (const uri of uris) {
      const answer = await this.#client.sendRequest<CoverageAnswer | null>(coverageRequest, {
        uri,
      });
      for (const name of answer?.without ?? []) {
        const why = l10n.t('{0}: no coverage, its values were not collected', name);
        run.appendOutput(`${why}\r\n`);
      }
      for (const file of answer?.files ?? []) merge(places, file);
    }
    for (const [uri, file] of places) {
      const found = [...file.values()];
      const reached = found.filter((place) => place.reached).length;
      const count = new TestCoverageCount(reached, found.length);
      const covered = new FileCoverage(Uri.parse(uri), count);
      this.#details.set(
        covered,
        found.map(({ range: { start, end }, reached: executed }) => {
          const range = new Range(start.line, start.character, end.line, end.character);
          return new StatementCoverage(executed, range);
        }),
      );
      run.addCoverage(covered);
    }
  }

  detailsOf(file: FileCoverage): FileCoverageDetail[] {
    return this.#details.get(file) ?? [];
  }
}

/** A step that one text's scenarios get to is reached, whatever the others do. */
function merge(
  all: Map<string, Map<string, CoveredFile['places'][number]>>,
  { uri, places }: CoveredFile,
): void {
  const known = all.get(uri) ?? new Map<string, CoveredFile['places'][number]>();
  all.set(uri, known);
  for (const { range, reached } of places) {
    const key = JSON.stringify(range);
    known.set(key, { range, reached: reached || known.get(key)?.reached === true });
  }
}
