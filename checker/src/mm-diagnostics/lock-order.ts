// RW0903: a lock is waited for while one is held that the documented order puts inside it.
import { coverageLockName } from '../lock-coverage/coverage-report.ts';
import { documentedOrder, rankOf } from './documented-order.ts';
import type { CoverageRule, Covered, Finding } from './mm-diagnostic.ts';
import { ownPlace } from './own-place.ts';

export const lockOrder: CoverageRule = {
  entry: {
    code: 'RW0903',
    severity: 'warning',
    title: 'lock order against the documented one',
    explanation:
      'The head of mm/rmap.c lists the order in which locks of mm are taken: mmap_lock, the page lock, i_mmap_rwsem, the lock of the anon_vma, and the page-table lock innermost. Here a thread waits for a lock while it holds one that comes later in that list, so it can deadlock with code that keeps to it, also where this scenario has no such thread. Take them the other way round, or only try the outer one (trylock_page()) and go back if it is not free.',
  },
  find: ({ program, coverage }: Covered): readonly Finding[] =>
    coverage.orders.flatMap(({ held, taken, waits, pc }): Finding[] => {
      const name = (index: number) => {
        const lock = coverage.locks[index];
        return lock === undefined ? '' : coverageLockName(program, lock);
      };
      const [outer, inner] = [rankOf(name(taken.lock)), rankOf(name(held.lock))];
      const place = ownPlace(program, pc);
      if (!waits || outer === undefined || inner === undefined || outer >= inner) return [];
      if (place === undefined) return [];
      const order = `${documentedOrder[outer]?.name} comes before ${documentedOrder[inner]?.name}`;
      const message = `waits for ${name(taken.lock)} while ${name(held.lock)} is held; in mm/rmap.c ${order}`;
      return [{ place, message, related: [] }];
    }),
};
