// What a mutant's answer says beside the variant's: which properties are lost, and what is not known.
import { type CheckedVariant, runColumns } from '@racewalk/checker';
import { defaultLook } from '@racewalk/trace';
import type { Answer } from '../edits/exploration.ts';
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
export function brokenIn(checked: CheckedVariant, scenario: string): readonly Lost[] {
  return checked.report.violations
    .map(({ property, message, steps, switches, shortest }): Lost => {
      const drawn = runColumns(checked, {
        scenario,
        property,
        look: defaultLook,
        replay: undefined,
      });
      return { property, message, steps, switches, shortest, run: drawn?.text ?? '' };
    })
    .sort((a, b) => (a.property < b.property ? -1 : 1));
}
