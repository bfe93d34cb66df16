// The marks beside lines: what a line is needed for, and the run that shows it. Quiet: a line has one.
import type { LoadBearingReport, MutantReport, MutantState } from '@racewalk/workbench';
import type { LoadBearingMark, MarkState } from '../bench-protocol.ts';
import { uriOf } from '../documents/names.ts';
import { code, codeBlock, escaped } from './markdown.ts';

/** Of those on one line the first here is shown. */
const order: readonly MarkState[] = ['needed', 'notDecided', 'notJudged', 'notNeeded'];

const words: Readonly<Record<MarkState, string>> = {
  needed: 'needed',
  notDecided: 'not decided',
  notJudged: 'not judged',
  notNeeded: 'nothing checked here needs it',
};

/** What no thread comes to, and what leaves no program, has no mark. */
function markState(state: MutantState): MarkState | undefined {
  switch (state) {
    case 'needed':
    case 'setup':
      return 'needed';
    case 'not decided':
      return 'notDecided';
    case 'not judged':
      return 'notJudged';
    case 'not needed':
      return 'notNeeded';
    case 'not reached':
    case 'no program':
      return undefined;
  }
}

/** In the order of the report, one for each line. */
export function loadBearingMarks(report: LoadBearingReport): readonly LoadBearingMark[] {
  const lines = new Map<string, MutantReport[]>();
  for (const mutant of report.singles) {
    const [removal] = mutant.removals;
    if (removal === undefined || markState(mutant.state) === undefined) continue;
    const key = `${removal.line} ${removal.file}`;
    lines.set(key, [...(lines.get(key) ?? []), mutant]);
  }
  return [...lines.values()].flatMap((mutants) => markOf(mutants, report) ?? []);
}

function markOf(
  mutants: readonly MutantReport[],
  report: LoadBearingReport,
): LoadBearingMark | undefined {
  const place = mutants[0]?.removals[0];
  const states = new Set(mutants.map(({ state }) => markState(state)));
  const state = order.find((one) => states.has(one));
  if (place === undefined || state === undefined) return undefined;
  const lost = new Set(mutants.flatMap((one) => one.lost.map(({ property }) => property)));
  const text = lost.size === 0 ? words[state] : `${words[state]}: ${[...lost].join(', ')}`;
  const detail = [...mutants.map(mutantText), ledgerText(report)].join('\n\n');
  return { uri: uriOf(place.file), line: place.line - 1, state, text, detail };
}

function mutantText({ removals, state, lost, why }: MutantReport): string {
  const what = removals.map(({ sentence }) => code(sentence)).join(' and ');
  const mark = markState(state);
  const reason = why === undefined ? '' : ` (${escaped(why)})`;
  const head = `${what}: ${mark === undefined ? state : words[mark]}${reason}`;
  const runs = lost.map(
    ({ property, steps, run }) =>
      `${escaped(property)} in ${steps} ${steps === 1 ? 'step' : 'steps'}\n\n${codeBlock(run.trimEnd())}`,
  );
  return [head, ...runs].join('\n\n');
}

/** What it rests on: a verdict without it would claim too much. */
function ledgerText({ scenario, variant, profile, ledger }: LoadBearingReport): string {
  const facts = [`${scenario}, ${variant}`, profile, `memory ${ledger.memory}`, ...ledger.bounds];
  return `*${escaped(facts.join(' · '))}*`;
}

/** `23 lines are needed, 71 are not, of what is checked here`. */
export function loadBearingText(report: LoadBearingReport): string {
  const count = (state: MutantState) =>
    report.singles.filter((mutant) => mutant.state === state).length;
  const open = count('not decided');
  const rest = open === 0 ? '' : `, ${open} were not decided`;
  const { scenario, variant } = report;
  return `${scenario}, ${variant}: ${count('needed')} edits lose a property, ${count('not needed')} lose none${rest}`;
}
