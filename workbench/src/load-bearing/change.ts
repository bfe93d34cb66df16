// What a mutant's answer says beside the variant's: which properties are lost, and what is not known.
import { runColumns } from '@racewalk/checker';
import { defaultLook } from '@racewalk/trace';
import type { Answer } from '../edits/exploration.ts';
import type { Lost, MutantReport } from './report.ts';

type Change = Pick<MutantReport, 'state' | 'lost' | 'repaired' | 'why'>;

/** `scenario` is the name in the titles of runs. */
export function changeOf(base: Answer, mutant: Answer, scenario: string): Change {
  const fresh = [...mutant.violated].filter((name) => !base.violated.has(name)).sort();
  const gone = [...base.violated].filter((name) => !mutant.violated.has(name)).sort();
  const lost = fresh.map((property) => lostOf(property, mutant, scenario));
  const repaired = mutant.complete ? gone : [];
  if (lost.length > 0 && base.complete) return { state: 'needed', lost, repaired, why: undefined };
  if (lost.length > 0) {
    const why = 'the variant itself was not explored in full, and may break the same';
    return { state: 'not decided', lost, repaired, why };
  }
  if (!mutant.complete) {
    const reached = mutant.outcome.bounds.map(({ text }) => text).join(', ');
    return { state: 'not decided', lost, repaired, why: `not everything was explored: ${reached}` };
  }
  const why = repaired.length > 0 ? `without it ${repaired.join(', ')} holds` : undefined;
  return { state: 'not needed', lost, repaired, why };
}

function lostOf(property: string, { checked }: Answer, scenario: string): Lost {
  const found = checked.report.violations.find((one) => one.property === property);
  const { message = '', steps = 0, switches = 0, shortest = false } = found ?? {};
  const run =
    runColumns(checked, { scenario, property, look: defaultLook, replay: undefined })?.text ?? '';
  return { property, message, steps, switches, shortest, run };
}
