// Why each step could run, who holds what, and who waits for whom.
import { describe, expect, it } from 'vitest';
import type { Trace } from '../src/index.ts';
import { madeTrace, traceAlong } from './made-run.ts';

/** A row's text and reason, then who waits behind it; then holds and waits, with row numbers from 1. */
function told(trace: Trace): string {
  const name = (thread: number) => trace.threads[thread]?.name ?? '';
  const rows = trace.rows.flatMap((row, at) => [
    `${at + 1} ${name(row.thread)}: ${row.text}${row.hardware ? ' (hardware)' : ''}`,
    `    ${row.why}`,
    ...row.waiting.map(({ why }) => `    ... ${why}`),
    ...row.readsFrom.map((from) => `    ${from.name} from step ${from.row + 1}`),
  ]);
  const lock = (index: number) => trace.locks[index]?.name ?? '';
  const holds = trace.holds.map(
    (hold) =>
      `${name(hold.thread)} holds ${lock(hold.lock)}${hold.shared ? ' shared' : ''} from row ${hold.from + 1} to ${hold.to === undefined ? 'the end' : `row ${hold.to + 1}`}`,
  );
  const waits = trace.waits.map(
    (wait) =>
      `${name(wait.thread)} waits for ${lock(wait.lock)} from row ${wait.from + 1} to ${wait.to === undefined ? 'the end' : `row ${wait.to + 1}`}`,
  );
  return `\n${[...rows, ...holds, ...waits].join('\n')}\n`;
}

const locks = `
  struct lock { thread_t owner; };
  struct object { struct lock lock; int count; };
  struct object objects[2];
  void lock(struct lock *l) { atomic { wait_until(l->owner == NO_THREAD); l->owner = this_thread; } }
  void unlock(struct lock *l) { l->owner = NO_THREAD; }
`;

describe('the story of a run', () => {
  it('names the lock that is waited for, and who released it', () => {
    const trace = traceAlong(
      `${locks}
      void work(struct object *o) { lock(&o->lock); o->count = 1; unlock(&o->lock); }
      scenario "s" {
        thread a { work(&objects[0]); }
        thread b { work(&objects[0]); }
        witness objects[0].count == 1;
      }`,
      [0, 0, 0, 1, 1, 1],
    );
    expect(told(trace)).toMatchInlineSnapshot(`
      "
      1 a: atomic { ... } [owner: none -> a]
          takes objects[0].lock: nobody holds it
          ... b waits for objects[0].lock, which a has held since step 1
      2 a: o->count = 1
          nothing has to be held for this write; b writes objects[0].count at step 5, and both hold objects[0].lock there
          ... b waits for objects[0].lock, which a has held since step 1
      3 a: l->owner = none
          releases objects[0].lock, held since step 1; b waits for it
      4 b: atomic { ... } [owner: none -> b]
          takes objects[0].lock: waited since step 1, until a released it at step 3
          objects[0].lock.owner from step 3
      5 b: o->count = 1
          nothing has to be held for this write; a writes objects[0].count at step 2, and both hold objects[0].lock there
      6 b: l->owner = none
          releases objects[0].lock, held since step 4
      a holds objects[0].lock from row 1 to row 3
      b holds objects[0].lock from row 4 to row 6
      b waits for objects[0].lock from row 1 to row 4
      "
    `);
  });

  it('tells a lock of one object from that of another, and both from a common one', () => {
    const trace = traceAlong(
      `${locks}
      int shared;
      struct lock common;
      void work(struct object *o) {
        lock(&o->lock); shared = 1; lock(&common); shared = 2; unlock(&common); unlock(&o->lock);
      }
      scenario "s" {
        thread a { work(&objects[0]); }
        thread b { work(&objects[1]); }
        witness shared == 2;
      }`,
      [0, 1, 0, 1, 0, 0, 0, 1, 1, 1],
    );
    expect(told(trace)).toMatchInlineSnapshot(`
      "
      1 a: atomic { ... } [owner: none -> a]
          takes objects[0].lock: nobody holds it
      2 b: atomic { ... } [owner: none -> b]
          takes objects[1].lock: nobody holds it; lock is per object, and a holds that of objects[0]
      3 a: shared = 1
          nothing has to be held for this write; b writes shared at step 4, and they hold no lock in common: a holds objects[0].lock here, b objects[1].lock there
      4 b: shared = 1
          nothing has to be held for this write; a writes shared at step 3, and they hold no lock in common: b holds objects[1].lock here, a objects[0].lock there
      5 a: atomic { ... } [owner: none -> a]
          takes common: nobody holds it
          ... b waits for common, which a has held since step 5
      6 a: shared = 2
          nothing has to be held for this write; b writes shared at step 4, and they hold no lock in common: a holds objects[0].lock and common here, b objects[1].lock there
          ... b waits for common, which a has held since step 5
      7 a: l->owner = none
          releases common, held since step 5; b waits for it
      8 b: atomic { ... } [owner: none -> b]
          takes common: waited since step 5, until a released it at step 7
          common.owner from step 7
      9 b: shared = 2
          nothing has to be held for this write; a writes shared at step 6, and both hold common there
      10 b: l->owner = none
          releases common, held since step 8
      a holds objects[0].lock from row 1 to the end
      b holds objects[1].lock from row 2 to the end
      a holds common from row 5 to row 7
      b holds common from row 8 to row 10
      b waits for common from row 5 to row 8
      "
    `);
  });

  it('knows readers by their steps, and the writer that they keep out', () => {
    const trace = traceAlong(
      `struct rw_semaphore sem;
      scenario "s" {
        kernel v5.13;
        thread a { down_read(&sem); up_read(&sem); }
        thread b { down_read(&sem); up_read(&sem); }
        thread c { down_write(&sem); up_write(&sem); }
        witness sem.readers == 2;
      }`,
      [0, 1, 0, 1, 2, 2],
    );
    expect(told(trace)).toMatchInlineSnapshot(`
      "
      1 a: down_read(&sem) [readers: 0 -> 1]
          takes sem for reading: nobody holds it
          ... c waits for sem, which a has held for reading since step 1
      2 b: down_read(&sem) [readers: 1 -> 2]
          takes sem for reading: held for reading only, by a
          ... c waits for sem, which a has held for reading since step 1 and b since step 2
          sem.readers from step 1
      3 a: up_read(&sem) [readers: 2 -> 1]
          releases sem, held since step 1; c waits for it
          ... c waits for sem, which b has held for reading since step 2
          sem.readers from step 2
      4 b: up_read(&sem) [readers: 1 -> 0]
          releases sem, held since step 2; c waits for it
          sem.readers from step 3
      5 c: down_write(&sem) [owner: none -> c]
          takes sem: waited since step 1, until b released it at step 4
          sem.readers from step 4
      6 c: up_write(&sem) [owner: c -> none]
          releases sem, held since step 5
      a holds sem shared from row 1 to row 3
      b holds sem shared from row 2 to row 4
      c holds sem from row 5 to row 6
      c waits for sem from row 1 to row 5
      "
    `);
  });

  it('finds a lock bit by what waits for it, also where a trylock takes it', () => {
    const trace = traceAlong(
      `struct page page;
      scenario "s" {
        kernel v5.13;
        thread a { if (trylock_page(&page)) { page.data = 1; unlock_page(&page); } }
        thread b { lock_page(&page); page.data = 2; }
        witness page.data == 1;
      }`,
      [0, 0, 0, 1, 1],
    );
    expect(told(trace)).toMatchInlineSnapshot(`
      "
      1 a: trylock_page(&page) [flags: 0 -> PG_locked]
          takes PG_locked in page.flags: nobody holds it
          ... b waits for PG_locked in page.flags, which a has held since step 1
      2 a: page.data = 1
          nothing has to be held for this write; b writes page.data at step 5, and both hold PG_locked in page.flags there
          ... b waits for PG_locked in page.flags, which a has held since step 1
      3 a: unlock_page(&page) [flags: PG_locked -> 0]
          releases PG_locked in page.flags, held since step 1; b waits for it
      4 b: lock_page(&page) [flags: 0 -> PG_locked]
          takes PG_locked in page.flags: waited since step 1, until a released it at step 3
          page.flags from step 3
      5 b: page.data = 2
          nothing has to be held for this write; a writes page.data at step 2, and both hold PG_locked in page.flags there
      a holds PG_locked in page.flags from row 1 to row 3
      b holds PG_locked in page.flags from row 4 to the end
      b waits for PG_locked in page.flags from row 1 to row 4
      "
    `);
  });

  it('takes no counter, flag or queue for a lock', () => {
    const trace = traceAlong(
      `int slots, ready, turn;
      scenario "s" {
        thread a { atomic { wait_until(slots < 2); slots++; } ready = 1; atomic { wait_until(turn == 1); turn = 0; } }
        thread b { atomic { wait_until(slots < 2); slots++; } wait_until(ready == 1); turn = 1; }
        witness turn == 1;
      }`,
      [0, 1, 0, 1, 1, 0],
    );
    expect(trace.locks).toEqual([]);
    expect(told(trace)).toMatchInlineSnapshot(`
      "
      1 a: atomic { wait_until(slots < 2); slots++; } [slots: 0 -> 1]
          what it waits for is true already; b writes slots at step 2, and neither holds a lock there
      2 b: atomic { wait_until(slots < 2); slots++; } [slots: 1 -> 2]
          what it waits for is true already; a writes slots at step 1, and neither holds a lock there
          ... b can't pass wait_until(ready == 1)
          slots from step 1
      3 a: ready = 1
          nothing has to be held for this write; b reads ready at step 4, and neither holds a lock there
          ... a can't pass wait_until(turn == 1)
      4 b: wait_until(ready == 1)
          waited at wait_until(ready == 1) since step 2, until a let it go on at step 3
          ... a can't pass wait_until(turn == 1)
          ready from step 3
      5 b: turn = 1
          nothing has to be held for this write; a writes turn at step 6, and neither holds a lock there
      6 a: atomic { wait_until(turn == 1); turn = 0; } [turn: 1 -> 0]
          waited at wait_until(turn == 1) since step 3, until b let it go on at step 5
          turn from step 5
      "
    `);
  });

  it('says what is chosen, what is allocated, and that nothing is touched', () => {
    expect(
      told(
        madeTrace(`
        struct page { int count; };
        pool struct page pool_pages[2];
        struct page *p;
        int x;
        scenario "s" {
          thread a { choose { x = 1; } or { x = 2; } x = any(5, 7); p = pool_alloc(pool_pages); }
          witness x == 6 && p != NULL;
        }`),
      ),
    ).toMatchInlineSnapshot(`
      "
      1 a: choose: branch 1 of 2
          branch 1 of 2 chosen
      2 a: x = 1
          nothing has to be held for this write; no other thread of this run accesses what it changes
      3 a: any(5, 7): 6
          6 chosen of any(5, 7)
      4 a: x = 6
          nothing has to be held for this write; no other thread of this run accesses what it changes
      5 a: pool_alloc(pool_pages): &pool_pages[0]
          pool_pages[0] is free in pool_pages
      6 a: p = &pool_pages[0]
          nothing has to be held for this write; no other thread of this run accesses what it changes
      "
    `);
  });

  it('waits for a bit that nobody has set yet', () => {
    const trace = traceAlong(
      `flags word { DONE };
      word w;
      int x;
      scenario "s" {
        thread a { wait_until((w & DONE) != 0); x = 1; }
        thread b { x = 2; w = DONE; }
        witness x == 1;
      }`,
      [1, 1, 0],
    );
    expect(told(trace)).toMatchInlineSnapshot(`
      "
      1 b: x = 2
          nothing has to be held for this write; no other thread of this run accesses what it changes
          ... a waits for DONE in w, which is not set
      2 b: w = DONE
          nothing has to be held for this write; a reads w at step 3, and neither holds a lock there
      3 a: wait_until((w & DONE) != 0)
          waited for DONE in w from the beginning, until b set it at step 2
          w from step 2
      "
    `);
  });

  it('ends with those who wait for each other', () => {
    expect(
      told(
        madeTrace(`${locks}
        scenario "s" {
          thread a { lock(&objects[0].lock); lock(&objects[1].lock); }
          thread b { lock(&objects[1].lock); lock(&objects[0].lock); }
          expect deadlock;
        }`),
      ),
    ).toMatchInlineSnapshot(`
      "
      1 a: atomic { ... } [owner: none -> a]
          takes objects[0].lock: nobody holds it
      2 a: atomic { ... } [owner: none -> a]
          takes objects[1].lock: nobody holds it
          ... b waits for objects[1].lock, which a has held since step 2
      a holds objects[0].lock from row 1 to the end
      a holds objects[1].lock from row 2 to the end
      b waits for objects[1].lock from row 2 to the end
      "
    `);
  });

  it('marks what hardware does by itself', () => {
    expect(
      told(
        madeTrace(`
        int tlb, pte = 1;
        /// hardware: fills the TLB
        void walk(void) { tlb = pte; }
        scenario "s" { thread a { walk(); pte = 2; } witness pte == 2; }`),
      ),
    ).toMatchInlineSnapshot(`
      "
      1 a: read pte: 1 (hardware)
          done by the hardware; nothing has to be held for this read; no other thread of this run writes what it reads
      2 a: tlb = 1 (hardware)
          done by the hardware; nothing has to be held for this write; no other thread of this run accesses what it changes
      3 a: pte = 2
          nothing has to be held for this write; no other thread of this run accesses what it changes
      "
    `);
  });
});
