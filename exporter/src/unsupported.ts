// A program that has no faithful export. Thrown while a model is written and caught in promela(),
// which answers with the reason: a model that means something else is worse than none.
import { isOfLiveness, type Program } from '@racewalk/simulator';

export class Unsupported extends Error {}

/** A model of steps and states alone would let pass what only a whole run can break. */
export function refuseLiveness(program: Program): void {
  const asked = program.properties.find((one) => one.watched && isOfLiveness(one));
  if (asked === undefined) return;
  unsupported(`${asked.name} is about whole runs, and liveness is not exported: do not forbid it`);
}

export function unsupported(reason: string): never {
  throw new Unsupported(reason);
}
