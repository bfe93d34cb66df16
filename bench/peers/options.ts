// What `npm run bench peers` was asked for.
import { parseArgs } from 'node:util';
import type { Size } from './size.ts';

export interface Options {
  readonly sizes: readonly Size[];
  readonly rounds: number;
  /** Path of tla2tools.jar. */
  readonly tlcJar: string | undefined;
  /** docs/performance.md is written: only by a whole run. */
  readonly writes: boolean;
}

/** About 10^5, 10^6 and 10^7 states. */
const wholeSizes = ['4x1', '2x4', '4x2'];
const quickSizes = ['2x1', '4x1'];

/** Throws where an option is unknown or a size is none. */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      'tlc-jar': { type: 'string' },
      size: { type: 'string', multiple: true },
      rounds: { type: 'string' },
    },
  });
  const { quick, size, rounds } = values;
  return {
    sizes: (size ?? (quick ? quickSizes : wholeSizes)).map(sizeOf),
    rounds: Number(rounds ?? (quick ? 1 : 5)),
    tlcJar: values['tlc-jar'] ?? process.env.RACEWALK_TLC_JAR,
    writes: !quick && size === undefined && rounds === undefined,
  };
}

function sizeOf(text: string): Size {
  const [processes, pages] = text.split('x').map(Number);
  if (processes === undefined || pages === undefined || !(processes >= 1) || !(pages >= 1)) {
    throw new Error(`a size is processes x pages, as 3x2, and not ${text}`);
  }
  return { processes, pages };
}
