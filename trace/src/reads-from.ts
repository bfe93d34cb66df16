// Which row wrote what a row reads: the arrows between the lanes of a run.
import type { Effect, Program, ReplayStep, SlotId } from '@racewalk/simulator';
import type { TraceReadFrom } from './trace.ts';

/** Goes along a run, row by row, and remembers who wrote each slot last. */
export class Writers {
  private readonly program: Program;
  private readonly last = new Map<SlotId, { readonly row: number; readonly thread: number }>();

  constructor(program: Program) {
    this.program = program;
  }

  /** The reads of the next row that see what another thread wrote; then its own writes count. */
  next(row: number, step: ReplayStep): TraceReadFrom[] {
    const { thread } = step.action;
    const own = new Set<SlotId>();
    const seen = new Set<SlotId>();
    const arrows: TraceReadFrom[] = [];
    for (const effect of step.effects) {
      if (effect.kind === 'read') {
        for (const slot of slotsOf(effect)) {
          if (own.has(slot) || seen.has(slot)) continue;
          seen.add(slot);
          const writer = this.last.get(slot);
          if (writer === undefined || writer.thread === thread) continue;
          arrows.push({ name: this.program.slots[slot]?.name ?? '', row: writer.row });
        }
      } else for (const slot of writtenBy(this.program, effect)) own.add(slot);
    }
    for (const slot of own) this.last.set(slot, { row, thread });
    return arrows;
  }
}

function slotsOf(effect: Extract<Effect, { readonly kind: 'read' | 'write' }>): SlotId[] {
  return effect.values.map((_, index) => effect.slot + index);
}

/** The slots that an effect writes: an allocated or freed object changes its status. */
export function writtenBy(program: Program, effect: Effect): readonly SlotId[] {
  switch (effect.kind) {
    case 'write':
      return slotsOf(effect);
    case 'free':
      return [effect.status];
    case 'allocate': {
      const pool = program.pools[effect.pool];
      const target = program.domains[pool?.domain ?? -1]?.targets[effect.value - 1];
      return target?.status === undefined ? [] : [target.status];
    }
    default:
      return [];
  }
}
