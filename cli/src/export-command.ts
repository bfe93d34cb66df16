// `racewalk export`: one variant as a model for another checker, to run there; or a run of it.
import type { Analysis, SourceFile } from '@racewalk/language';
import { analysedFile } from './analysed-file.ts';
import type { ExportRequest } from './arguments.ts';
import { diagnosticsText } from './diagnostic-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { exportRun } from './export-run.ts';
import type { Host } from './host.ts';
import { exportedText, fileMistake, type ModelRequest, type ModelText } from './model-text.ts';
import { printable, styleOf } from './style.ts';
import { textsOf } from './texts.ts';

/** Prints or writes the model, or says on the error channel why there is none. */
export async function exportCommand(
  request: ExportRequest,
  host: Host,
  library: readonly SourceFile[],
): Promise<ExitCode> {
  const { to } = request;
  if (to === 'trace' || to === 'markdown' || to === 'svg')
    return exportRun({ ...request, to }, host, library);
  return exportModel({ ...request, to }, host, library);
}

function exportModel(request: ModelRequest, host: Host, library: readonly SourceFile[]): ExitCode {
  const mistake = fileMistake(request);
  if (mistake !== undefined) {
    host.err(`racewalk: ${printable(mistake)}\n`);
    return exitCodes.usage;
  }
  const analysis = analysedFile(request, host, library);
  if (analysis === undefined) return exitCodes.invalid;
  const chosen = chosenOf(analysis, request);
  if (typeof chosen === 'string') {
    host.err(`racewalk: ${printable(chosen)}\n`);
    return exitCodes.usage;
  }
  const { program, diagnostics } = analysis.compile(chosen.scenario, chosen.variant);
  const textOf = textsOf(analysis, library);
  const errors = [...analysis.diagnostics, ...diagnostics].filter(
    ({ severity }) => severity === 'error',
  );
  host.err(diagnosticsText(errors, textOf, styleOf(false)));
  if (program === undefined) return exitCodes.invalid;
  const exported = exportedText(request, program, { title: chosen.title, textOf });
  if (exported.kind === 'unsupported') {
    const what = printable(chosen.title);
    host.err(`racewalk: ${what} can't be exported: ${printable(exported.reason)}\n`);
    return exitCodes.unexpected;
  }
  return deliver(exported, request.output, host);
}

function deliver(model: ModelText, output: string | undefined, host: Host): ExitCode {
  if (output === undefined) {
    host.out(model.printed);
    return exitCodes.expected;
  }
  for (const { path, text } of model.files(output)) {
    const reason = host.disk.write(path, text);
    if (reason === undefined) continue;
    host.err(`racewalk: can't write ${printable(path)}: ${reason}\n`);
    return exitCodes.invalid;
  }
  return exitCodes.expected;
}

interface Chosen {
  readonly scenario: number;
  readonly variant: number;
  readonly title: string;
}

/** The first that the names leave; or what is wrong with the names. */
function chosenOf(analysis: Analysis, request: ModelRequest): Chosen | string {
  const { scenarios } = analysis;
  if (scenarios.length === 0) return 'no scenario in this file';
  const named = request.scenario;
  const scenario = named === undefined ? 0 : scenarios.findIndex((one) => one.name === named);
  const info = scenarios[scenario];
  if (info === undefined)
    return `no scenario is called "${named ?? ''}"; there is ${listed(scenarios)}`;
  const wanted = request.variant;
  const variant = wanted === undefined ? 0 : info.variants.findIndex(({ name }) => name === wanted);
  const one = info.variants[variant];
  if (one === undefined)
    return `no variant is called "${wanted ?? ''}"; there is ${listed(info.variants)}`;
  return { scenario, variant, title: `${info.name}, ${one.name}, ${one.release}` };
}

function listed(named: readonly { readonly name: string }[]): string {
  return named.map(({ name }) => `"${name}"`).join(', ');
}
