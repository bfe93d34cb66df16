// For each row, the row of another thread that it conflicts with in this run: the nearest one before
// it that accesses the same slot where one of them writes, or else the nearest one behind it.
import type { Program, ReplayStep, SlotId } from '@racewalk/simulator';
import { writtenBy } from './reads-from.ts';

export interface Partner {
  readonly row: number;
  readonly slot: SlotId;
  readonly writes: boolean;
}

export interface RowAccesses {
  readonly thread: number;
  readonly reads: readonly SlotId[];
  readonly writes: readonly SlotId[];
}

/** What rows access; ghost state does not count. */
export function rowAccesses(program: Program, steps: readonly ReplayStep[]): RowAccesses[] {
  const isReal = (slot: SlotId) => program.slots[slot]?.ghost === false;
  return steps.map(({ effects, action }) => {
    const reads = effects.flatMap((effect) =>
      effect.kind === 'read' ? effect.values.map((_, at) => effect.slot + at) : [],
    );
    const writes = effects.flatMap((effect) => writtenBy(program, effect));
    return {
      thread: action.thread,
      reads: [...new Set(reads)].filter(isReal),
      writes: [...new Set(writes)].filter(isReal),
    };
  });
}

/** One entry per row; undefined where no other thread conflicts with it. */
export function partnersOf(rows: readonly RowAccesses[]): readonly (Partner | undefined)[] {
  const before = nearest(rows, 1);
  const behind = nearest(rows, -1);
  return rows.map((_, row) => before[row] ?? behind[row]);
}

/** Per slot and thread, the last read and the last write that were passed. */
type Passed = Map<SlotId, Map<number, { read: number; write: number }>>;

function nearest(rows: readonly RowAccesses[], way: 1 | -1): (Partner | undefined)[] {
  const passed: Passed = new Map();
  const found: (Partner | undefined)[] = new Array(rows.length);
  for (let count = 0; count < rows.length; count++) {
    const at = way === 1 ? count : rows.length - 1 - count;
    const row = rows[at];
    if (row === undefined) continue;
    found[at] = bestOf(passed, row, way);
    pass(passed, row, at);
  }
  return found;
}

function bestOf(passed: Passed, row: RowAccesses, way: 1 | -1): Partner | undefined {
  let best: Partner | undefined;
  const offer = (partner: Partner): void => {
    if (best === undefined || (partner.row - best.row) * way > 0) best = partner;
  };
  const look = (slot: SlotId, isWrite: boolean): void => {
    for (const [thread, { read, write }] of passed.get(slot) ?? []) {
      if (thread === row.thread) continue;
      if (write >= 0) offer({ row: write, slot, writes: true });
      if (isWrite && read >= 0) offer({ row: read, slot, writes: false });
    }
  };
  for (const slot of row.reads) look(slot, false);
  for (const slot of row.writes) look(slot, true);
  return best;
}

function pass(passed: Passed, { thread, reads, writes }: RowAccesses, at: number): void {
  const note = (slot: SlotId, kind: 'read' | 'write'): void => {
    let threads = passed.get(slot);
    if (threads === undefined) {
      threads = new Map();
      passed.set(slot, threads);
    }
    const entry = threads.get(thread) ?? { read: -1, write: -1 };
    entry[kind] = at;
    threads.set(thread, entry);
  };
  for (const slot of reads) note(slot, 'read');
  for (const slot of writes) note(slot, 'write');
}
