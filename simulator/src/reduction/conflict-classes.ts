// Groups the slots that threads can disagree about into at most 64 classes, one bit each. Slots in
// one class are taken for one: that is always sound, and costs nothing where they are always touched
// together.
import type { Program, SlotId } from '../program.ts';
import type { Rest } from './program-values.ts';

export interface ConflictClasses {
  readonly classes: number;
  /** Per slot; -1: it is not written after the beginning, or one thread alone touches it. */
  readonly classOf: Int32Array;
  /** The class that writes of visible slots belong to as well; -1: nothing visible is written. */
  readonly visibleClass: number;
}

const classesMax = 64;

interface Uses {
  readonly slot: SlotId;
  readonly readers: Set<number>;
  readonly writers: Set<number>;
  /** Which steps touch it, and how: slots with the same history can't be told apart. */
  readonly history: string[];
}

export function conflictClasses(
  program: Program,
  rests: readonly Rest[],
  isVisible: Uint8Array,
): ConflictClasses {
  const uses = usesOf(rests);
  const isVisibleWritten = uses.some(
    ({ slot, writers }) => isVisible[slot] === 1 && writers.size > 0,
  );
  const groupsMax = isVisibleWritten ? classesMax - 1 : classesMax;
  const groups = merged(uses.filter(isContended), groupsMax);
  const classOf = new Int32Array(program.slots.length).fill(-1);
  groups.forEach((slots, index) => {
    for (const slot of slots) classOf[slot] = index;
  });
  return {
    classes: groups.length + (isVisibleWritten ? 1 : 0),
    classOf,
    visibleClass: isVisibleWritten ? groups.length : -1,
  };
}

function usesOf(rests: readonly Rest[]): readonly Uses[] {
  const uses = new Map<SlotId, Uses>();
  const useOf = (slot: SlotId): Uses => {
    const known = uses.get(slot);
    if (known !== undefined) return known;
    const created = { slot, readers: new Set<number>(), writers: new Set<number>(), history: [] };
    uses.set(slot, created);
    return created;
  };
  rests.forEach(({ thread, step }, index) => {
    for (const slot of step.reads) {
      const { readers, history } = useOf(slot);
      readers.add(thread);
      history.push(`r${index}`);
    }
    for (const slot of step.writes) {
      const { writers, history } = useOf(slot);
      writers.add(thread);
      history.push(`w${index}`);
    }
  });
  return [...uses.values()].sort((left, right) => left.slot - right.slot);
}

function isContended({ readers, writers }: Uses): boolean {
  return writers.size > 0 && new Set([...readers, ...writers]).size > 1;
}

/** Same steps first, then same threads; what is still too much shares the last class. */
function merged(uses: readonly Uses[], groupsMax: number): readonly (readonly SlotId[])[] {
  const bySteps = grouped(uses, ({ history }) => history.join());
  if (bySteps.length <= groupsMax) return bySteps;
  const byThreads = grouped(
    uses,
    ({ readers, writers }) => `${[...readers].sort().join()}/${[...writers].sort().join()}`,
  );
  const kept = byThreads.slice(0, groupsMax - 1);
  return [...kept, byThreads.slice(groupsMax - 1).flat()].filter(({ length }) => length > 0);
}

function grouped(
  uses: readonly Uses[],
  keyOf: (one: Uses) => string,
): readonly (readonly SlotId[])[] {
  const groups = new Map<string, SlotId[]>();
  for (const one of uses) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one.slot]);
    else group.push(one.slot);
  }
  return [...groups.values()];
}
