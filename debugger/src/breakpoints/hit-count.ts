// `3`, `>= 3`, `% 2`: at which of its hits a breakpoint stops. Hits are counted from the beginning
// of the run, so the count is the same from whichever side a state is reached.
import { type OrRefused, Refused } from '../refused.ts';

export interface HitCondition {
  holds(count: number): boolean;
}

export function hitConditionOf(text: string): OrRefused<HitCondition> {
  const match = /^\s*(==?|>=|<=|>|<|%)?\s*(\d{1,9})\s*$/u.exec(text);
  const operator = match?.[1] ?? '==';
  const number = Number(match?.[2] ?? 'none');
  if (Number.isNaN(number) || (operator === '%' && number === 0)) {
    return new Refused(`a hit count is a number, or one behind ==, >=, <=, >, < or %: '${text}'`);
  }
  return { holds: (count) => compare(count, operator, number) };
}

function compare(count: number, operator: string, number: number): boolean {
  switch (operator) {
    case '>=':
      return count >= number;
    case '<=':
      return count <= number;
    case '>':
      return count > number;
    case '<':
      return count < number;
    case '%':
      return count % number === 0;
    default:
      return count === number;
  }
}
