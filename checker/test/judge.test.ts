// What is as expected, and the words in which a difference is told.
import type { VariantInfo } from '@racewalk/language';
import { describe, expect, it } from 'vitest';
import { type Findings, type Found, judge } from '../src/judge.ts';

/** `expected`: undefined for no clause, [] for `expect pass`. */
function variant(expected: readonly string[] | undefined): VariantInfo {
  return {
    name: 'flag first',
    title: { start: 10, end: 20 },
    whole: { start: 5, end: 90 },
    release: 'v5.13',
    patches: [],
    expect: expected === undefined ? undefined : { start: 40, end: 60, properties: expected },
  };
}

const leak: Found = { property: 'tag_leak', steps: 9, switches: 2 };
const loss: Found = { property: 'tag_loss', steps: 1, switches: 1 };
const states = { limit: 'states_max', text: '5 000 000 states' };

function findings(found: readonly Found[], ...bounds: Findings['bounds']): Findings {
  const verdict = found.length > 0 ? 'fail' : bounds.length > 0 ? 'bounded' : 'pass';
  return { verdict, found, bounds };
}

function checkJudgement(expected: readonly string[] | undefined, found: Findings): string {
  const { standing, diagnostics } = judge('a.race', variant(expected), found);
  const lines = diagnostics.map(
    ({ code, severity, start, end, message }) => `${code} ${severity} ${start}..${end} ${message}`,
  );
  return [standing, ...lines].join('\n');
}

describe('judge', () => {
  it('accepts exactly the expected violations', () => {
    expect(checkJudgement(['tag_leak'], findings([leak]))).toBe('expected');
    expect(checkJudgement(['tag_loss', 'tag_leak'], findings([leak, loss]))).toBe('expected');
  });

  it('accepts a pass where a pass or nothing is expected', () => {
    expect(checkJudgement([], findings([]))).toBe('expected');
    expect(checkJudgement(undefined, findings([]))).toBe('expected');
  });

  it('tells at the expect what was found instead of a pass', () => {
    expect(checkJudgement([], findings([leak]))).toMatchInlineSnapshot(`
      "unexpected
      RW0801 error 40..60 expected pass, found tag_leak in 9 steps (2 switches)"
    `);
    expect(checkJudgement([], findings([leak, loss]))).toMatchInlineSnapshot(`
      "unexpected
      RW0801 error 40..60 expected pass, found tag_leak in 9 steps (2 switches), tag_loss in 1 step (1 switch)"
    `);
  });

  it('tells that an expected violation does not happen', () => {
    expect(checkJudgement(['tag_loss'], findings([]))).toMatchInlineSnapshot(`
      "unexpected
      RW0801 error 40..60 expected tag_loss, but no interleaving violates it"
    `);
    expect(checkJudgement(['tag_loss', 'tag_leak'], findings([]))).toMatchInlineSnapshot(`
      "unexpected
      RW0801 error 40..60 expected tag_loss, tag_leak, but no interleaving violates them"
    `);
    expect(checkJudgement(['tag_loss'], findings([leak]))).toMatchInlineSnapshot(`
      "unexpected
      RW0801 error 40..60 expected tag_loss, but no interleaving violates it; found tag_leak in 9 steps (2 switches)"
    `);
  });

  it('tells that more is violated than is expected', () => {
    expect(checkJudgement(['tag_leak'], findings([leak, loss]))).toMatchInlineSnapshot(`
      "unexpected
      RW0801 error 40..60 expected only tag_leak, found also tag_loss in 1 step (1 switch)"
    `);
  });

  it('tells at the title of a variant without expect that it fails', () => {
    expect(checkJudgement(undefined, findings([leak]))).toMatchInlineSnapshot(`
      "unexpected
      RW0802 error 10..20 found tag_leak in 9 steps (2 switches), and nothing is expected"
    `);
  });

  it('never takes a bounded search for an answer', () => {
    expect(checkJudgement(undefined, findings([], states))).toMatchInlineSnapshot(`
      "undecided
      RW0803 warning 10..20 not everything was explored: 5 000 000 states; no violation was found so far, which is not a pass
      raise the limit states_max (--max-states on the command line), or make the scenario smaller"
    `);
    expect(checkJudgement([], findings([], states))).toMatch(/^undecided\n/u);
    expect(checkJudgement(['tag_leak'], findings([], states))).toMatch(/^undecided\n/u);
    expect(checkJudgement(['tag_leak', 'tag_loss'], findings([leak], states))).toMatch(
      /^undecided\n/u,
    );
  });

  it('decides what a bounded search has found', () => {
    expect(checkJudgement(['tag_leak'], findings([leak], states))).toMatchInlineSnapshot(`
      "expected
      RW0803 warning 10..20 not everything was explored: 5 000 000 states; other properties may be violated, too
      raise the limit states_max (--max-states on the command line), or make the scenario smaller"
    `);
    expect(checkJudgement([], findings([leak], states))).toMatch(/^unexpected\n/u);
    expect(checkJudgement(['tag_loss'], findings([leak], states))).toMatchInlineSnapshot(`
      "unexpected
      RW0801 error 40..60 expected tag_loss, but not found before a limit was reached; found tag_leak in 9 steps (2 switches)
      RW0803 warning 10..20 not everything was explored: 5 000 000 states; other properties may be violated, too
      raise the limit states_max (--max-states on the command line), or make the scenario smaller"
    `);
  });

  it('says nothing of a schedule that led to the expected violation', () => {
    const schedule = { limit: 'schedule', text: 'the schedule' };
    expect(checkJudgement(['tag_leak'], findings([leak], schedule))).toBe('expected');
    expect(checkJudgement(undefined, findings([], schedule))).toMatch(/^undecided\n/u);
  });

  it('says how to get past each kind of bound', () => {
    const bounds = [
      { limit: 'pool pages', text: 'pool pages: 4 objects' },
      { limit: 'schedule', text: 'the schedule' },
      { limit: 'cancelled', text: 'cancelled' },
      { limit: 'memory_max', text: '1 073 741 824 bytes' },
      { limit: 'choices_max', text: '4 096 choices inside one step' },
    ];
    expect(checkJudgement(undefined, findings([], ...bounds))).toMatchInlineSnapshot(`
      "undecided
      RW0803 warning 10..20 not everything was explored: pool pages: 4 objects, the schedule, cancelled, 1 073 741 824 bytes, 4 096 choices inside one step; no violation was found so far, which is not a pass
      declare more objects in pool pages, or free them earlier; a schedule fixes the beginning of every run: without it all interleavings are explored; the search was stopped: run it again to the end; raise the limit memory_max (--max-memory on the command line), or make the scenario smaller; choices_max: narrow the any() and choose of that step"
    `);
  });
});
