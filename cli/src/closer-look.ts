// What `racewalk check` says beyond verdicts: whether a variant is another one over again, and, where it
// is asked to look closer, what locks and all reachable states tell of the text.
import {
  type CheckedVariant,
  coverageDiagnostics,
  identicalVariants,
  startProgramCoverage,
  startSleepingCalls,
  variantSeen,
} from '@racewalk/checker';
import type { Analysis, SourceFile } from '@racewalk/language';
import { defaultLimits, type Program, startValues } from '@racewalk/simulator';
import { checkVariant, type ExplorationHost, type Explorer, type Timed } from './exploration.ts';
import type { Which } from './jobs/job.ts';
import { textsOf } from './texts.ts';

/** States that a closer look takes in, by interpretation: a second or two for each variant. */
export const closerStatesMax = 100_000;
/** States between two looks at signals. */
const slice = 2048;

/** What a check needs to look closer. */
export interface Closer {
  /** Is it asked for? */
  readonly wanted: boolean;
  readonly library: readonly SourceFile[];
}

/** Checks one variant, with all that is said of its text. */
export async function checkClosely(
  host: ExplorationHost,
  analysis: Analysis,
  which: Which,
  explorer: Explorer,
  closer: Closer,
): Promise<Timed> {
  const timed = await checkVariant(host, analysis, which, explorer);
  const { program, diagnostics } = timed.checked;
  const twins = identicalVariants(analysis, which, program, diagnostics);
  const told = { ...timed, checked: withMore(timed.checked, twins) };
  if (!closer.wanted || program === undefined) return told;
  const values = startValues(program, { states_max: closerStatesMax });
  if (!(await drive(host, values))) return told;
  const seen = variantSeen(analysis, which, program, values.values());
  if (seen === undefined) return { ...told, isUnseen: true };
  const locks = await locksOf(host, program, textsOf(analysis, closer.library));
  const sleeps = await sleepsOf(host, timed.checked);
  return { ...told, seen, checked: withMore(told.checked, [...locks, ...sleeps]) };
}

async function locksOf(
  host: ExplorationHost,
  program: Program,
  textOf: ReturnType<typeof textsOf>,
): Promise<CheckedVariant['diagnostics']> {
  const search = startProgramCoverage(program, { coverage_states_max: closerStatesMax });
  if (!(await drive(host, search))) return [];
  return coverageDiagnostics({ program, coverage: search.coverage(), textOf });
}

/** Only where one such call was told: nothing else is expected, then. */
async function sleepsOf(
  host: ExplorationHost,
  { program, outcome, diagnostics }: CheckedVariant,
): Promise<CheckedVariant['diagnostics']> {
  if (program === undefined || outcome === undefined) return [];
  if (!diagnostics.some(({ code }) => code === 'RW0902')) return [];
  const limits = { ...defaultLimits, states_max: closerStatesMax };
  const search = startSleepingCalls(program, outcome, limits);
  if (search === undefined || !(await drive(host, search))) return [];
  return search.diagnostics();
}

function withMore(checked: CheckedVariant, more: CheckedVariant['diagnostics']): CheckedVariant {
  return more.length === 0
    ? checked
    : { ...checked, diagnostics: [...checked.diagnostics, ...more] };
}

/** False where the user has interrupted it. */
async function drive(
  host: ExplorationHost,
  search: { advance(expansions: number): boolean },
): Promise<boolean> {
  while (!search.advance(slice)) {
    await host.pause();
    if (host.interrupted()) return false;
  }
  return true;
}
