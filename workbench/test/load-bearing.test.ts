import { describe, expect, test } from 'vitest';
import { loadBearingLimits } from '../src/load-bearing/limits.ts';
import { type LoadBearingOptions, startLoadBearing } from '../src/load-bearing/load-bearing.ts';
import type { LoadBearingReport, MutantReport } from '../src/load-bearing/report.ts';
import { oneLock, subjectOf, twoLocks } from './texts.ts';

function reportOf(text: string, options: Partial<LoadBearingOptions> = {}): LoadBearingReport {
  const work = startLoadBearing(subjectOf(text), options);
  while (!work.advance(1000));
  const report = work.report();
  if (report === undefined) throw new Error('it does not compile');
  return report;
}

function named(mutants: readonly MutantReport[], ...sentences: string[]): MutantReport | undefined {
  return mutants.find(
    ({ removals }) => removals.map(({ sentence }) => sentence).join() === sentences.join(),
  );
}

describe('singles', () => {
  test('a lock that guards alone is needed, with the shortest run to what is lost', () => {
    const { singles, verdict } = reportOf(oneLock);
    const lock = named(singles, 'without spin_lock(&outer)');
    expect(verdict).toBe('pass');
    expect(lock?.state).toBe('needed');
    expect(lock?.lost).toMatchObject([{ property: 'assertion', shortest: true, switches: 2 }]);
    expect(lock?.lost[0]?.run).toContain('WRITE_ONCE(counter, old + 1)');
    expect(lock?.removals[0]).toMatchObject({ kind: 'lock', function: 'add', line: 8 });
  });

  test('a lock that another one backs up is not needed, and both are together', () => {
    const { singles, pairs } = reportOf(twoLocks, { pairs: true });
    expect(named(singles, 'without spin_lock(&outer)')?.state).toBe('not needed');
    expect(named(singles, 'without spin_lock(&inner)')?.state).toBe('not needed');
    const both = named(pairs, 'without spin_lock(&outer)', 'without spin_lock(&inner)');
    expect(both?.state).toBe('needed');
    expect(both?.lost.map(({ property }) => property)).toEqual(['assertion']);
  });

  test('a barrier is not judged under sc, never not needed', () => {
    const { singles } = reportOf(oneLock);
    expect(named(singles, 'without smp_mb()')).toMatchObject({
      state: 'not judged',
      why: 'barriers are not judged under memory sc',
    });
    expect(
      singles.some(
        ({ removals, state }) => removals[0]?.kind === 'barrier' && state === 'not needed',
      ),
    ).toBe(false);
  });

  test('what no thread comes to is told so, and not explored', () => {
    const { singles } = reportOf(oneLock);
    const unreached = named(singles, 'without WRITE_ONCE(counter, 7)');
    expect(unreached).toMatchObject({ state: 'not reached', states: 0 });
  });

  test('equal programs are explored once', () => {
    const { singles, explored } = reportOf(oneLock);
    const judged = singles.filter(({ state }) => state === 'needed' || state === 'not needed');
    expect(explored?.programs).toBeLessThanOrEqual(judged.length + 1);
    expect(explored?.programs).toBeLessThan(singles.length);
  });
});

describe('limits', () => {
  test('a mutant that reaches one is not decided, never not needed', () => {
    const { search } = loadBearingLimits;
    const base = reportOf(oneLock);
    const limits = { search: { ...search, states_max: base.states }, pairs_max: 1 };
    const { singles, verdict } = reportOf(oneLock, { limits });
    expect(verdict).toBe('pass');
    const larger = singles.filter(({ state }) => state === 'not decided');
    expect(larger.length).toBeGreaterThan(0);
    for (const { why } of larger) expect(why).toContain('not everything was explored');
    const full = new Map(base.singles.map((one) => [one.removals[0]?.sentence, one.state]));
    for (const one of singles)
      expect([full.get(one.removals[0]?.sentence), 'not decided']).toContain(one.state);
  });

  test('nothing is needed or not where the variant itself is bounded', () => {
    const { search } = loadBearingLimits;
    const limits = { search: { ...search, states_max: 5 }, pairs_max: 1 };
    const { singles, verdict } = reportOf(oneLock, { limits });
    expect(verdict).toBe('bounded');
    expect(singles.filter(({ state }) => state === 'needed')).toEqual([]);
    expect(singles.filter(({ state, why }) => state === 'not needed' && why === undefined)).toEqual(
      [],
    );
  });

  test('pairs beyond pairs_max are told', () => {
    const limits = { ...loadBearingLimits, pairs_max: 1 };
    const { pairs, bounds } = reportOf(twoLocks, { pairs: true, limits });
    expect(pairs).toHaveLength(1);
    expect(bounds[0]).toMatch(/^pairs_max: 1 pairs were looked at, \d+ were not$/u);
  });
});

test('before its end a report says that it was cancelled', () => {
  const work = startLoadBearing(subjectOf(oneLock));
  while (work.progress().phase === 'variant' && !work.advance(1));
  work.advance(1);
  expect(work.report()?.bounds[0]).toMatch(/^cancelled: \d+ of \d+ answered$/u);
});

test('shards together answer what one run answers', () => {
  const whole = reportOf(oneLock).singles;
  const parts = [0, 1, 2].map((part) =>
    reportOf(oneLock, { chosen: (index) => index % 3 === part }).singles.values(),
  );
  const state = ({ state: one, lost }: MutantReport) => [one, lost.map(({ property }) => property)];
  const joined = whole.map((_, index) => parts[index % 3]?.next().value);
  expect(joined.map((one) => one && state(one))).toEqual(whole.map(state));
});

describe('vacuity', () => {
  const text = oneLock
    .replace(
      'int counter;',
      'int counter;\nproperty odd "never";\nproperty wild "never";\nproperty sum "is right";',
    )
    .replace('WRITE_ONCE(counter, 7);', 'WRITE_ONCE(counter, 7);\n\trequire(odd, counter == 8);')
    .replace('smp_mb();', 'require(wild, counter >= 0);')
    .replace(
      'finally { assert(counter == 2); }',
      'finally { require(sum, counter == 2); }\n\tforbid odd, wild, sum;',
    );

  test('is told of a property that no thread comes to a check of, and of one that no removal breaks', () => {
    expect(reportOf(text).vacuous).toEqual([
      { property: 'odd', how: 'never asked' },
      { property: 'wild', how: 'never lost' },
    ]);
  });

  test('is not told where something was not asked or not decided', () => {
    expect(reportOf(text, { chosen: (index) => index > 0 }).vacuous).toEqual([]);
    const { search } = loadBearingLimits;
    const limits = { search: { ...search, states_max: reportOf(text).states }, pairs_max: 1 };
    const bounded = reportOf(text, { limits });
    expect(bounded.singles.some(({ state }) => state === 'not decided')).toBe(true);
    expect(bounded.vacuous.filter(({ how }) => how === 'never lost')).toEqual([]);
  });
});
