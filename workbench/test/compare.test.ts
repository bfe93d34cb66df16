// The acceptance of the bench: the mail thread's argument about the guest's fault against the
// child's mprotect(PROT_MTE), row by row. docs/tutorial/fix-bench.md tells the same.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { defaultLimits } from '@racewalk/simulator';
import {
  type CompareDocument,
  type CompareUnit,
  compareMarkdown,
  compareText,
  startCompare,
} from '@racewalk/workbench';
import { beforeAll, describe, expect, test } from 'vitest';

const name = 'scenarios/seed/guest-fault-mprotect-mte.race';
const text = readFileSync(path.resolve(import.meta.dirname, '../..', name), 'utf8');

describe('the race that the thread was left with', () => {
  let document: CompareDocument;

  beforeAll(() => {
    const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
    const bench = startCompare(analysis, { limits: defaultLimits });
    while (!bench.advance(10_000));
    document = bench.report();
  }, 120_000);

  function row(start: string): CompareUnit {
    const found = document.units.find(({ variant }) => variant.startsWith(start));
    if (found === undefined) throw new Error(`no variant ${start}`);
    return found;
  }

  const broken = (start: string): string[] =>
    row(start)
      .properties.filter(({ holds }) => holds === false)
      .map(({ name: property }) => property)
      .sort();

  const worst = (start: string, work: string) =>
    row(start).costs?.run.find((one) => one.work === work)?.worst;

  function call(start: string, function_: string, work: string) {
    const found = row(start).costs?.calls.find((one) => one.function === function_);
    return found?.works.find((one) => one.work === work)?.worst;
  }

  const repeated = (start: string) =>
    row(start).costs?.repeated.map(({ work, object, times }) => `${work} of ${object}: ${times}`);

  test('flag first leaks tags: who comes second trusts a flag that says too much', () => {
    expect(broken('as written')).toEqual(['tag_leak', 'tag_loss']);
    expect(broken('stage 2 sets the flag first')).toEqual(['tag_leak', 'tag_loss']);
  });

  test('work first loses tags: both sides clear, the second over what was stored', () => {
    expect(broken('test and set split')).toEqual(['tag_loss']);
    expect(repeated('test and set split')).toEqual(['tag clear of pages[0]: 2']);
  });

  test('the spinlock is correct, and is one acquisition for each call that finds no flag', () => {
    const lock = 'tag_sync_lock';
    expect(broken(lock)).toEqual([]);
    expect(call(lock, 'mte_sync_tags', 'lock')).toBe(1);
    expect(call(lock, 'sanitise_mte_tags', 'lock')).toBe(1);
    // Without it, no lock is taken there, and two fewer in a run: one for each side.
    expect(call('test and set split', 'mte_sync_tags', 'lock')).toBe(0);
    expect(worst(lock, 'lock')).toBe(Number(worst('test and set split', 'lock')) + 2);
    expect(row(lock).costs?.waits).toBeGreaterThan(0);
  });

  test('the page lock is correct only if both sides take it', () => {
    expect(broken('page lock in mprotect() for VM_SHARED')).toEqual(['tag_leak', 'tag_loss']);
    expect(broken('page lock in mprotect() and in')).toEqual([]);
    // And it is the one that others wait for longest.
    const waits = document.units.map(({ costs }) => Number(costs?.waits));
    expect(Math.max(...waits)).toBe(row('page lock in mprotect() and in').costs?.waits);
  });

  test('the two-bit lock is taken once in the life of a page', () => {
    const twoBit = 'two-bit page lock, as in v6.2';
    expect(broken(twoBit)).toEqual([]);
    // At most one for each call, and yet one in a run of two calls that both need it.
    expect(call(twoBit, 'mte_sync_page_tags', 'lock')).toBe(1);
    expect(call(twoBit, 'sanitise_mte_tags', 'lock')).toBe(1);
    expect(worst(twoBit, 'lock')).toBe(Number(worst('test and set split', 'lock')) + 1);
    expect(worst(twoBit, 'tag clear')).toBe(1);
  });

  test('refusing the combination is correct without a lock', () => {
    expect(broken('VM_SHARED refused, as in v5.14')).toEqual([]);
    expect(row('VM_SHARED refused, as in v5.14').costs?.waits).toBe(0);
  });

  test('clearing tags is not idempotent: asked where everything holds', () => {
    const answers = document.units
      .filter(({ verdict }) => verdict === 'pass')
      .map(({ repetitions }) => repetitions.map(({ function: by, answer }) => `${by} ${answer}`));
    expect(answers.length).toBe(7);
    for (const one of answers) expect(one).toEqual(['mte_clear_page_tags harmful']);
    expect(
      document.units.every(
        ({ verdict, repetitions }) => verdict === 'pass' || repetitions.length === 0,
      ),
    ).toBe(true);
  });

  test('what passes stands first, the cheapest of it on top', () => {
    const [order] = document.ranking;
    const names = (order ?? []).map((number) => document.units[number]?.variant);
    expect(names[0]).toBe('two-bit page lock, as in v6.6');
    const verdicts = (order ?? []).map((number) => document.units[number]?.verdict);
    expect(verdicts).toEqual([...Array(7).fill('pass'), ...Array(7).fill('fail')]);
  });

  test('the table says it in words, with the length of the runs and the way to walk them', async () => {
    await expect(compareText(document)).toMatchFileSnapshot('golden/seed-compare.txt');
    const markdown = compareMarkdown(document);
    expect(markdown).toContain('✗ fails in 38 steps');
    expect(markdown).toContain("--variant 'test and set split in both' --property tag_loss");
  });
});

describe('of small texts', () => {
  function compared(body: string, per: readonly string[] = []): CompareDocument {
    const analysis = analyse({ name: 'test.race', text: body }, () => undefined, []);
    const bench = startCompare(analysis, { limits: defaultLimits, per });
    while (!bench.advance(100));
    return bench.report();
  }

  const counter = `
int x;
void add(void) { int old = x; x = old + 1; }
scenario "s" {
	thread a { add(); }
	thread b { add(); }
	finally { assert(x == 2); }
	forbid deadlock;
	variant "atomic" { void add(void) { atomic { x++; } } }
	variant "broken" { void add(void) { nothing_of_that_name(); } }
	variant "barriers" { void add(void) { smp_mb(); atomic { x++; } smp_mb(); } }
}`;

  test('a variant that does not compile is a row without a verdict, last', () => {
    const { units, ranking } = compared(counter);
    expect(ranking).toEqual([[1, 3, 0, 2]]);
    expect(units.map(({ verdict }) => verdict)).toEqual(['fail', 'pass', 'error', 'pass']);
    expect(units[2]?.costsNote).toBe('it does not compile');
    expect(compareText(compared(counter))).toContain('no verdict');
  });

  test('barriers count, too: the cheaper of two that pass stands first', () => {
    const { units } = compared(counter);
    expect(units[3]?.costs?.run.find(({ work }) => work === 'barrier')).toEqual({
      work: 'barrier',
      alone: 4,
      worst: 4,
    });
  });

  test('the answer does not depend on the slices', () => {
    const analysis = analyse({ name: 'test.race', text: counter }, () => undefined, []);
    const bench = startCompare(analysis, { limits: defaultLimits });
    while (!bench.advance(1));
    expect(bench.report()).toEqual(compared(counter));
  });

  test('limits leave cells open and say so', () => {
    const analysis = analyse({ name: 'test.race', text: counter }, () => undefined, []);
    const bench = startCompare(analysis, { limits: { ...defaultLimits, states_max: 2 } });
    while (!bench.advance(100));
    const [, atomic] = bench.report().units;
    expect(atomic?.verdict).toBe('bounded');
    expect(atomic?.properties.every(({ holds }) => holds === null)).toBe(true);
    expect(atomic?.costsNote).toBe('not counted: 2 states');
    expect(compareText(bench.report())).toContain('not decided');
  });
});
