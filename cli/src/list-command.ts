// `racewalk list`: the scenarios of files and their variants, without exploring anything.
import { analyse, type SourceFile, type VariantInfo } from '@racewalk/language';
import { diagnosticsText } from './diagnostic-text.ts';
import { combined, type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { gather, type Input, loaderOf } from './inputs.ts';
import type { ListRequest } from './small-options.ts';
import { printable, styleOf } from './style.ts';

/** One line for each variant: file, line, scenario, variant, release, what is expected; separated by tabs. */
export function listCommand(
  { paths }: ListRequest,
  host: Host,
  library: readonly SourceFile[],
): ExitCode {
  return combined(gather(paths, host.disk).map((input) => listFile(input, host, library)));
}

function listFile(input: Input, host: Host, library: readonly SourceFile[]): ExitCode {
  if (input.kind === 'problem') {
    host.err(diagnosticsText([input.problem], () => undefined, styleOf(false)));
    return exitCodes.invalid;
  }
  const { path, text } = input;
  const { scenarios } = analyse({ name: path, text }, loaderOf(host.disk), library);
  for (const { name, variants } of scenarios) {
    for (const variant of variants) {
      const line = text.slice(0, variant.title.start).split('\n').length;
      const cells = [`${path}:${line}`, name, variant.name, variant.release, expected(variant)];
      host.out(`${cells.map((cell) => printable(cell).replaceAll('\t', ' ')).join('\t')}\n`);
    }
  }
  return exitCodes.expected;
}

function expected({ expect }: VariantInfo): string {
  if (expect === undefined) return '-';
  return expect.properties.length === 0 ? 'pass' : expect.properties.join(', ');
}
