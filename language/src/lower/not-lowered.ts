// The property that checks break which stand in for statements: see `StandIns`.
import type { Pc, Program, Property } from '@racewalk/simulator';
import type { Linker } from './linker.ts';

/** Its violation says that the program was not lowered far enough. No name of a text has a space. */
export const standInProperty = 'not lowered';

const notLowered: Property = {
  name: standInProperty,
  sentence: 'what some run comes to is lowered',
  declared: false,
  watched: true,
  state: undefined,
};

/** Behind all others, where something has a stand-in. */
export function withNotLowered(
  properties: readonly Property[],
  { standing }: Linker,
): readonly Property[] {
  return standing?.finish(properties.length) === true ? [...properties, notLowered] : properties;
}

/** Numbers of the stand-ins that a search has met: each check is followed by its number. */
export function metStandIns(
  { code, properties }: Program,
  ran: ReadonlySet<Pc>,
): readonly number[] {
  const property = properties.findIndex(({ name }) => name === standInProperty);
  return [...ran].flatMap((pc) => {
    const [check, number] = [code[pc], code[pc + 1]];
    if (check?.op !== 'check' || check.property !== property || number?.op !== 'set') return [];
    return number.value.op === 'constant' ? [number.value.value] : [];
  });
}
