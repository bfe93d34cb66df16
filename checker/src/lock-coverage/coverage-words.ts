// What the words of a lock coverage say to a person; colour never says it alone.
import type { Protection } from '@racewalk/simulator';

export const protectionWords: Readonly<Record<Protection, string>> = {
  none: 'no common lock',
  apart: 'no common lock, never in one run',
  pairwise: 'a lock for each pair',
  common: 'common lock',
  'only read': 'only read',
  'one thread': 'one thread',
};
