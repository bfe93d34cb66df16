// Whatever the run: the table fits, a row holds one cell, and no step gets lost or changes its place.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columns, columnsPerTable, defaultColumns } from '../src/columns.ts';
import type { Trace } from '../src/trace.ts';
import { step, trace } from './made-trace.ts';

const word = fc.string({
  unit: fc.constantFrom(...'abcxyz_->.&()[]=*'),
  minLength: 1,
  maxLength: 30,
});
const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
const calls = fc.array(fc.constantFrom('f', 'change_pte_range', 'mte_sync_tags'), { maxLength: 8 });

function traces(threads: number): fc.Arbitrary<Trace> {
  const row = fc
    .record({
      thread: fc.nat(threads - 1),
      calls,
      text,
      entered: fc.nat(8),
      message: fc.option(text, { nil: undefined }),
    })
    .map(({ thread, calls: open, text: what, entered, message }) =>
      step({
        thread,
        calls: open.join(' > '),
        entered: Math.min(entered, open.length),
        text: what,
        events: message === undefined ? [] : [{ property: 'p', message }],
      }),
    );
  const names = Array.from({ length: threads }, (_, index) => `cpu${index}@process`);
  return fc.array(row, { maxLength: 12 }).map((rows) => trace(names, rows));
}

const made = fc.integer({ min: 1, max: 6 }).chain(traces);
const options = fc.record({
  width: fc.constantFrom(60, 75, 100),
  tabs: fc.boolean(),
  title: fc.option(text, { nil: undefined }),
});

/** As a terminal shows it: tab stops every eight columns. */
function expanded(line: string): string {
  let shown = '';
  for (const character of line) {
    shown += character === '\t' ? ' '.repeat(8 - (shown.length % 8)) : character;
  }
  return shown;
}

it('never exceeds the width, and never ends a line with a space', () => {
  fc.assert(
    fc.property(made, options, (run, some) => {
      for (const line of columns(run, { ...defaultColumns, ...some }).split('\n')) {
        expect(expanded(line).length).toBeLessThanOrEqual(some.width);
        expect(line).toBe(line.trimEnd());
      }
    }),
  );
});

it('has every step, in the order of time', () => {
  fc.assert(
    fc.property(made, options, (run, some) => {
      const squeezed = columns(run, { ...defaultColumns, ...some }).replace(/\s/gu, '');
      let from = 0;
      for (const row of run.rows) {
        const wanted = row.text.replace(/\s/gu, '');
        const at = squeezed.indexOf(wanted, from);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at + wanted.length;
      }
    }),
  );
});

it('has one cell in every row, in the column of its thread', () => {
  const two = traces(2).filter((run) => run.rows.length > 0);
  fc.assert(
    fc.property(two, fc.boolean(), (run, tabs) => {
      const lines = columns(run, { ...defaultColumns, tabs })
        .split('\n')
        .map(expanded);
      const header = lines.findIndex((line) => line.startsWith('CPU0'));
      const second = lines[header]?.indexOf('CPU1') ?? -1;
      expect(second).toBeGreaterThan(0);
      for (const line of lines.slice(header + 2)) {
        const left = line.slice(0, second).trim();
        const right = line.slice(second).trim();
        expect(left === '' || right === '').toBe(true);
      }
    }),
  );
});

it('puts at most four CPUs into one table', () => {
  fc.assert(
    fc.property(traces(6), (run) => {
      for (const line of columns(run, defaultColumns).split('\n')) {
        const headers = line.startsWith('CPU') ? [...line.matchAll(/CPU\d/gu)] : [];
        expect(headers.length).toBeLessThanOrEqual(columnsPerTable);
      }
    }),
  );
});
