// `racewalk format`: texts in the kernel's coding style, in place, or only told which are not.
import { format, parse } from '@racewalk/language';
import { diagnosticsText } from './diagnostic-text.ts';
import { combined, type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { gather, type Input, stdinName } from './inputs.ts';
import type { FormatRequest } from './small-options.ts';
import { printable, styleOf } from './style.ts';

/** Formats every file; standard input goes to standard output. A text that does not parse is left as it is. */
export function formatCommand(request: FormatRequest, host: Host): ExitCode {
  const inputs = gather(request.paths, host.disk);
  return combined(inputs.map((input) => formatOne(input, request, host)));
}

function formatOne(input: Input, { check }: FormatRequest, host: Host): ExitCode {
  const { path } = input;
  if (input.kind === 'problem') {
    host.err(diagnosticsText([input.problem], () => undefined, styleOf(false)));
    return exitCodes.invalid;
  }
  const { text } = input;
  const formatted = format(text, path);
  if (formatted === undefined) return notParsed(path, text, host);
  if (path === stdinName && !check) {
    host.out(formatted);
    return exitCodes.expected;
  }
  if (formatted === text) return exitCodes.expected;
  host.out(`${printable(path)}\n`);
  if (check) return exitCodes.unexpected;
  const reason = host.disk.write(path, formatted);
  if (reason === undefined) return exitCodes.expected;
  host.err(`racewalk: can't write ${printable(path)}: ${reason}\n`);
  return exitCodes.invalid;
}

function notParsed(path: string, text: string, host: Host): ExitCode {
  const errors = parse(text, path).diagnostics.filter(({ severity }) => severity === 'error');
  host.err(diagnosticsText(errors, () => text, styleOf(false)));
  if (errors.length === 0) host.err(`racewalk: ${printable(path)} is left as it is\n`);
  return exitCodes.invalid;
}
