// The units of a document, one for each mutant: which belong together.
import type { MutateUnit } from '../shards/document.ts';
import type { MutantReport } from './report.ts';

/** Two removals made together. */
export function isPair({ removals }: MutantReport): boolean {
  return removals.length > 1;
}

/** Units of one variant together. */
export function byVariant(units: readonly MutateUnit[]): readonly (readonly MutateUnit[])[] {
  const variants = new Map<string, MutateUnit[]>();
  for (const unit of units) {
    const key = JSON.stringify([unit.file, unit.scenario, unit.variant]);
    const known = variants.get(key);
    if (known === undefined) variants.set(key, [unit]);
    else known.push(unit);
  }
  return [...variants.values()];
}
