// Events with their words: what a step or a state breaks, as a person is told. Searches only need
// to know which property it was; replay and the final report come here for the rest.
import type { Fragments } from '../fragments.ts';
import type { StepEvent } from '../machine/context.ts';
import { builtinIndex } from '../machine/machine.ts';
import type { Run } from '../outcome.ts';
import type { Pc } from '../program.ts';
import { result, type Stepper } from '../stepper.ts';

/** The events of the state that the stepper stands on: its properties, `finally`, and deadlock. */
export function stateEvents(stepper: Stepper, fragments: Fragments): readonly StepEvent[] {
  const { context } = stepper.machine;
  const hasBegun = stepper.initialResult === result.moved;
  const allOver = hasBegun && stepper.allOver(stepper.current);
  context.eventCount = 0;
  fragments.judge(stepper.current, allOver);
  const events = context.events();
  const deadlock = builtinIndex(stepper.program, 'deadlock');
  if (!hasBegun || allOver || context.watched[deadlock] === 0 || stepper.canMove()) return events;
  const waits = waiting(stepper);
  const message = waits.map(({ text }) => text).join(', ');
  return [...events, { property: deadlock, message, pc: waits[0]?.pc ?? 0 }];
}

interface Wait {
  readonly pc: Pc;
  readonly text: string;
}

/** Who waits for what: the await that is false, wherever in its step it stands. */
function waiting(stepper: Stepper): readonly Wait[] {
  const { program } = stepper;
  return program.threads.flatMap(({ name }, thread) => {
    if (stepper.isOver(thread)) return [];
    stepper.isEnabled(thread);
    const instruction = program.code[stepper.disabledAt];
    const text = instruction !== undefined && 'text' in instruction ? instruction.text : 'a step';
    return [{ pc: stepper.disabledAt, text: `${name} waits at ${text}` }];
  });
}

/** The words for a property that the last step of the run breaks, or the state behind it. */
export function messageOf(
  stepper: Stepper,
  fragments: Fragments,
  { run, property }: { readonly run: Run; readonly property: number },
): string {
  stepper.moveTo(stepper.initial);
  stepper.machine.describes = true;
  const events = lastEvents(stepper, fragments, run);
  stepper.machine.describes = false;
  return events.find((event) => event.property === property)?.message ?? '';
}

function lastEvents(stepper: Stepper, fragments: Fragments, run: Run): readonly StepEvent[] {
  let events: readonly StepEvent[] = stepper.initialEvents;
  for (const action of run) {
    if (!stepper.take(action)) return [];
    events = stepper.machine.context.events();
    const { outcome } = stepper;
    stepper.back();
    if (outcome !== result.moved) return events;
    stepper.moveTo(stepper.next);
  }
  return [...events, ...stateEvents(stepper, fragments)];
}
