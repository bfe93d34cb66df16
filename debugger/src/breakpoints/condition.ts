// Conditions of breakpoints: expressions of the language, asked where the breakpoint is met.
import { isError, type Queries } from '../queries.ts';
import { type OrRefused, Refused } from '../refused.ts';
import type { Met, Moment } from './table.ts';

export interface Condition {
  holds(moment: Moment, met: Met): boolean;
}

/**
 * A condition that has no value where it is asked, as it names a local that is not live there, does
 * not hold. `frames` are those in which it may be asked: in one of them it has to compile.
 */
export function conditionOf(
  text: string,
  queries: Queries,
  frames: readonly (number | undefined)[],
): OrRefused<Condition> {
  const tried = frames.map((frame) => queries.compile(text, { frame }));
  const [first] = tried;
  if (first !== undefined && isError(first) && tried.every(isError)) {
    return new Refused(first.message);
  }
  return {
    holds({ walk, position }, met) {
      const answer = queries.evaluate(text, met, walk.stateAt(position));
      return answer.kind === 'value' && answer.value !== 0;
    },
  };
}
