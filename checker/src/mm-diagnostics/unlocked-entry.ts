// RW0901: a page-table entry is changed without the page-table lock of its address space.
import { cellName, coverageLockName } from '../lock-coverage/coverage-report.ts';
import type { CoverageRule, Covered, Finding } from './mm-diagnostic.ts';
import { ownPlace } from './own-place.ts';

/** `mms[0].pte[2]`: the entry, and the address space it belongs to. */
const entryName = /^(.+)\.pte\[\d+\]$/u;

export const unlockedEntry: CoverageRule = {
  entry: {
    code: 'RW0901',
    severity: 'warning',
    title: 'entry changed without its page-table lock',
    explanation:
      'In some interleaving a page-table entry is written here while the thread does not hold the page_table_lock of that address space. Everybody who changes entries relies on that lock: mprotect(), the fault handler and reverse mapping read an entry, decide, and write it back under it. Take the lock around the read and the write, with spin_lock(&mm->page_table_lock) or pte_offset_map_lock().',
  },
  find: ({ program, coverage }: Covered): readonly Finding[] => {
    const names = coverage.locks.map((lock) => coverageLockName(program, lock));
    return coverage.cells.flatMap((cell) => {
      const mm = entryName.exec(cellName(program, cell))?.[1];
      const wanted = names.indexOf(`${mm ?? ''}.page_table_lock`);
      if (mm === undefined || wanted < 0) return [];
      return cell.accesses.flatMap(({ writes, pc, held }): Finding[] => {
        const place = ownPlace(program, pc);
        const isHeld = held.some(({ lock, shared }) => lock === wanted && !shared);
        if (!writes || isHeld || place === undefined) return [];
        const message = `${cellName(program, cell)} is changed without ${names[wanted] ?? ''}`;
        return [{ place, message, related: [] }];
      });
    });
  },
};
