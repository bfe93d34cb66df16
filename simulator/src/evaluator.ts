// Fragments on single states, with the reason where one has no value: what watches and conditions of
// a debugger are made of. Cheaper to make than a Replayer, as it takes no steps.
import { type Limits, limitsWith } from './limits.ts';
import { stop } from './machine/context.ts';
import { Machine } from './machine/machine.ts';
import type { Fragment, Pc, Program } from './program.ts';
import type { State } from './replay.ts';
import { validate } from './validate.ts';

/** The result of a fragment, or why there is none. */
export type Evaluated =
  | { readonly value: number; readonly fault: undefined }
  /** `NULL is dereferenced, in page->flags`. */
  | { readonly value: undefined; readonly fault: string };

/** Evaluates fragments, also those that no property has, in states of the program. */
export class Evaluator {
  private readonly machine: Machine;

  constructor(program: Program, limits: Partial<Limits> = {}) {
    validate(program);
    this.machine = new Machine(program, limitsWith(limits).local_instructions_max);
    this.machine.describes = true;
  }

  evaluate(fragment: Fragment, state: State): Evaluated {
    this.load(state);
    return this.run(fragment);
  }

  /** As `evaluate` for each; code that several share, as the leaves of one query do, runs once. */
  evaluateAll(fragments: readonly Fragment[], state: State): readonly Evaluated[] {
    this.load(state);
    const faults = new Map<Pc, string | undefined>();
    return fragments.map((fragment) => {
      if (!faults.has(fragment.entry)) faults.set(fragment.entry, this.run(fragment).fault);
      const fault = faults.get(fragment.entry);
      if (fault !== undefined) return { value: undefined, fault };
      return { value: this.machine.resultOf(fragment), fault: undefined };
    });
  }

  /** Slots that the state does not have, as those of a query, are zero. */
  private load({ slots, threads }: State): void {
    const { cells, registerBase } = this.machine.context;
    cells.fill(0);
    cells.set(slots);
    for (const { registers } of threads) {
      for (const [register, value] of registers) cells[registerBase + register] = value;
    }
  }

  private run(fragment: Fragment): Evaluated {
    const { machine } = this;
    machine.context.eventCount = 0;
    const end = machine.runFragment(fragment);
    if (end >= 0) return { value: machine.resultOf(fragment), fault: undefined };
    if (end === stop.endless) return { value: undefined, fault: 'it never comes to an end' };
    const message = machine.context.events().at(-1)?.message;
    return { value: undefined, fault: message ?? 'it has no value' };
  }
}
