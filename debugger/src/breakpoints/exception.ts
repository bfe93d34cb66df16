// A property is met in the state behind the step that breaks it. Each has a filter of its own.
import type { Program } from '@racewalk/simulator';
import type { Trigger } from './table.ts';

export interface PropertyFilter {
  readonly filter: string;
  readonly label: string;
  readonly description: string;
}

/** One filter for each property that is watched. */
export function propertyFilters(program: Program): readonly PropertyFilter[] {
  return program.properties
    .filter(({ watched }) => watched)
    .map(({ name, sentence }) => ({ filter: name, label: name, description: sentence }));
}

export function exceptionTrigger(property: string): Trigger {
  return {
    kind: 'exception',
    meets({ walk, position }) {
      const { program } = walk;
      const event = walk
        .newsAt(position)
        .find((one) => program.properties[one.property]?.name === property);
      if (event === undefined) return undefined;
      const step = position === 0 ? undefined : walk.step(position - 1);
      const frame = step === undefined ? undefined : program.code[step.pc]?.site.frame;
      return { thread: step?.action.thread, frame, pc: step?.pc };
    },
  };
}
