// The order in which the kernel's documentation lets a thread take locks of mm, outermost first.
// source: mm/rmap.c, the lock ordering at the head of the file, v5.10 on (mmap_lock was mmap_sem before
// v5.8); the locks that the library does not model are left out.

export interface OrderedLock {
  /** As the documentation has it. */
  readonly name: string;
  /** Names of locks and lock bits without their object. */
  readonly locks: readonly string[];
}

export const documentedOrder: readonly OrderedLock[] = [
  { name: 'mmap_lock', locks: ['mmap_lock'] },
  { name: 'PG_locked', locks: ['PG_locked'] },
  { name: 'i_mmap_rwsem', locks: ['i_mmap_rwsem'] },
  { name: 'anon_vma->rwsem', locks: ['anon_vma_rwsem'] },
  { name: 'page_table_lock', locks: ['page_table_lock'] },
];

/** Its place in the order; undefined: nothing is documented. */
export function rankOf(lock: string): number | undefined {
  const short = lock.replace(/ in .*$/u, '').replace(/^.*\./u, '');
  const rank = documentedOrder.findIndex(({ locks }) => locks.includes(short));
  return rank < 0 ? undefined : rank;
}
