// Where the ways through one step come together: such a place becomes an operator of its own, with
// all that is needed from there on as parameters.
import {
  eachRegister,
  type Pc,
  type Program,
  type RegisterId,
  successors,
} from '@racewalk/simulator';
import { instructionAt, isRest, type StepReach } from '../step-graph.ts';

export interface Blocks {
  /** Where ways come together, descending; with the registers that are needed from there on. */
  readonly heads: ReadonlyMap<Pc, readonly RegisterId[]>;
  /** Some way goes back. */
  readonly hasLoop: boolean;
}

/** `needed` are the registers that the end of a way needs. */
export function blocksOf(
  program: Program,
  { inside }: StepReach,
  { start, needed }: { readonly start: Pc; readonly needed: (rest: Pc) => readonly RegisterId[] },
): Blocks {
  const arrivals = new Map<Pc, number>();
  let hasLoop = false;
  for (const pc of inside) {
    for (const next of successors(instructionAt(program, pc), pc)) {
      if (isRest(program, next)) continue;
      arrivals.set(next, (arrivals.get(next) ?? 0) + 1);
      hasLoop ||= next <= pc;
    }
  }
  const live = liveness(program, inside, needed);
  const heads = inside
    .filter((pc) => (arrivals.get(pc) ?? 0) > (pc === start ? 0 : 1))
    .sort((left, right) => right - left);
  const registers = (pc: Pc): RegisterId[] => [...(live.get(pc) ?? [])].sort((a, b) => a - b);
  return { heads: new Map(heads.map((pc) => [pc, registers(pc)])), hasLoop };
}

/** Of each instruction inside, the registers that a way from it may read before it sets them. */
function liveness(
  program: Program,
  inside: readonly Pc[],
  needed: (rest: Pc) => readonly RegisterId[],
): ReadonlyMap<Pc, ReadonlySet<RegisterId>> {
  const live = new Map<Pc, Set<RegisterId>>(inside.map((pc) => [pc, new Set()]));
  const backwards = [...inside].sort((left, right) => right - left);
  for (let changed = true; changed; ) {
    changed = false;
    for (const pc of backwards) {
      const instruction = instructionAt(program, pc);
      const after = successors(instruction, pc).flatMap((next) =>
        isRest(program, next) ? needed(next) : [...(live.get(next) ?? [])],
      );
      const before = new Set(after);
      eachRegister(
        instruction,
        () => undefined,
        (written) => before.delete(written),
      );
      eachRegister(
        instruction,
        (read) => before.add(read),
        () => undefined,
      );
      const known = live.get(pc);
      if (known === undefined || known.size === before.size) continue;
      live.set(pc, before);
      changed = true;
    }
  }
  return live;
}
