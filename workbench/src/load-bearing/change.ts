// What a mutant's answer says beside the variant's: which properties are lost, and what is not known.
import { runColumns } from '@racewalk/checker';
import { defaultLook } from '@racewalk/trace';
import type { Answer, Found } from '../edits/exploration.ts';
import type { Lost, MutantReport } from './report.ts';

type Change = Pick<MutantReport, 'state' | 'lost' | 'repaired' | 'why'>;

export function changeOf(base: Answer<readonly Lost[]>, mutant: Answer<readonly Lost[]>): Change {
  const lost = mutant.detail.filter(({ property }) => !base.violated.has(property));
  const gone = [...base.violated].filter((name) => !mutant.violated.has(name)).sort();
  const repaired = mutant.bounds.length === 0 ? gone : [];
  if (lost.length > 0 && base.bounds.length === 0)
    return { state: 'needed', lost, repaired, why: undefined };
  if (lost.length > 0) {
    const why = 'the variant itself was not explored in full, and may break the same';
    return { state: 'not decided', lost, repaired, why };
  }
  if (mutant.bounds.length > 0) {
    const why = `not everything was explored: ${mutant.bounds.join(', ')}`;
    return { state: 'not decided', lost, repaired, why };
  }
  const why = repaired.length > 0 ? `without it ${repaired.join(', ')} holds` : undefined;
  return { state: 'not needed', lost, repaired, why };
}

/** All that breaks, by name, with its runs drawn. `scenario` is the name in the titles of runs. */
export function brokenIn(found: Found, scenario: string): readonly Lost[] {
  const { program, outcome } = found;
  return outcome.violations
    .map(({ property: index, message, run, switches, shortest }): Lost => {
      const property = program.properties[index]?.name ?? '';
      const look = { scenario, property, look: defaultLook, replay: undefined };
      const drawn = runColumns(found, look)?.text ?? '';
      return { property, message, steps: run.length, switches, shortest, run: drawn };
    })
    .sort((a, b) => (a.property < b.property ? -1 : 1));
}
