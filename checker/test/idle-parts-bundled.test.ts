// Bundled scenarios have no idle parts, but for those that are there on purpose.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analysed, seenIn } from './marked.ts';

const root = new URL('../../scenarios/', import.meta.url);

/** Each with the reason why it stays. */
const meant: ReadonlyMap<string, string> = new Map([
  ['seed/matrix.race RW0908', 'every scenario has all rows of the matrix, also where two agree'],
  ['locking/elections.race RW0908', 'two spellings of one question, to show that they are one'],
  ['locking/rcu.race RW0905', 'the variant shows that nobody comes behind the wait for itself'],
]);

test('none is told', () => {
  const told = new Set<string>();
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.race')) continue;
    const analysis = analysed(name, readFileSync(new URL(name, root), 'utf8'));
    for (const { code } of seenIn(analysis, 400)) told.add(`${name} ${code}`);
  }
  expect([...told].sort()).toEqual([...meant.keys()].sort());
}, 120_000);
