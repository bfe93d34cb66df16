// Which run is walked: the one asked for, else the first that breaks something, else the first to a
// witness, else none: then the walk explores from the beginning.
import {
  type ListedRun,
  parseReplayString,
  programHash,
  replayedRun,
  runsOf,
} from '@racewalk/checker';
import type { Outcome, Program, Run } from '@racewalk/simulator';
import { isError, type Queries } from '../queries.ts';
import { type OrRefused, Refused } from '../refused.ts';
import type { LaunchConfig } from './config.ts';
import type { Loaded } from './load.ts';
import { findCauses, findWitness, type Searching, searchAll } from './search.ts';

export interface ChosenRun {
  /** By which it can be asked for again; undefined: there is none, the walk explores. */
  readonly choice: string | undefined;
  /** What is said about it: `tag_leak in 9 steps, 2 context switches`. */
  readonly title: string;
  readonly run: Run;
  /** Index of the property it breaks; undefined: it is not shown for one. */
  readonly property: number | undefined;
  /** What only the whole run breaks: a property of liveness. */
  readonly whole: WholeRun | undefined;
}

export interface WholeRun {
  readonly property: string;
  readonly message: string;
  /** So many of the last steps repeat for ever; undefined: the run ends. */
  readonly cycleSteps: number | undefined;
}

const wherePrefix = 'where:';
const replayPrefix = 'replay:';
const causePrefix = 'cause:';

export async function chooseRun(
  loaded: Loaded,
  queries: Queries,
  { run: asked, mode }: LaunchConfig,
  searching: Searching,
): Promise<OrRefused<ChosenRun>> {
  if (asked === undefined && mode === 'explore') return exploring('exploring from the beginning');
  if (asked?.startsWith(wherePrefix)) return runWhere(loaded, queries, asked, searching);
  if (asked?.startsWith(replayPrefix)) return keptRun(loaded, asked);
  if (asked?.startsWith(causePrefix)) return causeRun(loaded, asked, searching);
  const { program } = loaded;
  const outcome = await searchAll(program, searching);
  if (outcome instanceof Refused) return outcome;
  const runs = runsOf({ program, outcome });
  const name = loaded.analysis.scenarios[loaded.scenario]?.variants[loaded.variant]?.name ?? '';
  const found = asked === undefined ? firstOf(runs) : runs.find(({ choice }) => choice === asked);
  if (found !== undefined) return chosen(program, outcome, `${name}: ${found.label}`, found);
  if (asked === undefined)
    return exploring(`${verdictText(name, outcome)}: exploring from the beginning`);
  const known = runs.map(({ choice }) => choice);
  const there = known.length === 0 ? 'it has no runs to show' : `there is ${known.join(', ')}`;
  return new Refused(`no run is called ${asked}: ${verdictText(name, outcome)}; ${there}`);
}

function firstOf(runs: readonly ListedRun[]): ListedRun | undefined {
  return (
    runs.find(({ property }) => property !== undefined) ??
    runs.find(({ choice }) => choice.startsWith('witness:'))
  );
}

function exploring(title: string): ChosenRun {
  return { choice: undefined, title, run: [], property: undefined, whole: undefined };
}

function verdictText(name: string, { verdict, bounds }: Outcome): string {
  if (verdict === 'pass') return `the variant "${name}" passes`;
  if (verdict === 'bounded') {
    const limits = bounds.map(({ text }) => text).join(', ');
    return `nothing broken so far in the variant "${name}" (${limits})`;
  }
  return `the variant "${name}" fails`;
}

function chosen(
  program: Program,
  outcome: Outcome,
  title: string,
  { choice, run, property }: ListedRun,
): ChosenRun {
  const violation = outcome.violations.find(
    (one) => program.properties[one.property]?.name === property && one.run === run,
  );
  const isLiveness = program.properties[violation?.property ?? -1]?.liveness !== undefined;
  const isWhole = violation?.cycleSteps !== undefined || isLiveness;
  if (violation === undefined || property === undefined || !isWhole) {
    return { choice, title, run, property: violation?.property, whole: undefined };
  }
  const { message, cycleSteps } = violation;
  const whole = { property, message, cycleSteps };
  return { choice, title, run, property: violation.property, whole };
}

/** A run that was kept as a word: as far as it fits the program as it is now. */
function keptRun({ program }: Loaded, asked: string): OrRefused<ChosenRun> {
  const kept = parseReplayString(asked.slice(replayPrefix.length));
  if ('error' in kept) return new Refused(`this is no replay string: ${kept.error}`);
  const { run, misfit, property } = replayedRun(program, kept.run);
  const changed =
    kept.hash === programHash(program) ? '' : '; it is of an older text, or of another one';
  const fits =
    misfit === undefined
      ? `all ${stepsText(run.length)} fit`
      : `step ${misfit.step + 1} of ${kept.run.length} does not fit, as ${misfit.why}`;
  return { choice: asked, title: `a kept run: ${fits}${changed}`, run, property, whole: undefined };
}

/** `cause:NAME:K`: the K-th of the distinct causes of a broken property. */
async function causeRun(
  { program }: Loaded,
  asked: string,
  searching: Searching,
): Promise<OrRefused<ChosenRun>> {
  const [, name = '', number = ''] = /^cause:(\w+):(\d+)$/u.exec(asked) ?? [];
  const property = program.properties.findIndex((one) => one.name === name && one.watched);
  if (property < 0) return new Refused(`${asked}: it is cause:NAME:K, of a forbidden property`);
  const found = await findCauses(program, property, searching);
  if (found instanceof Refused) return found;
  const { causes, complete } = found;
  const cause = causes[Number(number)];
  const known = `${causes.length} distinct cause${causes.length === 1 ? '' : 's'} of ${name}`;
  const count = complete ? `there are ${known}` : `${known} are known, maybe there are more`;
  if (cause === undefined) return new Refused(`no run is called ${asked}: ${count}`);
  const title = `cause ${number} of ${name}, ${stepsText(cause.run.length)}; ${count}`;
  return { choice: asked, title, run: cause.run, property, whole: undefined };
}

async function runWhere(
  { program }: Loaded,
  queries: Queries,
  asked: string,
  searching: Searching,
): Promise<OrRefused<ChosenRun>> {
  const text = asked.slice(wherePrefix.length).trim();
  const query = queries.compile(text, {});
  if (isError(query)) return new Refused(`${text}: ${query.message}`);
  const witnesses = [{ name: text, condition: query.fragment }];
  const properties = program.properties.map((one) => ({ ...one, watched: false }));
  const searched = { ...query.program, witnesses, properties, observations: [] };
  const found = await findWitness(searched, searching);
  if (found instanceof Refused) return found;
  if (found.run === undefined) {
    const how = found.complete ? 'in no reachable state' : 'in no state seen before a limit';
    return new Refused(`${text} holds ${how}`);
  }
  const title = `${text} holds after ${stepsText(found.run.length)}`;
  return { choice: asked, title, run: found.run, property: undefined, whole: undefined };
}

function stepsText(count: number): string {
  return count === 1 ? '1 step' : `${count} steps`;
}
