// Releases: where the verdict changes, and which function did it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { defaultLimits } from '@racewalk/simulator';
import {
  type HistoryDocument,
  historiesOf,
  historyBar,
  historySentence,
  startHistory,
} from '@racewalk/workbench';
import { expect, test } from 'vitest';

function historyOf(
  text: string,
  library: { name: string; text: string }[] | undefined,
): HistoryDocument {
  const analysis = analyse({ name: 'test.race', text }, () => undefined, library ?? kernelLibrary);
  const history = startHistory(analysis, { limits: defaultLimits });
  while (!history.advance(10_000));
  return history.report();
}

function sentences(document: HistoryDocument): string[] {
  return historiesOf(document).map(historySentence);
}

const library = [
  {
    name: 'kernel:/a.race',
    text: `
int x;
kernel v5.10 .. v5.19
void add(void) { int old = x; x = old + 1; }
kernel v6.0 ..
void add(void) { atomic { x++; } }
kernel v5.10 .. v6.4
void unused(void) { x = 0; }
kernel v6.5 ..
void unused(void) { x = 1; }
kernel v6.2 ..
void late(void) { }
kernel v5.15 ..
void other(void) { }
kernel v5.10 .. v5.14
void other(void) { int y = x; }
`,
  },
];
const scenario = (call: string): string =>
  `scenario "s" { kernel v6.0; thread a { ${call} } thread b { add(); } finally { assert(x == 2); } forbid deadlock; }`;

test('stretches end where a function in use has another body, also over v5.19 and v6.0', () => {
  const document = historyOf(scenario('add(); other();'), library);
  expect(document.units.map(({ from, to, verdict }) => [from, to, verdict])).toEqual([
    ['v5.10', 'v5.14', 'fail'],
    ['v5.15', 'v5.19', 'fail'],
    ['v6.0', null, 'pass'],
  ]);
  expect(sentences(document)).toEqual(['fails assertion v5.10 .. v5.19; passes from v6.0: add()']);
  expect(historiesOf(document).map(historyBar)).toEqual(['v5.10 ✗ … v6.0 ✓']);
});

test('a release that does not have a function has no verdict, and says why', () => {
  const document = historyOf(scenario('add(); late();'), library);
  const [first] = document.units;
  expect([first?.verdict, first?.from, first?.to]).toEqual(['error', 'v5.10', 'v6.1']);
  expect(first?.note).toContain('late');
  expect(historiesOf(document).map(historyBar)).toEqual(['v5.10 – … v6.2 ✓']);
});

test('the I-cache race of the library ends with v5.13, by __sync_icache_dcache() alone', () => {
  const name = path.resolve(import.meta.dirname, '../../scenarios/seed/two-mprotect-exec.race');
  expect(sentences(historyOf(readFileSync(name, 'utf8'), undefined))).toEqual([
    'fails stale_icache v5.10 .. v5.12; passes from v5.13: __sync_icache_dcache()',
  ]);
}, 60_000);
