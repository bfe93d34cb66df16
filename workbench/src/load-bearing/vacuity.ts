// Properties that hold for want of anything that could break them: those that are never asked about, and those
// that no removal breaks.
import type { Pc, Program } from '@racewalk/simulator';
import type { LoadBearingReport, Vacuous } from './report.ts';

/** Declared properties that are watched, and checked only in places that no thread comes to. */
export function neverAsked(program: Program, reached: ReadonlySet<Pc>): readonly string[] {
  return program.properties.flatMap(({ name, declared, watched, state, liveness }, property) => {
    if (!declared || !watched || state !== undefined || liveness !== undefined) return [];
    const isAsked = program.code.some(
      (one, pc) => one.op === 'check' && one.property === property && reached.has(pc),
    );
    return isAsked ? [] : [name];
  });
}

/** `unasked`: see `neverAsked()`; `program` is the variant's own. Nothing is said before all singles are answered. */
export function vacuousIn(
  { singles, pairs, violated }: Pick<LoadBearingReport, 'singles' | 'pairs' | 'violated'>,
  program: Program,
  unasked: readonly string[],
): readonly Vacuous[] {
  const lost = new Set([...singles, ...pairs].flatMap((one) => one.lost.map((it) => it.property)));
  const open = singles.some(({ state }) => state === 'not decided');
  const found = program.properties.flatMap(({ name, declared, watched }): readonly Vacuous[] => {
    if (!declared || !watched || violated.includes(name)) return [];
    if (unasked.includes(name)) return [{ property: name, how: 'never asked' }];
    return open || lost.has(name) ? [] : [{ property: name, how: 'never lost' }];
  });
  return found.sort((a, b) => (a.property < b.property ? -1 : 1));
}
