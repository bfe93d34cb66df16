// A variant in the format that was asked for: what is printed, and which files are written.
import { dot, isModuleName, modelJson, moduleName, promela, tla } from '@racewalk/exporter';
import type { Program } from '@racewalk/simulator';
import type { ExportRequest, ModelFormat } from './arguments.ts';

/** What is asked of a variant's program. */
export type ModelRequest = ExportRequest & { readonly to: ModelFormat };

export interface ModelText {
  readonly kind: 'model';
  readonly printed: string;
  /** The files for the name that was given. */
  readonly files: (output: string) => readonly { readonly path: string; readonly text: string }[];
}

interface Options {
  readonly title: string;
  readonly textOf: (file: string) => string | undefined;
}

/** Why the name of the file won't do; undefined where it will. */
export function fileMistake({ to, output }: ModelRequest): string | undefined {
  if (to !== 'tla' || output === undefined) return undefined;
  if (output.endsWith('.tla') && isModuleName(moduleOf(output))) return undefined;
  return `TLC wants a file NAME.tla, with a NAME of letters, digits and underscores: "${output}"`;
}

export function exportedText(
  { to, output }: ModelRequest,
  program: Program,
  options: Options,
): ModelText | { readonly kind: 'unsupported'; readonly reason: string } {
  if (to === 'tla') return tlaText(program, output, options);
  const exported = formats[to](program, options);
  if (exported.kind === 'unsupported') return exported;
  const { text } = exported;
  return { kind: 'model', printed: text, files: (path) => [{ path, text }] };
}

const formats = { promela, dot, json: modelJson } as const;

/** The name of the module is that of the file, or the title's. */
function tlaText(
  program: Program,
  output: string | undefined,
  options: Options,
): ReturnType<typeof exportedText> {
  const name = output === undefined ? moduleName(options.title) : moduleOf(output);
  const exported = tla(program, { ...options, name });
  if (exported.kind === 'unsupported') return exported;
  const { module, config } = exported;
  return {
    kind: 'model',
    // What stands behind the end of a module is no part of it.
    printed: `${module}\nWhat belongs into ${name}.cfg:\n\n${config}`,
    files: (path) => [
      { path, text: module },
      { path: `${path.slice(0, -'.tla'.length)}.cfg`, text: config },
    ],
  };
}

function moduleOf(path: string): string {
  return (path.split(/[\\/]/u).at(-1) ?? '').replace(/\.tla$/u, '');
}
