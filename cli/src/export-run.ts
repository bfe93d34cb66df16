// `racewalk export --to trace`, `--to markdown` and `--to svg`: one run as JSON, as a document to
// mail, or as the timeline that the editor draws.
import { listedColumns, replayString, runMarkdown } from '@racewalk/checker';
import type { SourceFile } from '@racewalk/language';
import { defaultLook, type Trace, traceOf } from '@racewalk/trace';
import { nothingFolded, svgOf } from '@racewalk/webview';
import type { ExportRequest, RunFormat } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type FoundRun, foundRun } from './found-run.ts';
import type { Host } from './host.ts';
import { printable } from './style.ts';

/** Prints or writes the run, or says on the error channel why there is none. */
export async function exportRun(
  request: ExportRequest & { readonly to: RunFormat },
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  const found = await foundRun(request, host, library);
  if (typeof found === 'number') return found;
  const text = textOf(request.to, found);
  if (request.output === undefined) {
    host.out(text);
    return exitCodes.expected;
  }
  const reason = host.disk.write(request.output, text);
  if (reason === undefined) return exitCodes.expected;
  host.err(`racewalk: can't write ${printable(request.output)}: ${reason}\n`);
  return exitCodes.invalid;
}

function textOf(to: RunFormat, { analysis, which, checked, run }: FoundRun): string {
  const info = analysis.scenarios[which.scenario];
  const { program } = checked;
  const options = { scenario: info?.name ?? '', look: defaultLook, replay: undefined };
  const drawn = listedColumns(checked, run, options);
  if (drawn === undefined || info === undefined || program === undefined) return '';
  const racing = (): Trace => {
    // With the racing pair and the race window, which need the property.
    const index = program.properties.findIndex(({ name }) => name === run.property);
    return traceOf(program, run.run, { property: index < 0 ? undefined : index });
  };
  switch (to) {
    case 'trace':
      return `${JSON.stringify(racing(), undefined, 2)}\n`;
    case 'svg': {
      const { repeatsFrom, title = '' } = drawn.options;
      const properties = program.properties.map(({ name, sentence }) => ({ name, sentence }));
      const shown = { title, trace: racing(), properties, repeatsFrom };
      return svgOf(shown, nothingFolded, '');
    }
    case 'markdown':
      return runMarkdown(checked, info, drawn, {
        file: analysis.file.name,
        replay: replayString(program, which, run.run),
      });
  }
}
