// What is known of the bundled scenarios from the history of each algorithm, written down apart from the files that
// expect it. Where the model and this differ, one of the two is wrong.

const both = 'tag_leak tag_loss';

/** File, beginning of the scenario's title, variant, broken properties or `pass`. */
export const answers: readonly (readonly [string, string, string, string])[] = [
  // Two processes, one shared page (A1, A2): leak and loss with the flag first, loss with the work first.
  ['seed/two-mprotect-mte.race', 'two', 'as written', both],
  ['seed/two-mprotect-mte.race', 'two', 'flag first, as in v5.10', both],
  ['seed/two-mprotect-mte.race', 'two', 'flag first, as in v5.14', both],
  ['seed/two-mprotect-mte.race', 'two', 'flag first, as in v6.1', both],
  ['seed/two-mprotect-mte.race', 'two', 'work first: clear, then set the flag', 'tag_loss'],
  ['seed/two-mprotect-mte.race', 'two', 'lock: tag_sync_lock, proposed, not merged', 'pass'],
  ['seed/two-mprotect-mte.race', 'two', 'two-bit page lock, as in v6.2', 'pass'],
  ['seed/two-mprotect-mte.race', 'two', 'two-bit page lock, as in v6.5', 'pass'],
  // PG_dcache_clean (A9).
  ['seed/two-mprotect-exec.race', 'two', 'as written', 'stale_icache'],
  ['seed/two-mprotect-exec.race', 'two', 'flag first, as in v5.10', 'stale_icache'],
  ['seed/two-mprotect-exec.race', 'two', 'work first: test, maintain, set, as in v5.13', 'pass'],
  ['seed/two-mprotect-exec.race', 'two', 'lock around test, maintain and set', 'pass'],
  ['seed/two-mprotect-exec.race', 'two', 'two-bit election', 'pass'],
  // The guest against the child (A3), with every candidate.
  ['seed/guest-fault-mprotect-mte.race', 'guest', 'as written', both],
  ['seed/guest-fault-mprotect-mte.race', 'guest', 'test and set split in both', 'tag_loss'],
  ['seed/guest-fault-mprotect-mte.race', 'guest', 'a check in kvm_pgtable_stage2_map()', both],
  ['seed/guest-fault-mprotect-mte.race', 'guest', 'tag_sync_lock, proposed, not merged', 'pass'],
  ['seed/guest-fault-mprotect-mte.race', 'guest', 'page lock in mprotect() for VM_SHARED', both],
  [
    'seed/guest-fault-mprotect-mte.race',
    'guest',
    'page lock in mprotect() and in user_mem_abort()',
    'pass',
  ],
  ['seed/guest-fault-mprotect-mte.race', 'guest', 'VM_SHARED refused, as in v5.14', 'pass'],
  ['seed/guest-fault-mprotect-mte.race', 'guest', 'VM_SHARED refused, by itself', 'pass'],
  ['seed/guest-fault-mprotect-mte.race', 'guest', 'two-bit page lock, as in v6.2', 'pass'],
  // One process: the notifier makes it safe.
  ['seed/vmm-mprotect-mte.race', 'guest', 'as written', 'pass'],
  ['seed/vmm-mprotect-mte.race', 'guest', 'without the retry check', `${both} use_after_free`],
  ['seed/vmm-mprotect-mte.race', 'guest', 'two-bit page lock, as in v6.2', 'pass'],
  ['seed/vmm-mprotect-mte.race', 'guest', 'sequence read under mmap_lock, as in v6.3', 'pass'],
  // .change_pte before the first fault (A4), and the page of zeroes (A5).
  ['seed/ksm-change-pte.race', 'KSM', underReview(), 'tag_leak'],
  ['seed/ksm-change-pte.race', 'KSM', 'as written', 'pass'],
  ['seed/ksm-change-pte.race', 'KSM', 'left to the next fault, as in v6.2', 'pass'],
  ['seed/ksm-change-pte.race', 'KSM', 'no .change_pte, as in v6.10', 'pass'],
  ['seed/zero-page-cow.race', 'copy on write of the page of zeroes', underReview(), 'tag_leak'],
  ['seed/zero-page-cow.race', 'copy on write of the page of zeroes', 'as written', 'pass'],
  ['seed/zero-page-cow.race', 'copy on write of a page', underReview(), 'pass'],
  ['seed/uprobe-copy.race', 'a uprobe', underReview(), 'pass'],
  ['seed/ksm-replace-page.race', 'KSM', 'as written', 'pass'],
  // A copy that takes stale tags along (A6).
  ['seed/cow-copy-tags.race', 'copy', 'as written', 'tag_leak'],
  ['seed/cow-copy-tags.race', 'copy', 'two-bit page lock, as in v6.2', 'pass'],
  // The barrier between tags and entry (A8).
  ['seed/tag-store-barrier.race', 'the entry', 'as written', 'tag_leak'],
  ['seed/tag-store-barrier.race', 'the entry', 'barrier before the entry, as in v5.18', 'pass'],
  // A flag that says too much (A10).
  ['seed/migration-entry-flag.race', 'the flag', 'as written', 'tag_leak'],
  ['seed/migration-entry-flag.race', 'the flag', 'flag set where the work is, as in v6.1', 'pass'],
  ['seed/migration-entry-flag.race', 'the flag', 'there again, as in v6.2', 'tag_leak'],
  ['seed/migration-entry-flag.race', 'the flag', 'as in v6.4', 'pass'],
  // What the flag promises: broken for the time of the work where it comes first.
  ['mm/tags.race', 'the flag says', 'as written', 'pass'],
  ['mm/tags.race', 'the flag says', 'flag first, as in v5.10', 'flag_without_tags'],
  ['mm/tags.race', 'the flag says', 'flag first, as in v6.1', 'flag_without_tags'],
  ['mm/tags.race', 'the flag says', 'as in v6.6', 'pass'],
  // A flag that says too much through a swap entry: from v5.14 an untagged mapping asks for tags there (69e3b846d8a7).
  ['mm/tags.race', 'memory without tags', 'as written', 'pass'],
  ['mm/tags.race', 'memory without tags', 'untagged entries are left alone, as in v5.13', 'pass'],
  ['mm/tags.race', 'memory without tags', 'the flag is set for nothing, as in v5.14', 'tag_leak'],
  ['mm/tags.race', 'memory without tags', 'flag set where the work is, as in v6.1', 'pass'],
  ['mm/tags.race', 'memory without tags', 'set for nothing again, as in v6.2', 'tag_leak'],
  ['mm/tags.race', 'memory without tags', 'as in v6.4', 'pass'],
  // Tags and swap (A11, and tags that come back through an untagged mapping).
  ['seed/swap-tags.race', 'a swap slot', 'as written', 'tag_loss'],
  ['seed/swap-tags.race', 'a swap slot', 'slot freed after set_pte_at(), as in v5.17', 'pass'],
  ['seed/swap-tags.race', 'a swap slot', 'restored before the slot is freed, as in v6.5', 'pass'],
  ['seed/swap-tags.race', 'tags are', 'as written', 'tag_loss'],
  [
    'seed/swap-tags.race',
    'tags are',
    'restored through untagged mappings, too, as in v5.14',
    'pass',
  ],
  // The order of set_pte_at_notify() (A12).
  [
    'seed/notify-order.race',
    'the order',
    'primary entry first, as up to v3.6',
    'lost_write stage2_without_primary',
  ],
  ['seed/notify-order.race', 'the order', 'as written', 'pass'],
  // The sequence read outside mmap_lock (A13).
  ['seed/seq-outside-mmap-lock.race', 'the VMM', 'as written', 'mte_policy'],
  [
    'seed/seq-outside-mmap-lock.race',
    'the VMM',
    'the VMA asked after the lock is dropped, as in v6.2',
    'use_after_free',
  ],
  ['seed/seq-outside-mmap-lock.race', 'the VMM', 'read under mmap_lock, as in v6.3', 'pass'],
];

/** Races from the history of mm besides those of memory tags. */
export const history: typeof answers = [
  // A page freed while its translations are left (B1), and what reclaim leaves (B3, B5).
  ['history/mremap-flush.race', 'mremap', 'as written', 'pass'],
  [
    'history/mremap-flush.race',
    'mremap',
    'invalidated after the lock is dropped, as up to v4.18',
    'stale_translation use_after_free',
  ],
  ['history/reclaim-batch.race', 'mprotect() against', 'as written', 'pass'],
  [
    'history/reclaim-batch.race',
    'mprotect() against',
    'mprotect() asks nobody, as up to v4.12',
    'write_to_readonly',
  ],
  ['history/reclaim-batch.race', 'mprotect() waits', 'as written', 'write_to_readonly'],
  [
    'history/reclaim-batch.race',
    'mprotect() waits',
    'the address space is invalidated, as in v6.16',
    'pass',
  ],
  // A copy before the invalidation (B6), KSM (B8), writeback (B9).
  ['history/uffd-wp-copy.race', 'a copy', 'as written', 'lost_write'],
  ['history/uffd-wp-copy.race', 'a copy', 'invalidated before the copy, as in v5.12', 'pass'],
  ['history/ksm-clear-refs.race', 'KSM', 'as written', 'pass'],
  ['history/ksm-clear-refs.race', 'KSM', 'nobody counts, as up to v4.12', 'write_to_readonly'],
  ['history/zap-mkclean.race', 'writeback', 'as written', 'pass'],
  [
    'history/zap-mkclean.race',
    'writeback',
    'invalidated after the lock is dropped, as up to v3.14',
    'lost_dirty',
  ],
  // Copy on write and pins (C1, C5, C7), and page tables that go away (C9).
  ['history/dirty-cow.race', 'a write', 'as written', 'pass'],
  [
    'history/dirty-cow.race',
    'a write',
    'the wish to write is dropped after the copy, as up to v4.8',
    'write_to_readonly',
  ],
  ['history/dirty-cow.race', 'a write', 'an exclusive page instead of a flag, as in v6.0', 'pass'],
  ['history/gup-fast-fork.race', 'a page', 'as written', 'lost_write'],
  ['history/gup-fast-fork.race', 'a page', 'a sequence counter, as in v5.11', 'pass'],
  ['history/gup-fast-exclusive.race', 'a page', 'as written', 'pass'],
  ['history/gup-fast-khugepaged.race', 'GUP-fast', 'as written', 'pass'],
  [
    'history/gup-fast-khugepaged.race',
    'GUP-fast',
    'no second look at the entry above, as in v6.0',
    'assertion',
  ],
  [
    'history/gup-fast-khugepaged.race',
    'GUP-fast',
    'no IPI before the table is reused, as in v6.0',
    'use_after_free',
  ],
  // A swap slot that is used again (D1).
  ['history/swap-skip-cache.race', 'two faults', 'as written', 'lost_write'],
  ['history/swap-skip-cache.race', 'two faults', 'the slot is claimed, as in v6.8', 'pass'],
  // An entry that is empty for a moment (E1), a tree without RCU (E2), VMA locks (E3).
  ['history/huge-pmd-dontneed.race', 'MADV_DONTNEED', 'as written', 'pass'],
  [
    'history/huge-pmd-dontneed.race',
    'MADV_DONTNEED',
    'empty for a moment, as up to v4.10',
    'dontneed_zero',
  ],
  ['history/stack-rot.race', 'a stack', 'as written', 'pass'],
  [
    'history/stack-rot.race',
    'a stack',
    'the stack grows under the read lock, as in v6.1 to v6.4',
    'use_after_free',
  ],
  ['history/vma-lock-fork.race', 'a fault under the VMA', 'as written', 'lost_write'],
  [
    'history/vma-lock-fork.race',
    'a fault under the VMA',
    "the parent's VMAs are locked, as in v6.5",
    'pass',
  ],
  // Outside the catalogue.
  ['history/two-dontneed.race', 'MADV_DONTNEED', 'as written', 'pass'],
  [
    'history/two-dontneed.race',
    'MADV_DONTNEED',
    'nobody asks for others, as up to v4.12',
    'lost_write',
  ],
  ['history/munmap-downgrade.race', 'a stack', 'as written', 'pass'],
  ['history/oom-reaper-exit.race', 'the OOM', 'as written', 'pass'],
];

function underReview(): string {
  return 'the series under review: initialised in user_mem_abort() alone';
}

/** Stage 1 / stage 2, then X1 to X5: the expected verdicts, reasoned from the sources. */
export const matrix: readonly (readonly [string, ...string[]])[] = [
  ['as written', both, both, both, 'tag_leak', 'tag_leak'],
  [
    'flag first / clear first, VM_SHARED refused: v5.14 to v6.1',
    ...[both, 'guest_fault', 'pass', 'pass', 'pass'],
  ],
  ['flag first / clear first, VM_SHARED allowed', both, both, 'pass', 'pass', 'pass'],
  ['clear first / clear first, VM_SHARED allowed', 'tag_loss', 'tag_loss', 'pass', 'pass', 'pass'],
  ['tag_sync_lock / tag_sync_lock, as proposed', 'pass', 'pass', 'pass', 'pass', 'pass'],
  ['two-bit lock / two-bit lock: v6.2 to v6.9', 'pass', 'pass', 'pass', 'pass', 'pass'],
  ['two-bit lock / two-bit lock, no .change_pte: v6.10', 'pass', 'pass', 'pass', 'pass', 'pass'],
  ['page lock in mprotect()', 'pass', both, 'pass', 'pass', 'pass'],
  ['page lock in mprotect() and user_mem_abort()', 'pass', 'pass', 'pass', 'pass', 'pass'],
];
