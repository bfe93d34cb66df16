// A property is met in the state behind the step that breaks it. Each has a filter of its own.
import type { Program } from '@racewalk/simulator';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Trigger } from './table.ts';

type Filter = DebugProtocol.ExceptionBreakpointsFilter;

const common = {
  default: true,
  supportsCondition: true,
  conditionDescription: 'an expression over the state, as pages[0].tags == 0',
};

/** Stands for all, where the properties are not known yet. */
export const anyFilter: Filter = {
  ...common,
  filter: 'any',
  label: 'any forbidden property',
  description: 'stop where any property that the scenario forbids is broken',
};

/** One filter for each property that is watched. */
export function propertyFilters(program: Program): readonly Filter[] {
  return program.properties
    .filter(({ watched }) => watched)
    .map(({ name, sentence }) => ({
      ...common,
      filter: name,
      label: name,
      description: sentence,
    }));
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
