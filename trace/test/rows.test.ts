// The words for each kind of step, on scenarios in the language.
import { analyse } from '@racewalk/language';
import { explore } from '@racewalk/simulator';
import { describe, expect, it } from 'vitest';
import { columns } from '../src/columns.ts';
import { defaultColumns } from '../src/columns-options.ts';
import { traceOf } from '../src/rows.ts';
import type { Trace } from '../src/trace.ts';

/** The run to the first witness of the only scenario, or else to its first violation. */
function runOf(text: string): Trace {
  const analysis = analyse({ name: 'test.race', text }, () => undefined, []);
  const { program, diagnostics } = analysis.compile(0, 0);
  if (program === undefined) {
    throw new Error(JSON.stringify([...analysis.diagnostics, ...diagnostics], undefined, 1));
  }
  const outcome = explore(program);
  const run = outcome.witnesses[0]?.run ?? outcome.violations[0]?.run;
  if (run === undefined) throw new Error(`no run: ${outcome.verdict}`);
  return traceOf(program, run);
}

/** One line per step: calls, text, what changed, what was broken. */
function checkRows(text: string): string {
  const lines = runOf(text).rows.map((row) => {
    const calls = row.calls.map(({ name }, at) =>
      at >= row.calls.length - row.entered ? `+${name}` : name,
    );
    const left = row.left.map((name) => `-${name}`);
    const changes = row.changes.map(
      ({ name, before, after, ghost }) => `${ghost ? 'ghost ' : ''}${name}: ${before} -> ${after}`,
    );
    const events = row.events.map(({ property, message }) => `!${property}: ${message}`);
    const where = [...left, ...calls].join(' ');
    return [`${row.thread} ${where}`.trim(), row.text, ...changes, ...events].join(' | ');
  });
  return `\n${lines.join('\n')}\n`;
}

describe('rows', () => {
  it('say what is read and what is written', () => {
    expect(
      checkRows(`
        flags pageflags { PG_dirty, PG_tagged };
        struct page { pageflags flags; int count; };
        struct page page;
        scenario "s" {
          thread a {
            struct page *p = &page;
            int old = p->count;
            p->count = old + 2;
            p->count += 1;
            p->count++;
            p->flags = PG_tagged | PG_dirty;
          }
          witness page.flags != 0;
        }`),
    ).toMatchInlineSnapshot(`
      "
      0 | read p->count: 0
      0 | p->count = 2 | page.count: 0 -> 2
      0 | read p->count: 2
      0 | p->count += 1 [2 -> 3] | page.count: 2 -> 3
      0 | read p->count: 3
      0 | p->count++ [3 -> 4] | page.count: 3 -> 4
      0 | p->flags = PG_dirty|PG_tagged | page.flags: 0 -> PG_dirty|PG_tagged
      "
    `);
  });

  it('show a call of one step as the call, with what it changed or read', () => {
    expect(
      checkRows(`
        int lock, x;
        static inline void spin_lock(int *l) { atomic { wait_until(*l == 0); *l = 1; } }
        static inline bool is_locked(int *l) { return *l != 0; }
        void outer(void) { spin_lock(&lock); if (is_locked(&lock)) x = 1; }
        scenario "s" { thread a { outer(); x = 2; wait_until(lock == 1); x = 3; } witness x == 3; }`),
    ).toMatchInlineSnapshot(`
      "
      0 +outer | spin_lock(&lock) [lock: 0 -> 1] | lock: 0 -> 1
      0 outer | is_locked(&lock) [lock: 1]
      0 outer | x = 1 | x: 0 -> 1
      0 -outer | x = 2 | x: 1 -> 2
      0 | wait_until(lock == 1)
      0 | x = 3 | x: 2 -> 3
      "
    `);
  });

  it('tell a call that is made again from one that goes on', () => {
    expect(
      checkRows(`
        int x;
        void bump(void) { x++; }
        scenario "s" { thread a { for (int i = 0; i < 2; i++) bump(); } witness x == 2; }`),
    ).toMatchInlineSnapshot(`
      "
      0 +bump | read x: 0
      0 bump | x++ [0 -> 1] | x: 0 -> 1
      0 -bump +bump | read x: 1
      0 bump | x++ [1 -> 2] | x: 1 -> 2
      "
    `);
  });

  it('name the branch and the value that were chosen', () => {
    expect(
      checkRows(`
        int x;
        scenario "s" {
          thread a { choose { x = 1; } or { x = 2; } x = any(5, 7); }
          witness x == 6;
        }`),
    ).toMatchInlineSnapshot(`
      "
      0 | choose: branch 1 of 2
      0 | x = 1 | x: 0 -> 1
      0 | any(5, 7): 6
      0 | x = 6 | x: 1 -> 6
      "
    `);
  });

  it('show a word by its fields that are not zero', () => {
    expect(
      checkRows(`
        typedef struct { bool present; int pfn : 4; } pte_t;
        pte_t pte;
        scenario "s" {
          thread a { pte_t p = pte; p.present = true; p.pfn = 3; pte = p; pte_t q = pte; }
          witness pte.present;
        }`),
    ).toMatchInlineSnapshot(`
      "
      0 | read pte: 0
      0 | pte = {present, pfn=3} | pte.present: false -> true | pte.pfn: 0 -> 3
      "
    `);
  });

  it('mark the step that breaks a property, and keep ghost state apart', () => {
    expect(
      checkRows(`
        int x;
        ghost int seen;
        property small "x stays small" { x < 2 }
        scenario "s" { thread a { x = 1; ghost { seen = 1; } x = 2; } forbid small; expect small; }`),
    ).toMatchInlineSnapshot(`
      "
      0 | x = 1 | x: 0 -> 1 | ghost seen: 0 -> 1
      0 | x = 2 | x: 1 -> 2 | !small: no longer true: x stays small
      "
    `);
  });

  it('keep the step that ends the run', () => {
    expect(
      checkRows(`
        struct page { int count; };
        struct page *p;
        scenario "s" { thread a { p->count = 1; } expect null_dereference; }`),
    ).toMatchInlineSnapshot(`
      "
      0 | read p: NULL
      0 | p->count = 1 | !null_dereference: NULL is dereferenced, in p->count = 1
      "
    `);
  });

  it('say who waits for what in a deadlock', () => {
    const run = runOf(`
      int a, b;
      static inline void take(int *l) { atomic { wait_until(*l == 0); *l = 1; } }
      void first(void) { take(&a); take(&b); }
      scenario "s" { thread one { first(); } thread two { take(&b); atomic { wait_until(a == 0); a = 1; } } expect deadlock; }`);
    expect(`\n${columns(run, defaultColumns)}`).toMatchInlineSnapshot(`
      "
      Initial: a=0, b=0

      CPU0 (one)               CPU1 (two)
      ----------               ----------
      first()
        take(&a) [a: 0 -> 1]
        take(&b) [b: 0 -> 1]
                               take(&b) ... /* !!! deadlock */

      Final: a=1 (was 0), b=1 (was 0)
      "
    `);
  });

  it('has no rows where the initial state is the violation', () => {
    const run = runOf(`
      int x = 5;
      property small "x stays small" { x < 2 }
      scenario "s" { thread a { x = 1; } forbid small; expect small; }`);
    expect(`\n${columns(run, defaultColumns)}`).toMatchInlineSnapshot(`
      "
      /* !!! before any step: small: no longer true: x stays small */
      "
    `);
  });
});
