// Numbers on the command line.
import { InvalidArgumentError } from 'commander';

/** `20000000` or `20_000_000`, within these bounds. */
export function numberUpTo(max: number, min = 1): (text: string) => number {
  return (text) => {
    const value = isWhole(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}.`);
  };
}

export function isWhole(text: string): boolean {
  return /^\d[\d_]*$/u.test(text);
}
