// What each cell says: a bound or a hole is never a pass.
import { expect, test } from 'vitest';
import { cellOf, columnsOf } from '../../src/bench/cells.ts';
import type { RowShown } from '../../src/bench/table.ts';
import { bounded, broken, holds, locked, row, table, whole, written } from './made.ts';

function said(of: RowShown, scope = ''): string[] {
  return columnsOf(whole, scope).map((column) => {
    const { kind, sign, text, more } = cellOf(of, column, scope);
    return `${column.title}: ${[sign, text, more].filter((word) => word !== '').join(' ')} [${kind}]`;
  });
}

test('of a row that passes, fails, is bounded, has no verdict', () => {
  expect([locked, written, bounded, broken].map((one) => said(one))).toMatchInlineSnapshot(`
    [
      [
        "variant: ✓ tag_sync_lock passes · v6.6 [variant]",
        "tag_loss: ✓ holds [holds]",
        "tag_leak: ✓ holds [holds]",
        "lock: 5 alone 6 [amount]",
        "waits: 2 [amount]",
        "held asleep: 1 [list]",
        "done twice: 0 [list]",
      ],
      [
        "variant: ✗ as written fails · v6.1 [variant]",
        "tag_loss: ✗ fails 29 steps, 1 switch [fails]",
        "tag_leak: ✗ fails at most 28 steps, 1 switch [fails]",
        "lock: 4 [amount]",
        "waits: 0 [amount]",
        "held asleep: 0 [list]",
        "done twice: 1 [list]",
      ],
      [
        "variant: ? huge not decided · v6.6 [variant]",
        "tag_loss: ✗ fails 40 steps, 1 switch [fails]",
        "tag_leak: ? not decided [unknown]",
        "lock: ? [unknown]",
        "waits: ? [unknown]",
        "held asleep: ? [unknown]",
        "done twice: ? [unknown]",
      ],
      [
        "variant: – does not compile no verdict · v6.6 [variant]",
        "tag_loss: – no verdict [unknown]",
        "tag_leak: – no verdict [unknown]",
        "lock: ? [unknown]",
        "waits: ? [unknown]",
        "held asleep: ? [unknown]",
        "done twice: ? [unknown]",
      ],
    ]
  `);
});

test('of the costs of one call', () => {
  expect(said(locked, 'mprotect()').slice(3, 6)).toEqual([
    'lock: 3 [amount]',
    'tag clear: ∞ alone: not reached [amount]',
    'waits: ∞ [amount]',
  ]);
  // Not called is not the same as for nothing.
  expect(said(written, 'mprotect()').slice(3, 4)).toEqual(['lock: – [unknown]']);
});

test('in sentences, for the line below the table', () => {
  const detail = (of: RowShown, title: string, scope = ''): string => {
    const column = columnsOf(whole, scope).find((one) => one.title === title);
    if (column === undefined) throw new Error(`no column ${title}`);
    return cellOf(of, column, scope).detail;
  };
  expect(detail(locked, 'lock')).toBe(
    'lock: at most 5 in one run, over all interleavings; where threads run alone 6.',
  );
  expect(detail(locked, 'tag clear', 'mprotect()')).toBe(
    'tag clear: without bound in one call of mprotect(), over all interleavings; a thread alone does not come there.',
  );
  expect(detail(locked, 'waits', 'mprotect()')).toBe(
    'A thread waits at one place without bound, for cpu0, cpu1.',
  );
  expect(detail(written, 'waits', 'mprotect()')).toBe('No run of this variant calls mprotect().');
  expect(detail(locked, 'held asleep')).toBe(
    'cpu0 holds mms[0].mmap_lock where lock_page() may sleep.',
  );
  expect(detail(bounded, 'tag_leak')).toBe('tag_leak is not decided. Not counted: 200 000 states.');
});

test('where no property breaks, those that hold have columns', () => {
  const all = table([row('a', { properties: [holds('deadlock')] })], { properties: [] });
  expect(columnsOf(all, '').map(({ title }) => title)).toEqual([
    'variant',
    'deadlock',
    'lock',
    'waits',
  ]);
});

test('a property that a variant is not asked about does not hold there', () => {
  const column = { key: 'property x', title: 'x', kind: 'property' } as const;
  expect(cellOf(locked, column, '')).toMatchObject({ kind: 'unknown', text: 'not asked' });
});
