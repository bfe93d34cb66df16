// Whatever the run: the table fits, a row holds one cell, and no step gets lost or changes its place.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columns } from '../src/columns.ts';
import { type ColumnsOptions, defaultColumns, prefixOf } from '../src/columns-options.ts';
import { plainText } from '../src/plain-text.ts';
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
const options: fc.Arbitrary<ColumnsOptions> = fc
  .record({
    width: fc.constantFrom(50, 60, 75, 100),
    tabs: fc.boolean(),
    title: fc.option(text, { nil: undefined }),
    perTable: fc.integer({ min: 2, max: 4 }),
    nesting: fc.constantFrom('auto', 'one', 'two', 'arrow'),
    values: fc.boolean(),
    waits: fc.boolean(),
    ids: fc.boolean(),
    header: fc.constantFrom('dashes', 'colons'),
    frame: fc.constantFrom('none', 'comment', 'quote', 'markdown'),
    replay: fc.constantFrom(undefined, `rw1.${'0'.repeat(90)}`),
  })
  .map((some) => ({ ...defaultColumns, ...some }));

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
      for (const line of columns(run, some).split('\n')) {
        expect(expanded(line).length).toBeLessThanOrEqual(some.width);
        expect(line).toBe(line.trimEnd());
      }
    }),
  );
});

/** The prefix of a frame stands in every line, so it may come between two parts of a text. */
function squeezedLines(lines: string, { frame }: ColumnsOptions): string {
  const prefix = prefixOf[frame].trimEnd();
  return lines
    .split('\n')
    .map((line) => line.slice(prefix.length).replace(/\s/gu, ''))
    .join('');
}

function squeezedStep(text: string, { frame, values }: ColumnsOptions): string {
  const shown = (values ? text : plainText(text)).replace(/\s+/gu, ' ').trim();
  // In a comment nothing may look like its end.
  const safe = shown.replaceAll('*/', '* /').replaceAll('/*', '/ *');
  return (frame === 'comment' ? safe : shown).replace(/\s/gu, '');
}

it('has every step, in the order of time', () => {
  fc.assert(
    fc.property(made, options, (run, some) => {
      const squeezed = squeezedLines(columns(run, some), some);
      let from = 0;
      for (const row of run.rows) {
        const wanted = squeezedStep(row.text, some);
        const at = squeezed.indexOf(wanted, from);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at + wanted.length;
      }
    }),
  );
});

it('has every step exactly once', () => {
  const numbered = made.map((run) => ({
    ...run,
    rows: run.rows.map((row, index) => ({ ...row, text: `#${index}#` })),
  }));
  fc.assert(
    fc.property(numbered, options, (run, some) => {
      const found = squeezedLines(columns(run, some), some).match(/#\d+#/gu) ?? [];
      expect(found).toEqual(run.rows.map(({ text: wanted }) => wanted));
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

it('puts at most so many CPUs into one table', () => {
  fc.assert(
    fc.property(traces(6), fc.integer({ min: 2, max: 4 }), (run, perTable) => {
      for (const line of columns(run, { ...defaultColumns, perTable }).split('\n')) {
        const headers = line.startsWith('CPU') ? [...line.matchAll(/CPU\d/gu)] : [];
        expect(headers.length).toBeLessThanOrEqual(perTable);
      }
    }),
  );
});
