// What the server is told of the runs in view, as views open and close.
import type { RunOf, ShownMessage } from '@racewalk/server';
import { expect, test } from 'vitest';
import { ShownRuns } from '../src/walk/shown-runs.ts';

const one: RunOf = { uri: 'file:///a.race', scenario: 0, variant: 0, property: 'assertion' };
const other: RunOf = { ...one, property: 'deadlock' };
const elsewhere: RunOf = { ...one, uri: 'file:///b.race' };

function watched(): { runs: ShownRuns; last: () => ReadonlyMap<string, RunOf | undefined> } {
  const told = new Map<string, RunOf | undefined>();
  const runs = new ShownRuns(({ uri, run }: ShownMessage) => void told.set(uri, run));
  return { runs, last: () => told };
}

test('a run that is closed leaves the numbers of the one that is still in view', () => {
  const { runs, last } = watched();
  runs.show('columns', one);
  runs.show('timeline', other);
  expect(last().get(one.uri)).toEqual(other);
  runs.hide('timeline');
  expect(last().get(one.uri)).toEqual(one);
  runs.show('timeline', other);
  runs.hide('columns');
  expect(last().get(one.uri)).toEqual(other);
  runs.hide('timeline');
  expect(last().get(one.uri)).toBeUndefined();
});

test('columns that take the place of others keep their numbers when those are closed', () => {
  const { runs, last } = watched();
  runs.show('columns of one', one);
  runs.show('columns of the other', other);
  runs.hide('columns of one');
  expect(last().get(one.uri)).toEqual(other);
});

test('a timeline that goes to another text takes its numbers along', () => {
  const { runs, last } = watched();
  runs.show('columns', one);
  runs.show('timeline', other);
  runs.show('timeline', elsewhere);
  expect(last().get(one.uri)).toEqual(one);
  expect(last().get(elsewhere.uri)).toEqual(elsewhere);
  runs.hide('timeline');
  expect(last().get(elsewhere.uri)).toBeUndefined();
});

test('what was never shown is not told of', () => {
  const { runs, last } = watched();
  runs.hide('timeline');
  expect([...last()]).toEqual([]);
});
