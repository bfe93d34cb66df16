// Why nothing notices a mutant: lines `unnoticed: WHAT: reason` of the documentation of the body that it is made of.
import { mutable, placeOf } from './mutants.ts';

export interface Reason {
  readonly of: string;
  /** `WHAT: reason`, as written. */
  readonly line: string;
}

export function reasons(): readonly Reason[] {
  return mutable().flatMap((body) =>
    body.doc.flatMap((line) => {
      const text = /^\s*unnoticed:\s*(.*?)\s*$/u.exec(line)?.[1];
      return text === undefined ? [] : [{ of: placeOf(body), line: text }];
    }),
  );
}

/** The reason for what is taken out of a body, if its documentation has one. */
export function reasonFor(
  all: readonly Reason[],
  { of, what }: { readonly of: string; readonly what: string },
): string | undefined {
  const found = all.find((reason) => reason.of === of && reason.line.startsWith(`${what}: `));
  return found?.line.slice(what.length + 2);
}
