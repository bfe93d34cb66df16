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

/** The first and the last variant of each scenario: a race and what repaired it, as a rule. All of the tutorials and
 * of the two races of mprotect(), which are small. */
export function* bundledVariants(name: string): Generator<BundledVariant> {
  const text = readFileSync(path.join(folder, name), 'utf8');
  const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
  const isSmall = name.startsWith('tutorial/') || name.includes('two-mprotect');
  for (const [scenario, { variants }] of analysis.scenarios.entries()) {
    for (const [variant, info] of variants.entries()) {
      if (!isSmall && variant > 0 && variant < variants.length - 1) continue;
      const { program } = analysis.compile(scenario, variant);
      if (program === undefined) throw new Error(`${name}, ${info.name} does not compile`);
      yield { info, program, text };
    }
  }
}
