// The property that checks break which stand in for statements: see `StandIns`.
import type { Property } from '@racewalk/simulator';
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
