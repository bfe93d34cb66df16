// Mutations of the library: their page is fresh, each that nothing notices has a reason, and no kind of lock or test is
// forgotten. `npm run mutate` finds who notices; it writes noticed.json and the page.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { halves, pairs, statements, tests, tries, unasked } from './mutation/kinds.ts';
import { mutable, mutants, nameOf, textOf } from './mutation/mutants.ts';
import { mutationsPage, readNoticed } from './mutation/page.ts';
import { reasonFor, reasons } from './mutation/reasons.ts';

const all = mutants();
const written = reasons();
const noticed = readNoticed(
  readFileSync(path.resolve(import.meta.dirname, 'mutation/noticed.json'), 'utf8'),
);

test('a mutant is noticed by a scenario, or its function says why not', () => {
  const names = new Set(all.map(nameOf));
  expect(names.size).toBe(all.length);
  expect([...Object.keys(noticed)].filter((name) => !names.has(name))).toEqual([]);
  const unexplained = all.filter(
    (mutant) =>
      (noticed[nameOf(mutant)] === undefined) === (reasonFor(written, mutant) === undefined),
  );
  expect(unexplained.map(nameOf)).toEqual([]);
});

test('every reason is one for a mutant', () => {
  const astray = written.filter(
    ({ of, line }) =>
      !all.some((mutant) => mutant.of === of && line.startsWith(`${mutant.what}: `)),
  );
  expect(astray).toEqual([]);
});

test('docs/library-mutations.md is fresh', () => {
  const page = path.resolve(import.meta.dirname, '../docs/library-mutations.md');
  expect(readFileSync(page, 'utf8')).toBe(mutationsPage(all, noticed, written));
});

test('no call that locks, tests a bit or tells secondary MMUs is of a kind that no mutant takes out', () => {
  const known = new Set([
    ...pairs.flat(),
    ...tries.flat(),
    ...tests.map(([name]) => name),
    ...halves,
    ...Object.keys(unasked),
  ]);
  const called = mutable().flatMap((body) =>
    [...textOf(body).matchAll(/\b([A-Za-z_]\w*)\(/gu)].flatMap(([call, name = '']) =>
      /lock|^down_|^up_|^Page[A-Z]|test\w*_bit|notifier|flush_tlb|tlb_flush|^is_|rcu_/u.test(
        name,
      ) &&
      !known.has(name) &&
      !statements.some(([pattern]) => pattern.source.includes(name))
        ? [call.slice(0, -1)]
        : [],
    ),
  );
  expect([...new Set(called)].sort()).toEqual([
    // Functions of the library with such a name; what they do is taken out where they do it.
    'kvm_mmu_notifier_invalidate_range_end',
    'kvm_mmu_notifier_invalidate_range_start',
    'lockless_pin',
    'stage2_map_locked',
  ]);
});
