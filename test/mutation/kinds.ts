// What a mutant takes out: locks, tests of flags and of what may have changed, calls of the MMU notifier, flushes.

export { pairs, tests, tries } from '@racewalk/workbench';

/** Comparisons that decide, and what they are taken for. */
export const comparisons: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\b(?:vma->vm_flags|vm_flags|oldflags) & VM_[A-Z_]+/gu, ['false', 'true']],
  [/\(vma->vm_flags & needed\) == needed/gu, ['true']],
  [/\bvma->vm_flags & \(write \? VM_WRITE : VM_READ\)/gu, ['true']],
  [/\bpage_count\(page\) != 1/gu, ['false']],
  [/\bpage_count\(page\) == 1/gu, ['true']],
  [/\bpage_mapcount\(page\) == 1/gu, ['true']],
  [/\bpage_mapcount\(page\) == 0/gu, ['true']],
  [/\bpage_mapcount\(page\) \+ 1 \+ PageSwapCache\(page\) != page_count\(page\)/gu, ['false']],
  [/\bpte_page\(\w+\) == page/gu, ['true']],
  [/\bpte_page\(\w+\) != \w+/gu, ['false']],
  [/\bREAD_ONCE\(page->mapping\) == mapping/gu, ['true']],
  [/\bREAD_ONCE\(page->private\) == slot/gu, ['true']],
  [/\bREAD_ONCE\(mapping->swap\) == slot/gu, ['true']],
  [/\bREAD_ONCE\(slot->count\) != 0/gu, ['false']],
  [/\bkvm->mmu_notifier_count > 0/gu, ['false']],
  [/\bkvm->mmu_notifier_seq != mmu_seq/gu, ['false']],
  [/\bWARN_ON_ONCE\(READ_ONCE\(kvm->mmu_notifier_count\) == 0\)/gu, ['false']],
  [/\bold\.locked/gu, ['false']],
  [/\bcmpxchg\(&kvm->stage2\[gfn\], old, \(kvm_pte_t\)\{ \.locked = true \}\) != old/gu, ['false']],
];

/** Statements that go, or are another. */
export const statements: readonly (readonly [RegExp, string, string])[] = [
  [/\bset_pte_at_and_notify\(/gu, 'set_pte_at(', 'no .change_pte'],
  [/\bkvm_mmu_notifier_change_pte\(mm->notifier, addr, pte\);/gu, ';', 'no .change_pte'],
  [/\bkvm_unmap_hva\(kvm, addr\);/gu, ';', 'no unmapping of stage 2'],
  [/\bkvm->mmu_notifier_count\+\+;/gu, ';', 'the count is not raised'],
  [/\bkvm->mmu_notifier_count--;/gu, ';', 'the count does not fall'],
  [/\bkvm->mmu_notifier_seq\+\+;/gu, ';', 'the sequence is not raised'],
  [/\bptep_clear_flush\(/gu, 'ptep_get_and_clear(', 'no flush where the entry is cleared'],
  [/\b(?:flush_tlb_page|flush_tlb_mm)\([^;]*\);/gu, ';', 'no flush'],
  [/\bflush_tlb_fix_spurious_fault\([^;]*\);/gu, ';', 'no flush after a spurious fault'],
  [/\bkvm_tlb_flush_vmid_ipa\([^;]*\);/gu, ';', 'no flush of stage 2'],
  [
    /\b(?:flush_tlb_batched_pending|try_to_unmap_flush)\([^;]*\);/gu,
    ';',
    'no flush of what reclaim has left',
  ],
  [/\b(?:tlb_flush_mmu|tlb_flush_mmu_tlbonly)\([^;]*\);/gu, ';', 'no flush of what is gathered'],
  [/\bvma_start_write\([^;]*\);/gu, ';', 'without vma_start_write()'],
  [/\bdup_mmap_lock_vma\([^;]*\);/gu, ';', 'without dup_mmap_lock_vma()'],
  [/\bwait_on_page_locked\([^;]*\);/gu, ';', 'does not wait for the page lock'],
  [/\bwait_until\(\(page->flags >> PG_mte_tagged\) & 1\);/gu, ';', 'does not wait for the tags'],
];

/**
 * A lock that one function takes and others give back: what the taking call becomes in `of`, and who else does not
 * give it back.
 */
export interface Across {
  readonly of: string;
  readonly what: string;
  /** Replacements in the bodies of the functions named. */
  readonly edits: readonly (readonly [string, RegExp, string])[];
}

const unlockPage = /\bunlock_page\(page\);/gu;
const unlockTable = /\bspin_unlock\(&mm->page_table_lock\);/gu;
const lockIfSame = /\block_pte_if_same\(mm, addr, /gu;
const ask = 'pte_same(READ_ONCE(mm->pte[addr]), ';

export const across: readonly Across[] = [
  ...[
    'wp_page_copy',
    'do_cow_fault',
    'do_read_or_shared_fault',
    'do_swap_page',
    'replace_page',
  ].map(
    (of): Across => ({
      of,
      what: 'without the lock of lock_pte_if_same()',
      edits: [
        [of, lockIfSame, ask],
        [of, unlockTable, ';'],
      ],
    }),
  ),
  {
    of: 'handle_pte_fault',
    what: 'without the lock of lock_pte_if_same()',
    edits: [
      ['handle_pte_fault', lockIfSame, ask],
      ['do_wp_page', unlockTable, ';'],
    ],
  },
  {
    of: 'do_cow_fault',
    what: 'without the lock of find_lock_page()',
    edits: [
      ['do_cow_fault', /\bfind_lock_page\(/gu, 'find_get_page('],
      ['do_cow_fault', unlockPage, ';'],
    ],
  },
  {
    of: 'shmem_getpage',
    what: 'without lock_page(page)',
    edits: [
      ['shmem_getpage', /\bfind_lock_page\(/gu, 'find_get_page('],
      ['shmem_getpage', /\b(?:lock_page|unlock_page)\(page\);/gu, ';'],
      ['do_read_or_shared_fault', unlockPage, ';'],
    ],
  },
  {
    of: 'tlb_gather_mmu',
    what: 'without inc_tlb_flush_pending(mm)',
    edits: [
      ['tlb_gather_mmu', /\binc_tlb_flush_pending\(mm\);/gu, ';'],
      ['tlb_finish_mmu', /\bdec_tlb_flush_pending\(tlb->mm\);/gu, ';'],
    ],
  },
  {
    of: 'vma_start_read',
    what: 'without down_read_trylock(&vma->vm_lock)',
    edits: [
      ['vma_start_read', /\bdown_read_trylock\(&vma->vm_lock\)/gu, 'true'],
      ['vma_start_read', /\bup_read\(&vma->vm_lock\);/gu, ';'],
      ['vma_end_read', /\bup_read\(&vma->vm_lock\);/gu, ';'],
    ],
  },
];

/** Calls that would do without what they ask; the functions stand in the file named. */
export const unasked = {
  lock_pte_if_same: {
    by: 'lock_pte_unasked',
    file: 'kernel:/mm/internal.race',
    text: `
static inline bool lock_pte_unasked(struct mm_struct *mm, unsigned long addr, pte_t orig_pte)
{
	spin_lock(&mm->page_table_lock);
	return true;
}
`,
  },
  get_page_unless_zero: {
    by: 'get_page_unasked',
    file: 'kernel:/include/linux/page_ref.race',
    text: `
static inline bool get_page_unasked(struct page *page)
{
	atomic { page->_refcount++; }
	return true;
}
`,
  },
} as const;

/** Bodies that take a lock which others give back: `across` has them. */
export const halves: ReadonlySet<string> = new Set([
  'lock_pte_if_same',
  'find_lock_page',
  'shmem_getpage',
  'tlb_gather_mmu',
  'vma_start_read',
]);
