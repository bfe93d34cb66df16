// Lock coverage of bundled scenarios: what each field of shared memory is protected by.
import { readFileSync } from 'node:fs';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { expect, test } from 'vitest';
import { type CoverageReport, coverageReport, startProgramCoverage } from '../src/index.ts';

const root = new URL('../../scenarios/', import.meta.url);

function coverageOf(name: string, text: string, variantName: string, states = 20_000) {
  const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
  const scenario = analysis.scenarios[0]!;
  const variant = scenario.variants.findIndex((one) => one.name === variantName);
  const { program } = analysis.compile(0, variant);
  const search = startProgramCoverage(program!, { coverage_states_max: states });
  while (!search.advance(100));
  const texts = new Map([...kernelLibrary, analysis.file].map((file) => [file.name, file.text]));
  return coverageReport(search.coverage(), {
    program: program!,
    info: scenario.variants[variant]!,
    which: { scenario: 0, variant },
    textOf: (file) => texts.get(file),
  });
}

const bundled = (name: string, variant: string, states?: number) =>
  coverageOf(name, readFileSync(new URL(name, root), 'utf8'), variant, states);

/** `pages[*].flags: none`, with the locks of accesses and of writes. */
function lines({ groups }: CoverageReport): string[] {
  return groups.map(
    ({ name, protection, common, atWrites }) =>
      `${name}: ${protection}; ${common.join(', ') || '-'}; ${atWrites.join(', ') || '-'}`,
  );
}

test('a counter without a lock has none, and under a spinlock that one', () => {
  const name = 'tutorial/lost-update.race';
  const bare = bundled(name, 'as written');
  expect(lines(bare)).toEqual(['counter: none; -; -']);
  const { first, second, firstStep, steps, adjacent } = bare.groups[0]!.fields[0]!.unprotected!;
  expect([first, second].map(({ thread, writes }) => ({ thread, writes }))).toEqual([
    { thread: 'cpu0', writes: true },
    { thread: 'cpu1', writes: false },
  ]);
  expect({ firstStep, steps, adjacent }).toEqual({ firstStep: 2, steps: 3, adjacent: true });
  expect([first.function, first.line]).toEqual(['increment', 10]);
  expect(lines(bundled(name, 'under a spinlock'))).toEqual(['counter: common; lock; lock']);
  const atomic = bundled(name, 'atomic read-modify-write');
  expect(atomic.groups[0]?.fields[0]?.accesses.map((one) => one.atomic)).toEqual(
    Array.from({ length: 4 }, () => true),
  );
});

test('two processes have a page-table lock each, and no lock for what they share', () => {
  const name = 'seed/two-mprotect-mte.race';
  const report = bundled(name, 'as written');
  const found = lines(report);
  expect(found).toContain('mms[*].pte[*]: one thread; -; mms[*].mmap_lock, mms[*].page_table_lock');
  expect(found).toContain('pages[*].flags: none; -; -');
  expect(found).toContain('pages[*].tags: none; -; -');
  const { first, second } = report.groups.find((group) => group.name === 'pages[*].flags')!
    .fields[0]!.unprotected!;
  expect([first, second].map(({ thread, held }) => ({ thread, held }))).toEqual([
    { thread: 'cpu0', held: ['mms[0].mmap_lock', 'mms[0].page_table_lock'] },
    { thread: 'cpu1', held: ['mms[1].mmap_lock', 'mms[1].page_table_lock'] },
  ]);
});

test('under tag_sync_lock the clearing holds it, and the flag is set under it', () => {
  const report = bundled('seed/two-mprotect-mte.race', 'lock: tag_sync_lock, proposed, not merged');
  const accesses = report.groups.flatMap(({ fields }) => fields.flatMap((one) => one.accesses));
  const clearing = accesses.filter((one) => one.function.endsWith('mte_clear_page_tags'));
  expect(clearing).toHaveLength(2);
  for (const { held } of clearing) expect(held).toContain('tag_sync_lock');
  expect(lines(report).find((line) => line.startsWith('pages[*].flags'))).toMatch(
    /; tag_sync_lock$/,
  );
});

test('a lock bit is a lock of its setter, readers share, and a limit is told', () => {
  const text = `scenario "s" {
	unsigned long word;
	int x, y;
	struct rw_semaphore sem;
	thread a { bit_spin_lock(0, &word); x = 1; bit_spin_unlock(0, &word); down_read(&sem); int t = y; up_read(&sem); }
	thread b { bit_spin_lock(0, &word); x = 2; bit_spin_unlock(0, &word); down_write(&sem); y = 1; up_write(&sem); }
	thread c { down_read(&sem); int t = y; up_read(&sem); }
}
`;
  const report = coverageOf('s.race', text, 'as written');
  expect(lines(report)).toEqual(
    expect.arrayContaining(['x: common; word; word', 'y: common; sem; sem']),
  );
  const reads = report.groups.flatMap(({ fields }) => fields[0]!.accesses);
  expect(reads.find((one) => one.thread === 'c')?.held).toEqual(['sem (shared)']);
  expect(coverageOf('s.race', text, 'as written', 50).limitsReached).toEqual(['50 states']);
});

test('a write under a shared lock is not protected by it', () => {
  const thread = 'down_read(&sem); x = 1; up_read(&sem);';
  const text = `scenario "s" { int x; struct rw_semaphore sem; thread a { ${thread} } thread b { ${thread} } }`;
  expect(lines(coverageOf('s.race', text, 'as written'))).toEqual(['x: none; -; -']);
});
