// A run to walk, step by step. The run comes from the one store of results and is replayed on the
// program of the newest text; where the store knows only an older text, the answer is words.
import {
  type ListedRun,
  parseReplayString,
  programHash,
  type Replayed,
  type ReplayRun,
  replayedRun,
  replayString,
} from '@racewalk/checker';
import type { Program, Run } from '@racewalk/simulator';
import { type Trace, traceOf } from '@racewalk/trace';
import type { Snapshot } from '../documents/snapshots.ts';
import type { RunListed, Walk, WalkAnswer, WalkOf } from '../protocol.ts';
import type { VariantResult } from '../run/messages.ts';
import { entryOf, type FileResults, type VariantEntry } from '../run/results.ts';
import { counted, entryText } from './words.ts';

const replayPrefix = 'replay:';

/** What a search of its own found for a choice that the store does not hold. */
export type Found =
  | {
      readonly kind: 'run';
      readonly run: Run;
      readonly label: string;
      /** Name of the property that it is shown for. */
      readonly property: string | undefined;
    }
  | { readonly kind: 'none'; readonly reason: string };

export interface WalkInput {
  readonly snapshot: Snapshot;
  readonly results: FileResults | undefined;
  readonly asked: WalkOf;
  readonly automaticStates: number;
  /** For a choice that has to be searched for. */
  readonly found: Found | undefined;
  readonly uriOf: (file: string) => string;
}

export function walkOf(input: WalkInput): WalkAnswer {
  const { snapshot, results, asked, automaticStates } = input;
  const known = results?.revision === snapshot.revision ? results : undefined;
  const entry = entryOf(known, asked);
  const result = entry?.state.kind === 'done' ? entry.state.result : undefined;
  const listed = result?.walks ?? [];
  const runs = listed.map(({ choice, label }) => ({ choice, label }));
  const place = placeOf(snapshot, asked);
  if (place === undefined) return { reason: 'The text has no such scenario or variant.', runs };
  const { program } = snapshot.analysis.compile(asked.scenario, asked.variant);
  if (program === undefined) return { reason: `${place}: does not compile.`, runs };
  const chosen = chosenRun(input, program, listed, result);
  if (chosen === undefined) {
    return { reason: `${place}: ${missingText(entry, automaticStates, asked.choice)}`, runs };
  }
  if ('reason' in chosen) return { reason: `${place}: ${chosen.reason}`, runs };
  return walked({ input, program, place, runs, result }, chosen);
}

interface Chosen {
  readonly choice: string | undefined;
  readonly label: string;
  readonly run: Run;
  /** Name of the property that the run breaks. */
  readonly property: string | undefined;
  readonly notice: string;
}

function chosenRun(
  { asked: { choice }, found: sought }: WalkInput,
  program: Program,
  listed: readonly ListedRun[],
  result: VariantResult | undefined,
): Chosen | { readonly reason: string } | undefined {
  if (choice?.startsWith(replayPrefix) === true) return replayedChoice(program, choice);
  if (sought?.kind === 'none') return { reason: sought.reason };
  if (sought?.kind === 'run') return { ...sought, choice, notice: '' };
  const found =
    choice === undefined ? firstOf(listed) : listed.find((one) => one.choice === choice);
  if (found !== undefined) return { ...found, notice: '' };
  if (choice !== undefined || result === undefined || result.standing === 'error') return undefined;
  const notice = 'No run is known that fails, and there is no witness: explore to pick each step.';
  return { choice, label: 'before the first step', run: [], property: undefined, notice };
}

function firstOf(listed: readonly ListedRun[]): ListedRun | undefined {
  return (
    listed.find(({ property }) => property !== undefined) ??
    listed.find(({ choice }) => choice.startsWith('witness:'))
  );
}

/** A kept run, as far as it fits, and whether the text is another one by now. */
function replayedChoice(program: Program, choice: string): Chosen | { readonly reason: string } {
  const kept = parseReplayString(choice.slice(replayPrefix.length));
  if ('error' in kept) return { reason: `that is no replay: ${kept.error}` };
  const replayed = replayedRun(program, kept.run);
  const { run } = replayed;
  const property = program.properties[replayed.property ?? -1]?.name;
  const what = property === undefined ? 'a run' : property;
  const label = `${what} in ${counted(run.length, 'step')}, replayed`;
  return { choice, label, run, property, notice: changeText(program, kept, replayed) };
}

function changeText(program: Program, kept: ReplayRun, { misfit }: Replayed): string {
  const isSame = programHash(program) === kept.hash;
  const changed = 'The text has changed since this run was kept';
  const count = kept.run.length;
  if (misfit === undefined) return isSame ? '' : `${changed}; all of its ${count} steps still fit.`;
  const step = `step ${misfit.step + 1} of ${count} no longer fits: ${misfit.why}.`;
  return isSame ? `S${step.slice(1)}` : `${changed}: ${step}`;
}

interface Walked {
  readonly input: WalkInput;
  readonly program: Program;
  readonly place: string;
  readonly runs: readonly RunListed[];
  readonly result: VariantResult | undefined;
}

function walked({ input, program, place, runs, result }: Walked, chosen: Chosen): Walk {
  const { asked, snapshot, uriOf } = input;
  const { choice, label, run, property, notice } = chosen;
  const index = program.properties.findIndex(({ name }) => name === property);
  const violation = result?.report.violations.find((one) => one.property === property);
  const isShown = choice?.startsWith('violation:') ?? false;
  const cycleSteps = isShown ? violation?.cycleSteps : undefined;
  const trace = traceOf(program, run, { property: index < 0 ? undefined : index });
  return {
    title: `${place}: ${label}`,
    choice,
    trace,
    properties: program.properties
      .filter(({ watched }) => watched)
      .map(({ name, sentence }) => ({ name, sentence })),
    repeatsFrom: cycleSteps === undefined ? undefined : run.length - cycleSteps,
    replay: replayString(program, asked, run),
    runs,
    files: filesOf(trace).map((name) => ({ name, uri: uriOf(name) })),
    version: snapshot.version,
    notice,
  };
}

function filesOf({ rows }: Trace): string[] {
  const places = rows.flatMap(({ place, calls }) => [place, ...calls.map((call) => call.place)]);
  return [...new Set(places.map(({ file }) => file))];
}

/** `two increments, as written, v6.5`. */
function placeOf({ analysis }: Snapshot, { scenario, variant }: WalkOf): string | undefined {
  const info = analysis.scenarios[scenario];
  const one = info?.variants[variant];
  return info === undefined || one === undefined
    ? undefined
    : `${info.name}, ${one.name}, ${one.release}`;
}

/** A verdict of an older text is called so; its run is not shown. */
function missingText(
  entry: VariantEntry | undefined,
  automaticStates: number,
  choice: string | undefined,
): string {
  const known = entry === undefined ? 'not run yet' : entryText(entry, automaticStates);
  if (entry?.state.kind !== 'done' || choice === undefined) return known;
  return `there is no run "${choice}" (${known})`;
}
