// The race of the first scenario, as short as it can be told: two tasks set up the tags of one page.
import type { RunShown } from '../src/run-shown.ts';
import { runOf, traceOfSteps } from './made.ts';

/** With locks, a wait, calls, a value that crosses, hardware, a pair and a window. */
export function tagRace(): RunShown {
  const sync = 'mprotect > change_pte_range > set_pte_at > mte_sync_tags';
  const trace = traceOfSteps(
    ['cpu0@vmm', 'cpu1@child'],
    [
      { thread: 0, calls: 'mprotect', text: 'mmap_write_lock(mm) [owner: none -> cpu0]' },
      {
        thread: 0,
        calls: 'mprotect > change_pte_range',
        text: 'spin_lock(&mm->page_table_lock) [owner: none -> cpu0]',
      },
      { thread: 0, calls: sync, text: 'read page->flags: 0', why: 'nothing keeps cpu0 from it' },
      {
        thread: 1,
        calls: 'mprotect',
        text: 'mmap_write_lock(mm) [owner: none -> cpu1]',
        why: 'may enter: mmap_lock is per mm, and the two tasks have different mms',
        waiting: [{ thread: 0, why: 'cpu0 waits for nothing' }],
      },
      {
        thread: 1,
        calls: sync,
        text: 'set_bit(PG_mte_tagged, &page->flags) [flags: 0 -> PG_mte_tagged]',
        changes: ['pages[0].flags: 0 -> PG_mte_tagged'],
      },
      { thread: 1, text: '*buf = 5', changes: ['pages[0].tags: 0 -> 5'] },
      { thread: 0, text: 'TLB fill buf', hardware: true, calls: sync },
      {
        thread: 0,
        calls: `${sync} > mte_clear_page_tags`,
        text: 'pages[0].tags = 0',
        changes: ['pages[0].tags: 5 -> 0'],
        readsFrom: [['pages[0].flags', 4]],
        breaks: ['tag_loss'],
      },
    ],
    {
      locks: [
        { name: 'mms[0].mmap_lock', object: 'mms[0]' },
        { name: 'mms[1].mmap_lock', object: 'mms[1]' },
        { name: 'ptl', object: undefined },
      ],
      holds: [
        { lock: 0, thread: 0, shared: false, from: 0, to: undefined },
        { lock: 2, thread: 0, shared: false, from: 1, to: 2 },
        { lock: 1, thread: 1, shared: true, from: 3, to: 5 },
      ],
      waits: [{ lock: 2, thread: 1, from: 1, to: 4 }],
      pair: { first: 5, second: 7, name: 'pages[0].tags' },
      window: {
        thread: 0,
        moved: 5,
        opens: 2,
        closes: 7,
        positions: 5,
        failing: 2,
        sentence: 'opens at the read of page->flags, closes at the clearing: 2 of 5 positions fail',
      },
    },
  );
  return {
    ...runOf(trace),
    title: 'two mprotect(PROT_MTE), as written, v5.13: tag_loss in 8 steps, 2 switches',
    properties: [
      { name: 'tag_leak', sentence: 'no tag is read that nobody wrote' },
      { name: 'tag_loss', sentence: 'no initialiser overwrites a tag that a user stored' },
    ],
  };
}
