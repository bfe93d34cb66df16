// What the thread says of the two cases: cleaning caches twice is harmless, clearing tags twice is not.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { defaultLimits, type Program, replay, startCosts } from '@racewalk/simulator';
import {
  comparedWorks,
  type Repetition,
  repeatableWorks,
  sleeping,
  startRepetitions,
} from '@racewalk/workbench';

import { expect, test } from 'vitest';

function asked(text: string, variant: string, library = kernelLibrary): readonly Repetition[] {
  const analysis = analyse({ name: 'test.race', text }, () => undefined, library);
  expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const index = analysis.scenarios[0]?.variants.findIndex(({ name }) => name === variant) ?? -1;
  const { program } = analysis.compile(0, index, { counting: true });
  if (program === undefined) throw new Error('does not compile');
  const marks = marksOf(program);
  const search = startRepetitions(program, { marks, broken: new Set() }, defaultLimits);
  while (!search.advance(10_000));
  return search.repetitions();
}

function seed(name: string): string {
  return readFileSync(path.resolve(import.meta.dirname, `../../scenarios/seed/${name}`), 'utf8');
}

test('the I-cache: doing the maintenance twice is harmless', () => {
  const found = asked(
    seed('two-mprotect-exec.race'),
    'work first: test, maintain, set, as in v5.13',
  );
  expect(found.map(({ work, function: name, answer }) => [work, name, answer])).toEqual([
    ['cache maintenance', 'sync_icache_aliases', 'harmless'],
  ]);
});

test('the tags: clearing them twice loses what was stored in between, and the run shows it', () => {
  const found = asked(seed('guest-fault-mprotect-mte.race'), 'two-bit page lock, as in v6.2');
  expect(found.map(({ work, function: name, answer }) => [work, name, answer])).toEqual([
    ['tag clear', 'mte_clear_page_tags', 'harmful'],
  ]);
  const [harm] = found[0]?.harms ?? [];
  if (harm === undefined) throw new Error('no run');
  expect(harm.property).toBe('tag_loss');
  const walked = replay(harm.program, harm.run);
  expect(walked.misfit).toBeUndefined();
  const last = walked.steps.at(-1);
  const broken = last?.events.map(({ property }) => harm.program.properties[property]?.name);
  expect(broken).toContain('tag_loss');
  // It is the second clearing that does it.
  expect(harm.program.threads[last?.action.thread ?? 0]?.name).toBe('again');
});

const counter = (body: string): string => `
struct page { int tags; int copies; };
struct page pages[2];
int done;
/// counts: copy
void work(struct page *page) { ${body} }
scenario "s" {
	thread a { work(&pages[1]); done = 1; }
	finally { assert(pages[1].copies <= 1); assert(pages[0].copies == 0); }
	forbid deadlock;
}`;

test('what adds something is not idempotent, what sets something is', () => {
  const add = asked(counter('int old = page->copies; page->copies = old + 1;'), 'as written', []);
  expect(add.map(({ answer, harms }) => [answer, harms.map(({ property }) => property)])).toEqual([
    ['harmful', ['assertion']],
  ]);
  const set = asked(counter('page->copies = 1; page->tags = 1;'), 'as written', []);
  expect(set.map(({ answer }) => answer)).toEqual(['harmless']);
});

test('a call without steps of its own is not asked about', () => {
  expect(asked(counter(''), 'as written', []).map(({ answer }) => answer)).toEqual(['not asked']);
});

function marksOf(program: Program): readonly number[] {
  const options = { functions: [], works: comparedWorks, repeatable: repeatableWorks, sleeping };
  const search = startCosts(program, options);
  while (!search.advance(10_000));
  const result = search.result();
  return result.kind === 'counted' ? result.costs.repeatableMarks : [];
}
