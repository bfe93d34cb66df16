// The kinds of work that are counted: the words of `counts:` lines in the library.

/** What is compared, the dearest first: this is the order in which variants are compared. */
export const comparedWorks = [
  'lock',
  'atomic',
  'TLB invalidation',
  'cache maintenance',
  'tag clear',
  'copy',
  'barrier',
] as const;

/** A call that may sleep: what is held across it matters, not how many there are. */
export const sleeping = 'sleep';

/** Work on an object that can be done to it twice. */
export const repeatableWorks = ['tag clear', 'cache maintenance', 'copy'] as const;

/** How the kinds are called where several are counted. */
export const worksInWords: Readonly<Record<(typeof comparedWorks)[number], string>> = {
  lock: 'lock acquisitions',
  atomic: 'atomic read-modify-writes',
  'TLB invalidation': 'TLB invalidations',
  'cache maintenance': 'cache maintenance operations',
  'tag clear': 'tag clears',
  copy: 'copies',
  barrier: 'barriers',
};
