// `racewalk replay`: a run that was kept as one word, on the text as it is now.
import {
  drawnRun,
  parseReplayString,
  placeText,
  programHash,
  type Replayed,
  type ReplayRun,
  replayedRun,
  replayString,
} from '@racewalk/checker';
import type { Analysis, SourceFile } from '@racewalk/language';
import type { Program } from '@racewalk/simulator';
import { analysedFile } from './analysed-file.ts';
import type { ReplayRequest } from './arguments.ts';
import { diagnosticsText } from './diagnostic-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { printable, styleOf } from './style.ts';
import { textsOf } from './texts.ts';

/** Prints the run as far as it fits; where it does not fit to its end, the exit code is 1. */
export function replayCommand(
  request: ReplayRequest,
  host: Host,
  library: readonly SourceFile[],
): ExitCode {
  const kept = parseReplayString(request.replay);
  if ('error' in kept) {
    host.err(`racewalk: this is no replay string: ${printable(kept.error)}\n`);
    return exitCodes.usage;
  }
  const analysis = analysedFile(request, host, library);
  if (analysis === undefined) return exitCodes.invalid;
  const info = analysis.scenarios[kept.scenario]?.variants[kept.variant];
  if (info === undefined) return noSuchVariant(analysis, kept, host, library);
  const { program, diagnostics } = analysis.compile(kept.scenario, kept.variant);
  tellErrors(analysis, [...analysis.diagnostics, ...diagnostics], host, library);
  if (program === undefined) return exitCodes.invalid;
  const replayed = replayedRun(program, kept.run);
  show(request, host, { analysis, kept, program, replayed });
  return tellChange(program, kept, replayed, host);
}

function tellErrors(
  analysis: Analysis,
  diagnostics: Analysis['diagnostics'],
  host: Host,
  library: readonly SourceFile[],
): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  host.err(diagnosticsText(errors, textsOf(analysis, library), styleOf(false)));
}

function noSuchVariant(
  analysis: Analysis,
  { scenario, variant }: ReplayRun,
  host: Host,
  library: readonly SourceFile[],
): ExitCode {
  tellErrors(analysis, analysis.diagnostics, host, library);
  const where = `variant ${variant + 1} of scenario ${scenario + 1}`;
  host.err(`racewalk: the text has changed since: it has no ${where}\n`);
  return exitCodes.unexpected;
}

interface Shown {
  readonly analysis: Analysis;
  readonly kept: ReplayRun;
  readonly program: Program;
  readonly replayed: Replayed;
}

function show(
  { look, json }: ReplayRequest,
  host: Host,
  { analysis, kept, program, replayed }: Shown,
): void {
  const scenario = analysis.scenarios[kept.scenario];
  const variant = scenario?.variants[kept.variant];
  const { run, property } = replayed;
  const names = { name: variant?.name ?? '', profile: variant?.release ?? '' };
  const drawn = drawnRun(program, run, {
    place: placeText(scenario?.name ?? '', names),
    what: program.properties[property ?? -1]?.name ?? 'a run',
    claim: '',
    property,
    cycleSteps: undefined,
    look,
    replay: json ? undefined : replayString(program, kept, run),
  });
  host.out(json ? `${JSON.stringify(drawn.trace, undefined, 2)}\n` : drawn.text);
}

/** A run of another program is a run of this one only by luck: that is said in any case. */
function tellChange(program: Program, kept: ReplayRun, { misfit }: Replayed, host: Host): ExitCode {
  const isSame = programHash(program) === kept.hash;
  const count = kept.run.length;
  const changed = 'racewalk: the text has changed since this run was kept: ';
  if (misfit !== undefined) {
    const step = `step ${misfit.step + 1} of ${count} no longer fits: ${printable(misfit.why)}`;
    host.err(`${isSame ? 'racewalk: ' : changed}${step}\n`);
    return exitCodes.unexpected;
  }
  if (!isSame) host.err(`${changed}all of its ${count} steps still fit\n`);
  return exitCodes.expected;
}
