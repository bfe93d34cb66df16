// What the command says to a script. docs/cli.md promises these numbers.

import type { CheckedVariant } from '@racewalk/checker';
import type { Diagnostic } from '@racewalk/language';

export const exitCodes = {
  /** Every variant is as expected, or passes where nothing is expected. */
  expected: 0,
  /** Some variant is surely not as expected. */
  unexpected: 1,
  /** A file does not parse or type-check, or could not be read. */
  invalid: 2,
  /** A limit was reached before an answer. */
  undecided: 3,
  usage: 4,
  /** The engine that was asked for is not installed. */
  unavailable: 69,
  /** A bug of ours. */
  internal: 70,
  /** Stopped by the user, as shells count it: 128 and the number of SIGINT. */
  interrupted: 130,
  /** Nobody reads what we print: 128 and the number of SIGPIPE. Not 0, for nothing was answered. */
  brokenPipe: 141,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Of one variant. */
export function codeOfStanding(standing: CheckedVariant['standing']): ExitCode {
  return standing === 'error' ? exitCodes.invalid : exitCodes[standing];
}

/** Errors of the text. Those about verdicts have an exit code of their own. */
export function isMistake({ code, severity }: Pick<Diagnostic, 'code' | 'severity'>): boolean {
  return severity === 'error' && !code.startsWith('RW080');
}

/** What matters more to a script comes first: a broken file must not hide behind a verdict. */
const precedence: readonly ExitCode[] = [130, 70, 69, 4, 2, 1, 3];

/** The one code for all that happened. */
export function combined(codes: Iterable<ExitCode>): ExitCode {
  const all = new Set(codes);
  return precedence.find((code) => all.has(code)) ?? exitCodes.expected;
}
