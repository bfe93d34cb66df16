import { readFileSync } from 'node:fs';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { explore } from '@racewalk/simulator';
import { describe, expect, test } from 'vitest';
import type { Subject } from '../src/edits/apply.ts';
import { repairLimits } from '../src/repair/limits.ts';
import { startRepair } from '../src/repair/repair.ts';
import type { RepairReport } from '../src/repair/report.ts';
import { flagFirst, oneLock, subjectOf } from './texts.ts';

function reportOf(subject: Subject, limits = repairLimits): RepairReport {
  const search = startRepair(subject, limits);
  while (!search.advance(10_000));
  const report = search.report();
  if (report === undefined) throw new Error('it does not compile');
  return report;
}

const kindsOf = ({ repairs }: RepairReport) =>
  new Set(repairs.flatMap(({ edits }) => edits.map(({ kind }) => kind)));

describe('a flag that is set before the work', () => {
  test('is repaired by splitting test and set, found with one edit', () => {
    const report = reportOf(subjectOf(flagFirst));
    expect(report.repairs.every(({ edits }) => edits.length === 1)).toBe(true);
    expect(kindsOf(report)).toContain('split test and set');
    expect(kindsOf(report)).toContain('lock bit');
    expect(report.conclusions[0]).toMatch(/^order alone is enough: /u);
  });

  test('every repair is a variant that passes when it is put into the text', () => {
    const { repairs } = reportOf(subjectOf(flagFirst));
    const end = flagFirst.lastIndexOf('}');
    expect(repairs.length).toBeGreaterThan(1);
    for (const { variant } of repairs) {
      const { analysis } = subjectOf(
        `${flagFirst.slice(0, end)}\n${variant}${flagFirst.slice(end)}`,
      );
      const last = (analysis.scenarios[0]?.variants.length ?? 0) - 1;
      const { program } = analysis.compile(0, last);
      expect(analysis.scenarios[0]?.variants[last]?.expect?.properties).toEqual([]);
      expect(program && explore(program).verdict, variant).toBe('pass');
    }
  });
});

test('each repair has its costs, and the cheapest stands first among as many edits', () => {
  const { repairs } = reportOf(subjectOf(flagFirst));
  const locks = repairs.map(({ costs }) => costs?.run.find(({ work }) => work === 'lock')?.worst);
  const atomics = repairs.map(
    ({ costs }) => costs?.run.find(({ work }) => work === 'atomic')?.worst,
  );
  const keys = repairs.map(({ edits }, at) => [edits.length, locks[at], atomics[at]]);
  expect(locks).toContain(0);
  expect(locks.some((one) => typeof one === 'number' && one > 0)).toBe(true);
  expect(keys).toEqual(
    keys.toSorted((a, b) => {
      const at = a.findIndex((value, index) => value !== b[index]);
      return Number(a[at] ?? 0) - Number(b[at] ?? 0);
    }),
  );
  expect(repairs[0]?.costs?.calls.map((call) => call.function)).toContain('use');
});

test('a missing lock is found among those that exist', () => {
  const text = oneLock
    .replace(/\tspin_(?:un)?lock\(&outer\);\n/gu, '')
    .replace('expect pass', 'expect assertion');
  const report = reportOf(subjectOf(text));
  expect(kindsOf(report)).toEqual(new Set(['take a lock']));
  expect(report.repairs.map(({ variant }) => variant).join()).toContain('spin_lock(');
});

test('a test is repeated under the lock that is taken behind it, which is cheapest', () => {
  const text = `
spinlock_t lru_lock;
bool listed = true;
void isolate(void)
{
	if (READ_ONCE(listed)) {
		spin_lock(&lru_lock);
		bool was = listed;
		assert(was);
		listed = false;
		spin_unlock(&lru_lock);
	}
}
scenario "two isolations" {
	thread a { isolate(); }
	thread b { isolate(); }
	expect assertion;
}
`;
  const [first] = reportOf(subjectOf(text)).repairs;
  expect(first?.edits.map(({ kind }) => kind)).toEqual(['recheck after a lock']);
  expect(first?.edits[0]?.sentence).toBe(
    'under spin_lock(&lru_lock) once more if (READ_ONCE(listed))',
  );
  expect(first?.variant).toMatch(
    /spin_lock\(&lru_lock\);\s+if \(READ_ONCE\(listed\)\) \{\s+bool was = listed;/u,
  );
});

test('where nothing repairs it, the search says up to where it has looked', () => {
  const text = `
int counter;
scenario "hopeless" {
	thread a { WRITE_ONCE(counter, 1); }
	finally { assert(counter == 2); }
	expect assertion;
}
`;
  const report = reportOf(subjectOf(text));
  expect(report.repairs).toEqual([]);
  expect(report.conclusions.at(-1)).toBe('none with up to 2 edits of this grammar');
});

test('a limit that is reached is told, and no order is ruled out then', () => {
  const limits = { ...repairLimits, candidates_max: 1 };
  const text = oneLock
    .replace(/\tspin_(?:un)?lock\(&outer\);\n/gu, '')
    .replace('expect pass', 'expect assertion');
  const report = reportOf(subjectOf(text), limits);
  expect(report.bounds[0]).toMatch(/^candidates_max: 1 /u);
  expect(report.conclusions.join()).not.toContain('no order works');
});

describe('the scenarios of the thread', () => {
  const seed = (name: string): Subject => {
    const text = readFileSync(`scenarios/seed/${name}.race`, 'utf8');
    const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
    return { analysis, scenario: 0, variant: 0 };
  };
  const one = { ...repairLimits, edits_max: 1 };

  test('two mprotect(PROT_MTE): no order of one flag bit works; a lock or a second bit does', () => {
    const report = reportOf(seed('two-mprotect-mte'), one);
    expect(report.violated).toEqual(['tag_leak', 'tag_loss']);
    expect(report.conclusions[0]).toMatch(/^no order works: /u);
    const tried = new Set(report.tried.flatMap(({ kinds }) => kinds));
    expect(tried).toContain('split test and set');
    expect(tried).toContain('move a statement');
    expect(kindsOf(report)).toEqual(new Set(['lock bit', 'recheck after a lock', 'take a lock']));
    const around = report.repairs.filter(({ edits }) => edits[0]?.function === 'mte_sync_tags');
    expect(around.length).toBeGreaterThan(0);
  }, 300_000);

  test('two mprotect(PROT_EXEC): splitting test and set is enough', () => {
    const report = reportOf(seed('two-mprotect-exec'), one);
    expect(report.violated).toEqual(['stale_icache']);
    expect(report.repairs[0]?.edits).toMatchObject([
      { kind: 'split test and set', function: '__sync_icache_dcache' },
    ]);
    expect(report.repairs[0]?.edits[0]?.sentence).toContain('test, work, set');
  }, 300_000);
});
