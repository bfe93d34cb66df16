// What C computes with two known integers; one place for constants and for folded code.
import type { BinaryOperator } from '@racewalk/simulator';

/**
 * The exact result, or undefined where there is none: division by zero, a shift count outside 0 .. 31.
 * Bits are those of 32-bit words, read as unsigned or as two's complement.
 */
export function compute(
  operator: BinaryOperator,
  a: number,
  b: number,
  unsigned: boolean,
): number | undefined {
  const bits = (value: number) => (unsigned ? value >>> 0 : value);
  const shift = b >= 0 && b <= 31;
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return Number.isSafeInteger(a * b) ? a * b : undefined;
    case '/':
      return b === 0 ? undefined : Math.trunc(a / b) + 0;
    case '%':
      return b === 0 ? undefined : (a % b) + 0;
    case '&':
      return bits(a & b);
    case '|':
      return bits(a | b);
    case '^':
      return bits(a ^ b);
    case '<<':
      return shift ? a * 2 ** b : undefined;
    case '>>':
      return shift ? Math.floor(a / 2 ** b) : undefined;
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '<':
      return Number(a < b);
    case '<=':
      return Number(a <= b);
    case '>':
      return Number(a > b);
    case '>=':
      return Number(a >= b);
  }
}
