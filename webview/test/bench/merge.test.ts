// A table while it is made anew.
import { expect, test } from 'vitest';
import { merged, older } from '../../src/bench/merge.ts';
import { fails, holds, locked, row, table, whole, written } from './made.ts';

const ages = (of: typeof whole): string[] =>
  of.rows.map(({ variant, isOlder }) => `${variant}${isOlder === true ? ', older' : ''}`);

test('rows that are known again stand among those of the older text', () => {
  const stale = older(whole);
  expect(ages(stale)).toEqual([
    'tag_sync_lock, older',
    'huge, older',
    'as written, older',
    'does not compile, older',
  ]);
  const part = table([{ ...written, properties: [holds('tag_loss'), fails('lock_misuse', 3)] }], {
    properties: ['lock_misuse'],
    held: ['tag_loss'],
    scopes: [{ name: '', works: ['lock', 'barrier'] }],
  });
  const now = merged(stale, part);
  expect(ages(now)).toEqual([
    'tag_sync_lock, older',
    'huge, older',
    'as written',
    'does not compile, older',
  ]);
  // A column of either stays: the missing rows may still break it.
  expect(now.properties).toEqual(['tag_loss', 'tag_leak', 'lock_misuse']);
  expect(now.held).toEqual([]);
  expect(now.scopes[0]).toEqual({ name: '', works: ['lock', 'barrier'] });
  expect(now.scopes[1]?.name).toBe('mprotect()');
});

test('a new variant comes last, a next part replaces rows of the part before', () => {
  const stale = older(table([locked, written]));
  const first = merged(stale, table([written, row('new one')]));
  expect(ages(first)).toEqual(['tag_sync_lock, older', 'as written', 'new one']);
  expect(ages(merged(first, table([written, locked, row('new one')])))).toEqual([
    'tag_sync_lock',
    'as written',
    'new one',
  ]);
});

test('of another scenario, or where nothing is older, the part is all there is', () => {
  const part = table([written]);
  expect(merged(undefined, part)).toBe(part);
  expect(merged(older(table([locked], { scenario: 'another' })), part)).toBe(part);
  expect(merged(table([written]), table([locked, written])).rows[0]).toBe(locked);
});
