// What kernel developers paste: every snapshot here is read as it would stand in a commit message.
import { describe, expect, it } from 'vitest';
import { columns } from '../src/columns.ts';
import { type ColumnsOptions, defaultColumns } from '../src/columns-options.ts';
import type { Trace } from '../src/trace.ts';
import { blocked, step, trace } from './made-trace.ts';

function checkColumns(made: Trace, options: Partial<ColumnsOptions> = {}): string {
  const text = columns(made, { ...defaultColumns, ...options });
  return `\n${text}`;
}

const leak = { property: 'tag_leak', message: 'a user read tags of the previous owner' };

const race: Trace = {
  ...trace(
    ['vcpu0@parent', 'cpu1@child'],
    [
      step({
        thread: 0,
        calls: 'user_mem_abort',
        entered: 1,
        text: 'test_bit(PG_mte_tagged, &page->flags) [flags: 0]',
      }),
      step({
        thread: 1,
        calls: 'mprotect > change_pte_range',
        entered: 2,
        text: 'test_bit(PG_mte_tagged, &page->flags) [flags: 0]',
      }),
      step({
        thread: 1,
        calls: 'mprotect > change_pte_range > mte_clear_page_tags',
        entered: 1,
        text: 'page->tags = 0',
      }),
      step({
        thread: 1,
        calls: 'mprotect > change_pte_range',
        entered: 0,
        text: 'page->flags = PG_mte_tagged',
      }),
      step({ thread: 1, calls: '', entered: 0, text: 'page->tags = 3' }),
      step({
        thread: 0,
        calls: 'user_mem_abort > mte_clear_page_tags',
        entered: 1,
        text: 'page->tags = 0',
        events: [leak],
      }),
    ],
  ),
  initial: [
    { name: 'pages[0].flags', value: '0', shared: true },
    { name: 'pages[0].tags', value: 'STALE', shared: true },
    { name: 'mms[0].lock', value: 'none', shared: false },
  ],
  differences: [
    { name: 'mms[0].lock', before: 'none', after: 'cpu1', ghost: false },
    { name: 'pages[0].flags', before: '0', after: 'PG_mte_tagged', ghost: false },
    { name: 'pages[0].tags', before: 'STALE', after: '0', ghost: false },
  ],
};

const property = { name: 'tag_leak', sentence: 'no user ever reads a tag that it did not store' };

describe('columns', () => {
  it('prints a run as kernel developers draw it', () => {
    expect(
      checkColumns(race, { title: 'two processes race in mprotect(PROT_MTE)', property }),
    ).toMatchInlineSnapshot(`
        "
        two processes race in mprotect(PROT_MTE)

        Initial: pages[0].flags=0, pages[0].tags=STALE

        CPU0 (parent, vcpu0)                  CPU1 (child)
        --------------------                  ------------
        user_mem_abort()
         test_bit(PG_mte_tagged,
           &page->flags) [flags: 0]
                                              mprotect()
                                               change_pte_range()
                                                test_bit(PG_mte_tagged,
                                                  &page->flags) [flags: 0]
                                                mte_clear_page_tags()
                                                 page->tags = 0
                                                page->flags = PG_mte_tagged
                                              page->tags = 3
         mte_clear_page_tags()
          page->tags = 0
            /* !!! tag_leak: a user read
               tags of the previous owner */

        Violates tag_leak: no user ever reads a tag that it did not store

        Final: pages[0].flags=PG_mte_tagged (was 0), pages[0].tags=0 (was STALE)
        "
      `);
  });

  it('reaches the columns with tabs where that is asked for', () => {
    expect(checkColumns(race, { tabs: true }).replaceAll('\t', '------->')).toMatchInlineSnapshot(`
      "
      Initial: pages[0].flags=0, pages[0].tags=STALE

      CPU0 (parent, vcpu0)------->------->------->CPU1 (child)
      --------------------------->------->------->------------
      user_mem_abort()
       test_bit(PG_mte_tagged, &page->flags)
         [flags: 0]
      ------->------->------->------->------->mprotect()
      ------->------->------->------->-------> change_pte_range()
      ------->------->------->------->------->  test_bit(PG_mte_tagged,
      ------->------->------->------->------->    &page->flags) [flags: 0]
      ------->------->------->------->------->  mte_clear_page_tags()
      ------->------->------->------->------->   page->tags = 0
      ------->------->------->------->------->  page->flags = PG_mte_tagged
      ------->------->------->------->------->page->tags = 3
       mte_clear_page_tags()
        page->tags = 0
          /* !!! tag_leak: a user read tags
             of the previous owner */

      Final: pages[0].flags=PG_mte_tagged (was 0), pages[0].tags=0 (was STALE)
      "
    `);
  });

  it('shows the waiting threads of a deadlock, and the mark where they wait', () => {
    const deadlock = { property: 'deadlock', message: 'no thread can move' };
    const made: Trace = {
      ...trace(
        ['cpu0', 'cpu1'],
        [
          step({
            thread: 0,
            calls: '',
            entered: 0,
            text: 'spin_lock(&a) [a: 0 -> 1]',
          }),
          step({
            thread: 1,
            calls: '',
            entered: 0,
            text: 'spin_lock(&b) [b: 0 -> 2]',
            events: [deadlock],
          }),
        ],
      ),
      blocked: [blocked(0, '', 0, 'spin_lock(&b)'), blocked(1, '', 0, 'wait_until(a == 0)')],
    };
    expect(checkColumns(made)).toMatchInlineSnapshot(`
      "
      CPU0                        CPU1
      ----                        ----
      spin_lock(&a) [a: 0 -> 1]
                                  spin_lock(&b) [b: 0 -> 2]
      spin_lock(&b) ...
                                  wait_until(a == 0) ... /* !!! deadlock */
      "
    `);
  });

  it('gives the fifth CPU a table of its own', () => {
    const rows = [0, 1, 2, 3, 4, 0].map((thread) =>
      step({ thread, calls: 'f', entered: 1, text: `x = ${thread}` }),
    );
    expect(checkColumns(trace(['a', 'b', 'c', 'd', 'e'], rows))).toMatchInlineSnapshot(`
      "
      CPU0 (a)  CPU1 (b)  CPU2 (c)  CPU3 (d)
      --------  --------  --------  --------
      f()
        x = 0
                f()
                  x = 1
                          f()
                            x = 2
                                    f()
                                      x = 3

      CPU0 (a)  CPU4 (e)
      --------  --------
                f()
                  x = 4
      f()
        x = 0
      "
    `);
  });

  it('wraps what is too long inside its column', () => {
    const text = 'wait_until(page->mapping->i_mmap_rwsem.owner == 0 && page->mapping->nrpages < 4)';
    const rows = [
      step({ thread: 0, calls: 'unmap_mapping_range > zap_page_range', entered: 2, text }),
      step({
        thread: 1,
        calls: '',
        entered: 0,
        text: `a_name_without_any_space_in_it_${'x'.repeat(60)}`,
      }),
    ];
    expect(checkColumns(trace(['cpu0', 'cpu1'], rows))).toMatchInlineSnapshot(`
      "
      CPU0                                  CPU1
      ----                                  ----
      unmap_mapping_range()
       zap_page_range()
        wait_until(page->mapping->
          i_mmap_rwsem.owner == 0 &&
          page->mapping->nrpages < 4)
                                            a_name_without_any_space_in_it_
                                              xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
                                              xxxxxxxxxxxxxxxxxxxxxxxxx
      "
    `);
  });

  it('keeps the empty column of a thread that never moves', () => {
    const rows = [step({ thread: 1, calls: '', entered: 0, text: 'x = 1' })];
    expect(checkColumns(trace(['reader', 'writer'], rows))).toMatchInlineSnapshot(`
      "
      CPU0 (reader)  CPU1 (writer)
      -------------  -------------
                     x = 1
      "
    `);
  });

  it('says when the initial state is the violation', () => {
    const made: Trace = { ...trace(['cpu0', 'cpu1'], []), initialEvents: [leak] };
    expect(checkColumns(made, { property })).toMatchInlineSnapshot(`
      "
      /* !!! before any step: tag_leak: a user read tags of the previous owner */

      Violates tag_leak: no user ever reads a tag that it did not store
      "
    `);
  });

  it('never lets a message end its comment', () => {
    const events = [{ property: 'p', message: 'a */ b\nc' }];
    const made = trace(
      ['cpu0', 'cpu1'],
      [step({ thread: 0, calls: '', entered: 0, text: 'x\t= 1', events })],
    );
    expect(checkColumns(made)).toContain('x = 1 /* !!! p: a * / b c */');
  });
});
