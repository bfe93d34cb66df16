// From an error trace of TLC to steps of ours. The action says which thread moved, and the values
// of the state behind it say which of its possibilities it took.
import type { TlaModule } from '@racewalk/exporter';
import type { Program, State } from '@racewalk/simulator';
import type { Sighting } from './found.ts';
import type { TlcViolation } from './tlc-report.ts';
import type { TlcState } from './tlc-values.ts';

/**
 * The steps of the trace, and one more that breaks the property: an invariant says that no step is
 * possible that breaks it, so the trace of TLC ends in front of that step.
 */
export function tlcSightings(
  program: Program,
  model: TlaModule,
  { trace, invariant }: TlcViolation,
  property: number,
): readonly Sighting[] {
  const steps = trace.slice(1).map(({ action, state }): Sighting => {
    const label = action === undefined ? undefined : model.labels.get(action);
    if (label === undefined) throw new Error(`TLC took ${action ?? 'a step'} towards ${invariant}`);
    return {
      thread: label.thread,
      fits: (step) => step.end === undefined && isSame(program, model, step.after, state),
    };
  });
  const last: Sighting = {
    thread: undefined,
    fits: ({ events }) => events.some((event) => event.property === property),
  };
  return [...steps, last];
}

function isSame(program: Program, model: TlaModule, ours: State, theirs: TlcState): boolean {
  const { slotFields, registerFields, threadFields, labels } = model;
  const slots = ours.slots.every(
    (value, slot) => fieldOf(theirs, 'mem', slotFields[slot]) === written(value),
  );
  if (!slots) return false;
  const held = new Map(ours.threads.flatMap(({ registers }) => [...registers]));
  const registers = program.registers.every((_, register) => {
    const field = registerFields[register];
    // No part of states.
    if (field === undefined || field === '') return true;
    return fieldOf(theirs, 'local', field) === written(held.get(register) ?? 0);
  });
  if (!registers) return false;
  return ours.threads.every(({ pc }, thread) => {
    const label = fieldOf(theirs, 'pc', threadFields[thread]);
    return labels.get(String(label))?.pc === pc;
  });
}

/** Numbers from 2^31 on are written less 2^32. */
function written(value: number): number {
  return value >= 2 ** 31 ? value - 2 ** 32 : value;
}

function fieldOf(
  state: TlcState,
  variable: string,
  field: string | undefined,
): number | string | undefined {
  const record = state.get(variable);
  return record instanceof Map && field !== undefined ? record.get(field) : undefined;
}
