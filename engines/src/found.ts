// Runs that another engine has found, brought back into our words. Nothing is believed: every step
// is taken again here, and a run that doesn't lead to its violation is a bug, never shown.
import {
  type Action,
  type Replayer,
  type ReplayStep,
  type Run,
  type State,
  switchesIn,
  type Violation,
} from '@racewalk/simulator';

/** What another engine said about one step. */
export interface Sighting {
  /** Undefined: nobody knows. */
  readonly thread: number | undefined;
  /** Whether the step can be the one that was meant; `last` where the run ends with it. */
  readonly fits: (step: ReplayStep, last: boolean) => boolean;
}

/**
 * The run that was sighted, as far as its first violation of the property. Throws where there is
 * no such run.
 */
export function followed(
  replayer: Replayer,
  property: number,
  sightings: readonly Sighting[],
): Violation {
  const begun = replayer.initialEvents.find((event) => event.property === property);
  if (begun !== undefined) return violation(property, begun.message, []);
  const run: Action[] = [];
  let state = replayer.initial;
  for (const [index, sighting] of sightings.entries()) {
    const steps = fitting(replayer, state, sighting, index === sightings.length - 1);
    for (const { action, events } of steps) {
      const event = events.find((one) => one.property === property);
      if (event !== undefined) return violation(property, event.message, [...run, action]);
    }
    const [first] = steps;
    if (first === undefined) throw new Error(`step ${index + 1} of a found run is not possible`);
    run.push(first.action);
    state = first.after;
  }
  const name = replayer.program.properties[property]?.name ?? '';
  throw new Error(`a found run of ${sightings.length} steps does not violate ${name}`);
}

function fitting(
  replayer: Replayer,
  state: State,
  { thread, fits }: Sighting,
  last: boolean,
): readonly ReplayStep[] {
  return replayer.enabled(state).flatMap((action) => {
    if (thread !== undefined && action.thread !== thread) return [];
    const step = replayer.step(state, action);
    return step !== undefined && fits(step, last) ? [step] : [];
  });
}

function violation(property: number, message: string, run: Run): Violation {
  return { property, message, run, switches: switchesIn(run), shortest: run.length === 0 };
}
