// The one file that a command works on: read, parsed and resolved, or why there is none.
import { type Analysis, analyse, type SourceFile } from '@racewalk/language';
import { diagnosticsText } from './diagnostic-text.ts';
import type { Host } from './host.ts';
import { gather, loaderOf } from './inputs.ts';
import { printable, styleOf } from './style.ts';

/** Undefined, and said why on the error channel, where the file can't be read. */
export function analysedFile(
  { kind, path }: { readonly kind: string; readonly path: string },
  host: Host,
  library: readonly SourceFile[],
): Analysis | undefined {
  if (path !== '-' && host.disk.kindOf(path) === 'directory') {
    host.err(`racewalk: ${printable(path)} is a directory; ${kind} needs one file\n`);
    return undefined;
  }
  const input = gather([path], host.disk)[0];
  if (input === undefined) return undefined;
  if (input.kind === 'problem') {
    host.err(diagnosticsText([input.problem], () => undefined, styleOf(false)));
    return undefined;
  }
  return analyse({ name: input.path, text: input.text }, loaderOf(host.disk), library);
}
