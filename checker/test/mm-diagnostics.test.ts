// Diagnostics that know mm: a text, with what is said under the marked places, and a text next to it of
// which nothing is said.
import { readdirSync, readFileSync } from 'node:fs';
import { kernelLibrary } from '@racewalk/kernel';
import type { Analysis, Diagnostic } from '@racewalk/language';
import { defaultLimits, explore } from '@racewalk/simulator';
import { describe, expect, test } from 'vitest';
import {
  coverageDiagnostics,
  startCheck,
  startProgramCoverage,
  startSleepingCalls,
} from '../src/index.ts';
import { analysed, marked } from './marked.ts';

function covered(analysis: Analysis, variant: number, states = 20_000): readonly Diagnostic[] {
  const { program, diagnostics } = analysis.compile(0, variant);
  if (program === undefined) return diagnostics;
  const search = startProgramCoverage(program, { coverage_states_max: states });
  while (!search.advance(1000));
  const texts = new Map([...kernelLibrary, analysis.file].map((file) => [file.name, file.text]));
  const textOf = (file: string) => texts.get(file);
  return coverageDiagnostics({ program, coverage: search.coverage(), textOf });
}

function checked(analysis: Analysis): readonly Diagnostic[] {
  const check = startCheck(analysis, 0, 0, defaultLimits);
  while (!check.advance(1000));
  return check.result().diagnostics.filter(({ code }) => code.startsWith('RW09'));
}

const entries = (body: string) => `scenario "entries" {
	kernel v6.1;
	setup (parent) {
		buf = mmap(PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS);
		populate(parent, buf);
	}
	void protect(struct mm_struct *mm, int addr)
	{
		pte_t pte;

		${body}
	}
	thread a (parent) { protect(current->mm, 0); }
	thread b (parent) { protect(current->mm, 0); }
	forbid deadlock;
}
`;

describe('an entry that is changed', () => {
  test('without the page-table lock is told', () => {
    const text = entries('pte = mm->pte[addr]; mm->pte[addr] = pte;');
    expect(marked(text, covered(analysed('a.race', text), 0))).toMatchInlineSnapshot(`
      "		pte = mm->pte[addr]; mm->pte[addr] = pte;
      		                     ^^^^^^^^^^^^^^^^^^^ RW0901: mms[0].pte[0] is changed without mms[0].page_table_lock"
    `);
  });

  test('under it is not', () => {
    const body = 'pte = mm->pte[addr]; mm->pte[addr] = pte;';
    const text = entries(
      `spin_lock(&mm->page_table_lock); ${body} spin_unlock(&mm->page_table_lock);`,
    );
    expect(marked(text, covered(analysed('a.race', text), 0))).toBe('');
  });
});

const orders = (one: string, other: string) => `scenario "orders" {
	kernel v6.1;
	setup (parent) {
		buf = mmap(PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS);
		populate(parent, buf);
		page = parent->mm->pte[0].page;
	}
	thread a (parent) {
		${one}
		${other}
	}
	thread b (parent) { user_load(buf); }
	forbid deadlock;
}
`;

describe('two locks', () => {
  const mmap = 'mmap_read_lock(current->mm);';
  test('against the documented order are told', () => {
    const text = orders('lock_page(page);', mmap);
    expect(marked(text, covered(analysed('a.race', text), 0))).toMatchInlineSnapshot(`
      "		mmap_read_lock(current->mm);
      		^^^^^^^^^^^^^^^^^^^^^^^^^^^ RW0903: waits for mms[0].mmap_lock while PG_locked in pages[0].flags is held; in mm/rmap.c mmap_lock comes before PG_locked"
    `);
  });

  test('in that order, or only tried, are not', () => {
    for (const [one, other] of [
      [mmap, 'lock_page(page);'],
      ['spin_lock(&current->mm->page_table_lock);', 'trylock_page(page);'],
    ] as const) {
      const text = orders(one, other);
      expect(marked(text, covered(analysed('a.race', text), 0))).toBe('');
    }
  });
});

const sleeping = (between: string) => `scenario "sleeps" {
	spinlock_t lock;
	struct mutex mutex;
	thread a {
		spin_lock(&lock);
		${between}
	}
	thread b { mutex_lock(&mutex); mutex_unlock(&mutex); }
	expect pass;
}
`;

function allSleeping(text: string): readonly Diagnostic[] {
  const { program } = analysed('a.race', text).compile(0, 0);
  if (program === undefined) throw new Error('it does not compile');
  const search = startSleepingCalls(program, explore(program, defaultLimits), defaultLimits);
  while (search?.advance(1000) === false);
  return search?.diagnostics() ?? [];
}

describe('a call that sleeps', () => {
  test('under a spinlock is told, by the run that breaks lock_misuse', () => {
    const text = sleeping('mutex_lock(&mutex);');
    expect(marked(text, checked(analysed('a.race', text)))).toMatchInlineSnapshot(`
      "		mutex_lock(&mutex);
      		^^^^^^^^^^^^^^^^^^ RW0902: mutex_lock() may sleep, and lock is held"
    `);
  });

  test('is told at each such call where all are looked for', () => {
    const between = 'mutex_lock(&mutex); mutex_unlock(&mutex); spin_unlock(&lock);';
    const text = sleeping(`${between} spin_lock(&lock); mutex_lock(&mutex);`);
    expect(marked(text, allSleeping(text))).toMatchInlineSnapshot(`
      "		mutex_lock(&mutex); mutex_unlock(&mutex); spin_unlock(&lock); spin_lock(&lock); mutex_lock(&mutex);
      		^^^^^^^^^^^^^^^^^^ RW0902: mutex_lock() may sleep, and lock is held
      		mutex_lock(&mutex); mutex_unlock(&mutex); spin_unlock(&lock); spin_lock(&lock); mutex_lock(&mutex);
      		                                                                                ^^^^^^^^^^^^^^^^^^ RW0902: mutex_lock() may sleep, and lock is held"
    `);
    expect(allSleeping(sleeping('mutex_lock(&mutex);'))).toHaveLength(1);
  });

  test('behind it, or where that is expected, is not', () => {
    const after = sleeping('spin_unlock(&lock); mutex_lock(&mutex);');
    expect(checked(analysed('a.race', after))).toEqual([]);
    const expected = sleeping('mutex_lock(&mutex);').replace('expect pass', 'expect lock_misuse');
    expect(checked(analysed('a.race', expected))).toEqual([]);
  });
});

const flags = (body: string) => `scenario "flags" {
	unsigned long word;
	int work;
	spinlock_t lock;
	void once(void)
	{
		${body}
	}
	thread a { once(); }
	thread b { once(); }
	finally { assert(work <= 2); }
}
`;

describe('a flag', () => {
  const body = 'if (!test_bit(0, &word)) { work = 1; set_bit(0, &word); }';
  test('that is tested and set is told', () => {
    const text = flags(body);
    expect(marked(text, covered(analysed('a.race', text), 0))).toMatchInlineSnapshot(`
      "		if (!test_bit(0, &word)) { work = 1; set_bit(0, &word); }
      		     ^^^^^^^^^^^^^^^^^^ RW0904: '0' is tested here and set later; another thread can set it in between
      set_bit(0, &word): set here"
    `);
  });

  test('under one lock, in one step, or another flag is not', () => {
    for (const fine of [
      `spin_lock(&lock); ${body} spin_unlock(&lock);`,
      'if (!test_and_set_bit(0, &word)) work = 1;',
      'if (!test_bit(0, &word)) set_bit(1, &word);',
    ]) {
      const text = flags(fine);
      expect(marked(text, covered(analysed('a.race', text), 0))).toBe('');
    }
  });
});

test('bundled scenarios are told nothing but what they are about', () => {
  const root = new URL('../../scenarios/', import.meta.url);
  const said: string[] = [];
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.race')) continue;
    const analysis = analysed(name, readFileSync(new URL(name, root), 'utf8'));
    for (const variant of analysis.scenarios[0]?.variants.keys() ?? []) {
      const title = analysis.scenarios[0]?.variants[variant]?.name;
      for (const { code, message, file } of covered(analysis, variant, 150)) {
        if (code.startsWith('RW09')) said.push(`${file}, ${title}: ${code} ${message}`);
      }
    }
  }
  expect(said).toEqual([]);
}, 120_000);
