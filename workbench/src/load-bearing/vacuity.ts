// Properties that hold for want of anything that could break them: those that are never asked about, and those
// that no removal breaks.
import type { Pc, Program } from '@racewalk/simulator';
import type { MutateUnit, VacuousUnit } from '../shards/document.ts';
import type { MutantReport, Vacuous } from './report.ts';
import { byVariant, isPair } from './units.ts';

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

/** Declared properties that are watched: those that may hold for nothing. */
export function declaredIn({ properties }: Program): readonly string[] {
  return properties.flatMap(({ name, declared, watched }) => (declared && watched ? [name] : []));
}

/** What is known of a variant whose mutants are all answered. */
export interface Answered {
  readonly singles: readonly Pick<MutantReport, 'state' | 'lost'>[];
  readonly pairs: readonly Pick<MutantReport, 'state' | 'lost'>[];
  readonly violated: readonly string[];
  readonly declared: readonly string[];
  /** See `neverAsked()`. */
  readonly unasked: readonly string[];
}

export function vacuousIn(answered: Answered): readonly Vacuous[] {
  const { singles, pairs, violated, declared, unasked } = answered;
  const lost = new Set([...singles, ...pairs].flatMap((one) => one.lost.map((it) => it.property)));
  const open = singles.some(({ state }) => state === 'not decided');
  const found = declared.flatMap((property): readonly Vacuous[] => {
    if (violated.includes(property)) return [];
    if (unasked.includes(property)) return [{ property, how: 'never asked' }];
    return open || lost.has(property) ? [] : [{ property, how: 'never lost' }];
  });
  return found.sort((a, b) => (a.property < b.property ? -1 : 1));
}

/** The same from the units of a whole document, variant by variant. */
export function vacuousOf(units: readonly MutateUnit[]): readonly VacuousUnit[] {
  return byVariant(units).flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { file, scenario, variant, violated, declared, unasked } = first;
    const mutants = own.map(({ mutant }) => mutant);
    const singles = mutants.filter((one) => !isPair(one));
    const found = vacuousIn({
      singles,
      pairs: mutants.filter(isPair),
      violated,
      declared,
      unasked,
    });
    return found.map((one) => ({ file, scenario, variant, ...one }));
  });
}
