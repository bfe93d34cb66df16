// The words of memory management that the variables view knows. Everything else it shows by the
// names of the program alone; a scenario without these words simply has no such scope.

export const vocabulary = {
  /** What a page is. */
  page: 'struct page',
  /** Tables: which objects have them, and in which field the entries are. */
  tables: [
    { title: 'stage 1', owner: 'struct mm_struct', entries: 'pte' },
    { title: 'stage 2', owner: 'struct kvm', entries: 'stage2' },
  ],
  /** In a table entry: the page that it maps. */
  entryPage: 'page',
} as const;
