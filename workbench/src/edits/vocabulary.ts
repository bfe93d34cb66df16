// Which functions are locks, tests, flushes and calls of the MMU notifier. The library's mutations and
// the edits of a scenario's functions speak of the same.

/** Locks by pairs: both calls go, for what they are given. */
export const pairs: readonly (readonly [string, string])[] = [
  ['spin_lock', 'spin_unlock'],
  ['spin_lock_irqsave', 'spin_unlock_irqrestore'],
  ['read_lock', 'read_unlock'],
  ['write_lock', 'write_unlock'],
  ['bit_spin_lock', 'bit_spin_unlock'],
  ['mutex_lock', 'mutex_unlock'],
  ['down_read', 'up_read'],
  ['down_write', 'up_write'],
  ['rcu_read_lock', 'rcu_read_unlock'],
  ['mmap_read_lock', 'mmap_read_unlock'],
  ['mmap_write_lock', 'mmap_write_unlock'],
  ['lock_page', 'unlock_page'],
  ['mmu_notifier_invalidate_range_start', 'mmu_notifier_invalidate_range_end'],
  ['inc_tlb_flush_pending', 'dec_tlb_flush_pending'],
];

/** Locks that are tried: taken for true, and not given back. */
export const tries: readonly (readonly [string, string])[] = [
  ['trylock_page', 'unlock_page'],
  ['spin_trylock', 'spin_unlock'],
  ['mmap_read_trylock', 'mmap_read_unlock'],
  ['down_read_trylock', 'up_read'],
];

/** Calls that decide, and what they are taken for. */
export const tests: readonly (readonly [string, readonly string[]])[] = [
  ['test_bit', ['false', 'true']],
  ['test_and_set_bit', ['false', 'true']],
  ['test_and_clear_bit', ['false', 'true']],
  ['mm_tlb_flush_pending', ['false', 'true']],
  ['mm_tlb_flush_nested', ['false', 'true']],
  ['page_mte_tagged', ['false', 'true']],
  ['try_page_mte_tagging', ['true']],
  ['PageAnon', ['true']],
  ['PageAnonExclusive', ['true', 'false']],
  ['PageKsm', ['false']],
  ['PageSwapCache', ['false', 'true']],
  ['page_ref_freeze', ['true']],
  ['mmu_notifier_retry', ['false']],
  ['pte_same', ['true']],
  ['pte_special', ['false']],
  ['pte_tagged', ['false', 'true']],
  ['pte_user_exec', ['false', 'true']],
  ['pte_write', ['false', 'true']],
  ['is_zero_pfn', ['false']],
  ['is_swap_pte', ['false', 'true']],
  ['non_swap_entry', ['false', 'true']],
];

/** Tests of a flag of a page. */
export const flagTests: ReadonlySet<string> = new Set([
  'test_bit',
  'test_and_set_bit',
  'test_and_clear_bit',
  'page_mte_tagged',
  'try_page_mte_tagging',
  'PageAnon',
  'PageAnonExclusive',
  'PageKsm',
  'PageSwapCache',
]);

/** Tests whether something has changed meanwhile. */
export const rechecks: ReadonlySet<string> = new Set(['pte_same', 'mmu_notifier_retry']);

/** Calls that become others, which do all but one thing. */
export const lesserCalls: readonly (readonly [string, string, 'flush' | 'notifier'])[] = [
  ['ptep_clear_flush', 'ptep_get_and_clear', 'flush'],
  ['set_pte_at_and_notify', 'set_pte_at', 'notifier'],
  ['set_pte_at_notify', 'set_pte_at', 'notifier'],
];

/** Calls that flush a TLB. */
export const flushes: ReadonlySet<string> = new Set([
  'flush_tlb_page',
  'flush_tlb_mm',
  'flush_tlb_fix_spurious_fault',
  'kvm_tlb_flush_vmid_ipa',
  'flush_tlb_batched_pending',
  'tlb_flush_mmu',
  'tlb_flush_mmu_tlbonly',
]);

/** Calls that tell a secondary MMU. */
export const notifierCalls: ReadonlySet<string> = new Set([
  'kvm_mmu_notifier_change_pte',
  'kvm_unmap_hva',
  'mmu_notifier_invalidate_range',
]);

/** Calls that wait and take nothing. */
export const waits: ReadonlySet<string> = new Set(['wait_on_page_locked']);

/**
 * Library files of what is not mutated: the locks themselves, and what names bits; hardware, and user space.
 */
export const primitives =
  /^kernel:\/(?:include\/linux\/(?!mmu_notifier|pagemap|page_ref)|arch\/arm64\/(?:mm\/(?:user|tlb)|kvm\/guest)\.race)/u;
