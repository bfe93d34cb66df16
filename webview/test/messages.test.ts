// Neither side trusts what the other sends.
import { describe, expect, test } from 'vitest';
import { isFromView, isToView } from '../src/messages.ts';
import { tagRace } from './examples.ts';

const which = { uri: 'file:///t.race', scenario: 0, variant: 0, choice: undefined };
const shown = { kind: 'show', which, run: tagRace(), step: 3, choices: undefined, notice: '' };

describe('to the view', () => {
  test('a run, also as it is behind JSON', () => {
    expect(isToView(shown)).toBe(true);
    expect(isToView(JSON.parse(JSON.stringify(shown)))).toBe(true);
  });

  test.each([
    ['another kind', { kind: 'run' }],
    ['a step behind the end', { ...shown, step: 9 }],
    ['a step that is no number', { ...shown, step: '3' }],
    ['no run', { ...shown, run: {} }],
    ['choices of another shape', { ...shown, choices: [{ thread: 0 }] }],
    [
      'an unknown answer',
      { kind: 'step', step: 1, choices: [{ thread: 0, choice: 0, label: '', reaches: 'maybe' }] },
    ],
    ['which run of no text', { ...shown, which: { ...which, uri: 1 } }],
  ])('not %s', (_, message) => {
    expect(isToView(message)).toBe(false);
  });

  const broken: readonly [string, (trace: ReturnType<typeof tagRace>['trace']) => object][] = [
    ['another schema', (trace) => ({ ...trace, schema: 'racewalk.trace/2' })],
    ['a row of no thread', (trace) => ({ ...trace, threads: [] })],
    ['rows that are none', (trace) => ({ ...trace, rows: [{}] })],
    [
      'a read of a later row',
      (trace) => ({
        ...trace,
        rows: trace.rows.map((row) => ({ ...row, readsFrom: [{ name: 'x', row: 7 }] })),
      }),
    ],
    ['a lock that is not there', (trace) => ({ ...trace, locks: [] })],
    ['a pair behind the end', (trace) => ({ ...trace, pair: { first: 0, second: 99, name: 'x' } })],
    [
      'a window without a sentence',
      (trace) => ({ ...trace, window: { ...trace.window, sentence: 0 } }),
    ],
    [
      'a call without a place',
      (trace) => ({
        ...trace,
        rows: trace.rows.map((row) => ({ ...row, calls: [{ name: 'f' }] })),
      }),
    ],
  ];
  test.each(broken)('not a trace with %s', (_, change) => {
    const run = { ...tagRace(), trace: change(tagRace().trace) };
    expect(isToView({ ...shown, run })).toBe(false);
  });
});

describe('from the view', () => {
  test.each([
    [{ kind: 'ready' }],
    [{ kind: 'goto', step: 0 }],
    [{ kind: 'open', row: 2, call: undefined }],
    [{ kind: 'open', row: 2, call: 1 }],
    [{ kind: 'choose', thread: 1, choice: 0 }],
    [{ kind: 'copy', text: 'x' }],
    [{ kind: 'export', folds: { depth: undefined, turned: ['0.0.0'] }, filter: '' }],
  ])('%j', (message) => {
    expect(isFromView(message)).toBe(true);
  });

  test.each([
    [undefined],
    ['ready'],
    [{ kind: 'goto' }],
    [{ kind: 'goto', step: 1.5 }],
    [{ kind: 'open', row: -1 }],
    [{ kind: 'choose', thread: 0 }],
    [{ kind: 'copy', text: 3 }],
    [{ kind: 'export', folds: { turned: [1] }, filter: '' }],
    [{ kind: 'eval', text: 'x' }],
  ])('not %j', (message) => {
    expect(isFromView(message)).toBe(false);
  });
});
