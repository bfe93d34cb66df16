// Runs a program whose only step says all: what setup leaves in memory. No state is ever packed, so
// that the registers need not be known to be live anywhere.
import { slotValue } from './effects.ts';
import { limitsWith } from './limits.ts';
import { type StepEvent, stop } from './machine/context.ts';
import { Machine } from './machine/machine.ts';
import type { Pc, Program } from './program.ts';
import { validate } from './validate.ts';

export interface SingleStep {
  /** Memory as the step left it: one value a slot. */
  readonly slots: readonly number[];
  readonly events: readonly StepEvent[];
  /** A pool was exhausted: the step did not come to its end. */
  readonly isCut: boolean;
  /** The instructions that it came to. */
  readonly ran: ReadonlySet<Pc>;
}

/**
 * Takes the first step of the first thread with its first choices; undefined where that is not
 * possible. Example: `takeSingleStep(program)?.slots`.
 */
export function takeSingleStep(program: Program): SingleStep | undefined {
  validate(program);
  const machine = new Machine(program, limitsWith({}).local_instructions_max);
  machine.describes = true;
  const { context } = machine;
  const entry = program.threads[0]!.entry;
  const from = machine.rests[entry] === 1 ? entry : machine.run(entry);
  if (from < 0 || program.code[from]!.op === 'end') return undefined;
  const to = machine.run(from);
  if (to === stop.disabled || to === stop.endless) return undefined;
  return {
    slots: program.slots.map((_, slot) => slotValue(machine, slot)),
    events: context.events(),
    isCut: to === stop.pool,
    ran: machine.ran(),
  };
}
