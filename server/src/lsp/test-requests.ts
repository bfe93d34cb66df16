// The requests behind a test explorer: the tests of a text, and which steps their runs get to.
import type { Connection } from 'vscode-languageserver';
import { nameOf } from '../documents/names.ts';
import { coverageOf } from '../features/coverage.ts';
import { testsOf, type VariantTest } from '../features/tests.ts';
import { isOfDocument } from '../protocol.ts';
import {
  type CoverageAnswer,
  coverageRequest,
  type TestProperty,
  type TestsAnswer,
  type TestVariant,
  testsRequest,
} from '../test-protocol.ts';
import { askedOf } from './asked.ts';
import { locationOf, uriFrom } from './convert.ts';
import { guarded } from './guarded.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly connection: Connection;
  readonly workspace: Workspace;
  readonly views: Views;
}

export function answerTestRequests(parts: Parts): void {
  const { connection } = parts;
  const log = connection.console;
  connection.onRequest(
    testsRequest,
    guarded(log, 'tests', (params: unknown) => tests(parts, params)),
  );
  connection.onRequest(
    coverageRequest,
    guarded(log, 'coverage', (params: unknown) => coverage(parts, params)),
  );
}

function tests({ workspace, views }: Parts, params: unknown): TestsAnswer | null {
  const asked = isOfDocument(params) ? askedOf(workspace, params) : undefined;
  if (asked === undefined) return null;
  const { snapshot, results } = asked;
  const { analysis, name, version } = snapshot;
  const texts = views.textsOf(snapshot);
  const { files, runs } = workspace;
  const frames = (trace: VariantTest['properties'][number]['trace']): TestProperty['frames'] =>
    trace.map(({ thread, function: inside, text, file, line }) => ({
      label: `${thread}: ${inside}: ${text}`,
      uri: uriFrom(files.open(file), file),
      line: line - 1,
    }));
  const placed = ({ start, end, properties, ...rest }: VariantTest): TestVariant => ({
    ...rest,
    range: locationOf({ file: name, start, end }, texts).range,
    properties: properties.map(({ trace, ...property }) => ({
      ...property,
      frames: frames(trace),
    })),
  });
  const found = testsOf(analysis, results, runs.settings.automaticStates);
  return {
    version,
    scenarios: found.map(({ name: scenario, start, end, variants }) => ({
      name: scenario,
      range: locationOf({ file: name, start, end }, texts).range,
      variants: variants.map(placed),
    })),
  };
}

async function coverage(
  { workspace, views }: Parts,
  params: unknown,
): Promise<CoverageAnswer | null> {
  if (!isOfDocument(params)) return null;
  // Values come after the verdicts.
  await workspace.runs.idle(nameOf(params.uri));
  const asked = askedOf(workspace, params);
  if (asked === undefined) return null;
  const texts = views.textsOf(asked.snapshot);
  const { files, without } = coverageOf(asked.results);
  return {
    files: [...files].map(([file, places]) => ({
      uri: texts.uri(file),
      places: places.map(({ start, end, reached }) => ({
        range: locationOf({ file, start, end }, texts).range,
        reached,
      })),
    })),
    without,
  };
}
