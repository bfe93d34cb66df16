// One golden text for each way to draw a run, as it would stand in a mail or in a source file.
import { describe, expect, it } from 'vitest';
import { columns } from '../src/columns.ts';
import { type ColumnsOptions, defaultColumns } from '../src/columns-options.ts';
import type { Trace } from '../src/trace.ts';
import { step, trace } from './made-trace.ts';

const leak = { property: 'tag_leak', message: 'a user read tags of the previous owner' };
const property = { name: 'tag_leak', sentence: 'no user ever reads a tag that it did not store' };
const call = 'mprotect > change_pte_range';

/** cpu1 wants a lock that the vcpu holds, and gets it two steps later. */
const made: Trace = {
  ...trace(
    ['vcpu0@parent', 'cpu1@child'],
    [
      step({ thread: 0, calls: '', entered: 0, text: 'spin_lock(&ptl) [owner: none -> vcpu0]' }),
      step({ thread: 0, calls: '', entered: 0, text: 'read page->flags: 0' }),
      step({ thread: 0, calls: '', entered: 0, text: 'spin_unlock(&ptl) [owner: vcpu0 -> none]' }),
      step({ thread: 1, calls: call, entered: 2, text: 'spin_lock(&ptl) [owner: none -> cpu1]' }),
      step({ thread: 1, calls: call, entered: 0, text: 'page->tags = 0', events: [leak] }),
    ],
  ),
  initial: [{ name: 'pages[0].flags', value: '0', shared: true }],
  locks: [{ name: 'ptl', object: undefined }],
  waits: [{ lock: 0, thread: 1, from: 0, to: 3 }],
};

const many = trace(
  ['a', 'b', 'c', 'd'],
  [0, 1, 2, 3, 1].map((thread) => step({ thread, calls: '', entered: 0, text: `x = ${thread}` })),
);

function drawn(options: Partial<ColumnsOptions>, run = made): string {
  const text = columns(run, { ...defaultColumns, property, ...options });
  return `\n${text.replaceAll('\t', '------->')}`;
}

describe('columns', () => {
  it('show where a CPU begins to wait for a lock, and where it gets it', () => {
    expect(drawn({})).toMatchInlineSnapshot(`
      "
      Initial: pages[0].flags=0

      CPU0 (parent, vcpu0)                   CPU1 (child)
      --------------------                   ------------
      spin_lock(&ptl) [owner: none ->
        vcpu0]
                                             mprotect()
                                              change_pte_range()
                                               spin_lock(&ptl) ...
      read page->flags: 0
      spin_unlock(&ptl) [owner: vcpu0 ->
        none]
                                               spin_lock(&ptl) [owner: none ->
                                                 cpu1]
                                               page->tags = 0
                                                 /* !!! tag_leak: a user read
                                                    tags of the previous owner */

      Violates tag_leak: no user ever reads a tag that it did not store
      "
    `);
  });

  it('leave the waiting out', () => {
    expect(drawn({ waits: false })).toMatchInlineSnapshot(`
      "
      Initial: pages[0].flags=0

      CPU0 (parent, vcpu0)                   CPU1 (child)
      --------------------                   ------------
      spin_lock(&ptl) [owner: none ->
        vcpu0]
      read page->flags: 0
      spin_unlock(&ptl) [owner: vcpu0 ->
        none]
                                             mprotect()
                                              change_pte_range()
                                               spin_lock(&ptl) [owner: none ->
                                                 cpu1]
                                               page->tags = 0
                                                 /* !!! tag_leak: a user read
                                                    tags of the previous owner */

      Violates tag_leak: no user ever reads a tag that it did not store
      "
    `);
  });

  it('leave the values out', () => {
    expect(drawn({ values: false })).toMatchInlineSnapshot(`
      "
      Initial: pages[0].flags=0

      CPU0 (parent, vcpu0)  CPU1 (child)
      --------------------  ------------
      spin_lock(&ptl)
                            mprotect()
                              change_pte_range()
                                spin_lock(&ptl) ...
      read page->flags
      spin_unlock(&ptl)
                                spin_lock(&ptl)
                                page->tags = 0
                                  /* !!! tag_leak: a user read tags of the
                                     previous owner */

      Violates tag_leak: no user ever reads a tag that it did not store
      "
    `);
  });

  it('nest with one space a level', () => {
    expect(drawn({ nesting: 'one', values: false })).toMatchInlineSnapshot(`
      "
      Initial: pages[0].flags=0

      CPU0 (parent, vcpu0)  CPU1 (child)
      --------------------  ------------
      spin_lock(&ptl)
                            mprotect()
                             change_pte_range()
                              spin_lock(&ptl) ...
      read page->flags
      spin_unlock(&ptl)
                              spin_lock(&ptl)
                              page->tags = 0
                                /* !!! tag_leak: a user read tags of the previous
                                   owner */

      Violates tag_leak: no user ever reads a tag that it did not store
      "
    `);
  });

  it('nest with two spaces a level', () => {
    expect(drawn({ nesting: 'two', width: 60 })).toMatchInlineSnapshot(`
      "
      Initial: pages[0].flags=0

      CPU0 (parent, vcpu0)           CPU1 (child)
      --------------------           ------------
      spin_lock(&ptl) [owner: none
        -> vcpu0]
                                     mprotect()
                                       change_pte_range()
                                         spin_lock(&ptl) ...
      read page->flags: 0
      spin_unlock(&ptl) [owner:
        vcpu0 -> none]
                                         spin_lock(&ptl) [owner:
                                           none -> cpu1]
                                         page->tags = 0
                                           /* !!! tag_leak: a user
                                              read tags of the
                                              previous owner */

      Violates tag_leak: no user ever reads a tag that it did not
        store
      "
    `);
  });

  it('nest with arrows', () => {
    expect(drawn({ nesting: 'arrow' })).toMatchInlineSnapshot(`
      "
      Initial: pages[0].flags=0

      CPU0 (parent, vcpu0)                   CPU1 (child)
      --------------------                   ------------
      spin_lock(&ptl) [owner: none ->
        vcpu0]
                                             mprotect()
                                             ==> change_pte_range()
                                               spin_lock(&ptl) ...
      read page->flags: 0
      spin_unlock(&ptl) [owner: vcpu0 ->
        none]
                                               spin_lock(&ptl) [owner: none ->
                                                 cpu1]
                                               page->tags = 0
                                                 /* !!! tag_leak: a user read
                                                    tags of the previous owner */

      Violates tag_leak: no user ever reads a tag that it did not store
      "
    `);
  });

  it('end the names of CPUs with colons', () => {
    expect(drawn({ header: 'colons' })).toMatchInlineSnapshot(`
      "
      Initial: pages[0].flags=0

      CPU0 (parent, vcpu0):                  CPU1 (child):
      spin_lock(&ptl) [owner: none ->
        vcpu0]
                                             mprotect()
                                              change_pte_range()
                                               spin_lock(&ptl) ...
      read page->flags: 0
      spin_unlock(&ptl) [owner: vcpu0 ->
        none]
                                               spin_lock(&ptl) [owner: none ->
                                                 cpu1]
                                               page->tags = 0
                                                 /* !!! tag_leak: a user read
                                                    tags of the previous owner */

      Violates tag_leak: no user ever reads a tag that it did not store
      "
    `);
  });

  it('stand in a comment of C, which nothing in them ends', () => {
    expect(drawn({ frame: 'comment' })).toMatchInlineSnapshot(`
      "
       * Initial: pages[0].flags=0
       *
       * CPU0 (parent, vcpu0)                 CPU1 (child)
       * --------------------                 ------------
       * spin_lock(&ptl) [owner: none ->
       *   vcpu0]
       *                                      mprotect()
       *                                       change_pte_range()
       *                                        spin_lock(&ptl) ...
       * read page->flags: 0
       * spin_unlock(&ptl) [owner: vcpu0 ->
       *   none]
       *                                        spin_lock(&ptl) [owner: none ->
       *                                          cpu1]
       *                                        page->tags = 0
       *                                          !!! tag_leak: a user read tags
       *                                             of the previous owner !!!
       *
       * Violates tag_leak: no user ever reads a tag that it did not store
      "
    `);
  });

  it('stand in a comment, with tabs', () => {
    expect(drawn({ frame: 'comment', tabs: true })).toMatchInlineSnapshot(`
      "
       * Initial: pages[0].flags=0
       *
       * CPU0 (parent, vcpu0)------->------->------->CPU1 (child)
       * --------------------------->------->------->------------
       * spin_lock(&ptl) [owner: none ->
       *   vcpu0]
       * ------->------->------->------->------->mprotect()
       * ------->------->------->------->-------> change_pte_range()
       * ------->------->------->------->------->  spin_lock(&ptl) ...
       * read page->flags: 0
       * spin_unlock(&ptl) [owner: vcpu0 ->
       *   none]
       * ------->------->------->------->------->  spin_lock(&ptl) [owner: none ->
       * ------->------->------->------->------->    cpu1]
       * ------->------->------->------->------->  page->tags = 0
       * ------->------->------->------->------->    !!! tag_leak: a user read tags
       * ------->------->------->------->------->       of the previous owner !!!
       *
       * Violates tag_leak: no user ever reads a tag that it did not store
      "
    `);
  });

  it('are quoted as a mail quotes', () => {
    expect(drawn({ frame: 'quote' })).toMatchInlineSnapshot(`
      "
      > Initial: pages[0].flags=0
      >
      > CPU0 (parent, vcpu0)                  CPU1 (child)
      > --------------------                  ------------
      > spin_lock(&ptl) [owner: none ->
      >   vcpu0]
      >                                       mprotect()
      >                                        change_pte_range()
      >                                         spin_lock(&ptl) ...
      > read page->flags: 0
      > spin_unlock(&ptl) [owner: vcpu0 ->
      >   none]
      >                                         spin_lock(&ptl) [owner: none ->
      >                                           cpu1]
      >                                         page->tags = 0
      >                                           /* !!! tag_leak: a user read
      >                                              tags of the previous owner
      >                                              */
      >
      > Violates tag_leak: no user ever reads a tag that it did not store
      "
    `);
  });

  it('stand fenced in Markdown, with spaces whatever is asked', () => {
    expect(drawn({ frame: 'markdown', tabs: true })).toMatchInlineSnapshot(`
      "
      \`\`\`
      Initial: pages[0].flags=0

      CPU0 (parent, vcpu0)                   CPU1 (child)
      --------------------                   ------------
      spin_lock(&ptl) [owner: none ->
        vcpu0]
                                             mprotect()
                                              change_pte_range()
                                               spin_lock(&ptl) ...
      read page->flags: 0
      spin_unlock(&ptl) [owner: vcpu0 ->
        none]
                                               spin_lock(&ptl) [owner: none ->
                                                 cpu1]
                                               page->tags = 0
                                                 /* !!! tag_leak: a user read
                                                    tags of the previous owner */

      Violates tag_leak: no user ever reads a tag that it did not store
      \`\`\`
      "
    `);
  });

  it('have a fence that nothing in them ends', () => {
    const text = drawn({ frame: 'markdown', title: 'a ```` b' });
    expect(text).toMatch(/^\n`{5}\n[\s\S]*\n`{5}\n$/u);
  });

  it('name the steps, and tell where they stand', () => {
    expect(drawn({ ids: true })).toMatchInlineSnapshot(`
      "
      Initial: pages[0].flags=0

      CPU0 (parent, vcpu0)                   CPU1 (child)
      --------------------                   ------------
      (A1) spin_lock(&ptl) [owner: none ->
        vcpu0]
                                             mprotect()
                                              change_pte_range()
                                               spin_lock(&ptl) ...
      (A2) read page->flags: 0
      (A3) spin_unlock(&ptl) [owner: vcpu0
        -> none]
                                               (B1) spin_lock(&ptl) [owner: none
                                                 -> cpu1]
                                               (B2) page->tags = 0
                                                 /* !!! tag_leak: a user read
                                                    tags of the previous owner */

      Steps:
        (A1) made.race:1
        (A2) made.race:1
        (A3) made.race:1
        (B1) made.race:1, in change_pte_range()
        (B2) made.race:1, in change_pte_range()

      Violates tag_leak: no user ever reads a tag that it did not store
      "
    `);
  });

  it('end in the run as one word, which may be broken', () => {
    expect(drawn({ replay: `rw1.${'0123456789'.repeat(8)}` })).toMatchInlineSnapshot(`
      "
      Initial: pages[0].flags=0

      CPU0 (parent, vcpu0)                   CPU1 (child)
      --------------------                   ------------
      spin_lock(&ptl) [owner: none ->
        vcpu0]
                                             mprotect()
                                              change_pte_range()
                                               spin_lock(&ptl) ...
      read page->flags: 0
      spin_unlock(&ptl) [owner: vcpu0 ->
        none]
                                               spin_lock(&ptl) [owner: none ->
                                                 cpu1]
                                               page->tags = 0
                                                 /* !!! tag_leak: a user read
                                                    tags of the previous owner */

      Violates tag_leak: no user ever reads a tag that it did not store

      Replay:
        rw1.012345678901234567890123456789012345678901234567890123456789012345678
        90123456789
      "
    `);
  });

  it('have at most two CPUs a table', () => {
    expect(drawn({ perTable: 2, property: undefined }, many)).toMatchInlineSnapshot(`
      "
      CPU0 (a)  CPU1 (b)
      --------  --------
      x = 0
                x = 1

      CPU2 (c)  CPU3 (d)
      --------  --------
      x = 2
                x = 3

      CPU0 (a)  CPU1 (b)
      --------  --------
                x = 1
      "
    `);
  });

  it('have at most three CPUs a table', () => {
    expect(drawn({ perTable: 3, property: undefined }, many)).toMatchInlineSnapshot(`
      "
      CPU0 (a)  CPU1 (b)  CPU2 (c)
      --------  --------  --------
      x = 0
                x = 1
                          x = 2

      CPU1 (b)  CPU3 (d)
      --------  --------
                x = 3
      x = 1
      "
    `);
  });

  it('keep a narrow width', () => {
    expect(drawn({ width: 50, tabs: true })).toMatchInlineSnapshot(`
      "
      Initial: pages[0].flags=0

      CPU0 (parent, vcpu0)------->CPU1 (child)
      --------------------------->------------
      spin_lock(&ptl) [owner:
        none -> vcpu0]
      ------->------->------->mprotect()
      ------->------->-------> change_pte_range()
      ------->------->------->  spin_lock(&ptl) ...
      read page->flags: 0
      spin_unlock(&ptl)
        [owner: vcpu0 ->
        none]
      ------->------->------->  spin_lock(&ptl) [owner:
      ------->------->------->    none -> cpu1]
      ------->------->------->  page->tags = 0
      ------->------->------->    /* !!! tag_leak: a
      ------->------->------->       user read tags of
      ------->------->------->       the previous owner
      ------->------->------->       */

      Violates tag_leak: no user ever reads a tag that
        it did not store
      "
    `);
  });
});
