// The bundled scenarios for the oracles, which take far longer over a state than the engine does.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse, type VariantInfo } from '@racewalk/language';
import type { Program } from '@racewalk/simulator';

const folder = path.join(import.meta.dirname, '../../scenarios');

/** Their names, the matrix aside: its rows and columns are variants of the other files. */
export const bundledFiles: readonly string[] = readdirSync(folder, {
  recursive: true,
  encoding: 'utf8',
})
  .filter((name) => name.endsWith('.race') && !name.endsWith('matrix.race'))
  .sort();

export interface BundledVariant {
  readonly info: VariantInfo;
  readonly program: Program;
  readonly text: string;
}

interface Which {
  /** Only those with no more states, as the accepted answers have them: compiling the others takes longest. */
  readonly statesMax?: number;
  readonly isChosen?: (scenario: number, variant: number, last: number) => boolean;
}

/** States of all variants, in the order of the text. test/scenarios.test.ts holds the engine to them. */
function acceptedStates(name: string): readonly number[] {
  const file = path.join(folder, '../test/golden', `${name.replaceAll('/', '.')}.txt`);
  const counts = readFileSync(file, 'utf8').matchAll(/^ {4}states, transitions, depth: (\d+) /gmu);
  return [...counts].map(([, states]) => Number(states));
}

/** The first and the last variant of each scenario: a race and what repaired it, as a rule. All of the tutorials and
 * of the two races of mprotect(), which are small. */
export function* bundledVariants(
  name: string,
  { statesMax = Number.POSITIVE_INFINITY, isChosen = () => true }: Which = {},
): Generator<BundledVariant> {
  const text = readFileSync(path.join(folder, name), 'utf8');
  const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
  const isSmall = name.startsWith('tutorial/') || name.includes('two-mprotect');
  const states = acceptedStates(name);
  const count = analysis.scenarios.reduce((sum, { variants }) => sum + variants.length, 0);
  if (states.length !== count)
    throw new Error(`${name} has ${count} variants, not ${states.length}`);
  let at = 0;
  for (const [scenario, { variants }] of analysis.scenarios.entries()) {
    const last = variants.length - 1;
    for (const [variant, info] of variants.entries()) {
      const accepted = states[at++] ?? 0;
      if (!isSmall && variant > 0 && variant < last) continue;
      if (accepted > statesMax || !isChosen(scenario, variant, last)) continue;
      const { program } = analysis.compile(scenario, variant);
      if (program === undefined) throw new Error(`${name}, ${info.name} does not compile`);
      yield { info, program, text };
    }
  }
}
