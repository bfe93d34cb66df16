// `--where EXPR`: the text with the condition as one more witness.
import { type VariantIndex, whereText } from '@racewalk/checker';
import { type Analysis, analyse, type SourceFile } from '@racewalk/language';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { loaderOf } from './inputs.ts';
import { printable } from './style.ts';

export const wherePrefix = 'where:';

/**
 * The analysis to explore for a choice of run: of the text itself, or with the condition in it.
 * What is wrong with the condition is said, and the answer is an exit code.
 */
export function askedAnalysis(
  analysis: Analysis,
  { scenario }: VariantIndex,
  choice: string | undefined,
  host: Host,
  library: readonly SourceFile[],
): Analysis | ExitCode {
  const info = analysis.scenarios[scenario];
  if (choice === undefined || !choice.startsWith(wherePrefix) || info === undefined)
    return analysis;
  const condition = choice.slice(wherePrefix.length);
  const made = whereText(analysis, info, condition);
  if ('error' in made) {
    host.err(`racewalk: --where: ${made.error}: ${printable(condition)}\n`);
    return exitCodes.usage;
  }
  const { name } = analysis.file;
  const asked = analyse({ name, text: made.text }, loaderOf(host.disk), library);
  const wrong = asked.diagnostics.find(
    ({ file, severity, start, end }) =>
      severity === 'error' && file === name && start >= made.start - 1 && end <= made.end + 1,
  );
  if (wrong === undefined) return asked;
  host.err(`racewalk: --where: ${printable(wrong.message)}: ${printable(condition)}\n`);
  return exitCodes.usage;
}
