// A program that has no faithful export. Thrown while a model is written and caught in promela(),
// which answers with the reason: a model that means something else is worse than none.
export class Unsupported extends Error {}

export function unsupported(reason: string): never {
  throw new Unsupported(reason);
}
