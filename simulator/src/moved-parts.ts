// Where a program begins and what it looks at, when its instructions stand elsewhere.
import type { Fragment, Liveness, Pc, Program } from './program.ts';

/** What names instructions from outside of the code. */
export type ProgramEntries = Pick<
  Program,
  'threads' | 'properties' | 'observations' | 'witnesses' | 'finally'
>;

/** Example: `movedParts(program, (pc) => pc + 10)`. */
export function movedParts(parts: ProgramEntries, to: (pc: Pc) => Pc): ProgramEntries {
  const fragment = (one: Fragment): Fragment => ({ ...one, entry: to(one.entry) });
  const liveness = (one: Liveness): Liveness =>
    one.kind === 'eventually'
      ? { ...one, goal: fragment(one.goal) }
      : { ...one, trigger: fragment(one.trigger), goal: fragment(one.goal) };
  return {
    threads: parts.threads.map((one) => ({ ...one, entry: to(one.entry) })),
    properties: parts.properties.map((one) => ({
      ...one,
      state: one.state && fragment(one.state),
      liveness: one.liveness && liveness(one.liveness),
    })),
    observations: parts.observations.map((one) => ({ ...one, value: fragment(one.value) })),
    witnesses: parts.witnesses.map((one) => ({ ...one, condition: fragment(one.condition) })),
    finally: parts.finally.map(fragment),
  };
}
