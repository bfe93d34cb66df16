// Asked of every bundled scenario, also where it does not ask: no livelock but where one is expected.
// Where a guest's fault tries again for as long as an invalidation goes on, it takes mmu_lock each time, and weak fairness
// does not give the lock to who waits for its end: those are left out (docs/known-gaps.md), as is a loop around a spinlock.
// Lock, seqcount and cmpxchg loops wait for others that will move, so none of them may be taken for it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { explore, type Program } from '@racewalk/simulator';
import { expect, test } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../scenarios');
const starved = [
  'matrix',
  'ksm-change-pte',
  'migration.race',
  // Without the invalidation a spurious fault repeats for ever.
  'stale-translation',
  'notifier-users',
  'notify-order',
  'stage2-faults',
  'vmm-mprotect',
  'zero-page-cow',
];
const starvedVariants = [
  "KSM's replace_page() against a guest",
  'a request is freed by the one who waits for it: and looked at with it',
];
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.race') && !starved.some((one) => name.includes(one)))
  .sort();

function livelocksOf(program: Program): boolean {
  const properties = program.properties.map((property) => {
    const isAsked = property.name === 'livelock' && !property.declared;
    return { ...property, watched: property.watched || isAsked };
  });
  const { violations, bounds } = explore({ ...program, properties });
  expect(bounds.filter(({ text }) => text.includes('liveness'))).toEqual([]);
  return violations.some(({ property }) => properties[property]?.name === 'livelock');
}

for (const file of files) {
  test(`${file} has a livelock exactly where it expects one`, () => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const analysis = analyse({ name: file, text }, () => undefined, kernelLibrary);
    analysis.scenarios.forEach(({ name: title, variants }, scenario) => {
      variants.forEach(({ name, expect: expected }, variant) => {
        if (starvedVariants.some((one) => `${title}: ${name}`.startsWith(one))) return;
        const { program } = analysis.compile(scenario, variant);
        if (program === undefined) throw new Error(`${name} does not compile`);
        const isExpected = expected?.properties.includes('livelock') ?? false;
        expect([name, livelocksOf(program)]).toEqual([name, isExpected]);
      });
    });
  });
}
