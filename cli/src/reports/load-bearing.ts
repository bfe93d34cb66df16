// The load-bearing report as text and as Markdown.

import { counted as counts } from '@racewalk/checker';
import type { LoadBearingReport, Lost, MutantReport, MutantState } from '@racewalk/workbench';
import { grouped } from '../result-text.ts';
import { printable } from '../style.ts';

const headings: readonly (readonly [MutantState, string])[] = [
  ['needed', 'needed'],
  ['not decided', 'not decided: a limit was reached'],
  ['not needed', 'nothing checked here needs it'],
  ['not judged', 'not judged'],
  ['setup', 'setup does not get through without it'],
  ['not reached', 'no thread comes to it'],
  ['no program', 'no program is left without it'],
];

/** Only how many there are is told of these. */
const counted: ReadonlySet<MutantState> = new Set<MutantState>(['not reached', 'no program']);

export function loadBearingText(report: LoadBearingReport): string {
  const lines = [headOf(report)];
  for (const [mutants, words] of partsOf(report)) {
    for (const [state, heading] of headings) {
      const own = mutants.filter((mutant) => mutant.state === state);
      if (own.length === 0) continue;
      lines.push(`${heading}${words} (${own.length})`);
      if (!counted.has(state)) lines.push(...own.flatMap(mutantLines));
    }
  }
  lines.push(...restLines(report));
  return `${printable(lines.join('\n'))}\n`;
}

function partsOf({ singles, pairs }: LoadBearingReport) {
  return [
    [singles, ''],
    [pairs, ', two at a time'],
  ] as const;
}

function headOf({ scenario, variant, profile, verdict, states, violated }: LoadBearingReport) {
  const found = violated.length === 0 ? '' : ` (${violated.join(', ')})`;
  return `${scenario}, ${variant}, ${profile}: ${verdict}${found}, ${grouped(String(states))} states`;
}

function mutantLines({ removals, lost, why }: MutantReport): string[] {
  const [first] = removals;
  const names = removals.map((one) => `${one.function}: ${one.sentence}`).join('; and ');
  const place = first === undefined ? '' : `${first.file}:${first.line}`;
  const reason = why === undefined ? [] : [`      ${why}`];
  return [
    `  ${names}`,
    `      ${place}`,
    ...lost.map((one) => `      ${lostText(one)}`),
    ...reason,
  ];
}

/** `tag_loss in 32 steps (4 switches)`. */
function lostText({ property, steps, switches, shortest }: Lost): string {
  const claim = shortest ? '' : ', maybe not the shortest';
  return `${property} in ${counts(steps, 'step')} (${counts(switches, 'switch')}${claim})`;
}

function vacuousText({ property, how }: LoadBearingReport['vacuous'][number]): string {
  return how === 'never asked'
    ? `vacuous: ${property} holds because no thread comes to where it is checked`
    : `maybe vacuous: no removal breaks ${property}`;
}

function restLines({ ledger, bounds, explored, vacuous }: LoadBearingReport): string[] {
  return [
    ...vacuous.map(vacuousText),
    ...bounds.map((bound) => `bounded: ${bound}`),
    ...(explored === undefined
      ? []
      : [`${explored.programs} programs explored, ${grouped(String(explored.states))} states`]),
    `ledger: ${[ledger.release, `memory ${ledger.memory}`, ...ledger.bounds].join(', ')}`,
    ...ledger.notes.map((note) => `ledger: ${note}`),
  ];
}

export function loadBearingMarkdown(report: LoadBearingReport): string {
  const lines = [`## ${headOf(report)}`, ''];
  for (const [mutants, words] of partsOf(report)) {
    for (const [state, heading] of headings) {
      const own = mutants.filter((mutant) => mutant.state === state);
      if (own.length === 0) continue;
      lines.push(`### ${heading}${words} (${own.length})`, '');
      if (!counted.has(state)) lines.push(...own.flatMap(markdownLines), '');
    }
  }
  lines.push(...restLines(report).map((line) => `- ${line}`), '');
  return `${printable(lines.join('\n'))}\n`;
}

function markdownLines({ removals, lost, why }: MutantReport): string[] {
  const names = removals.map((one) => `${one.function}: \`${one.sentence}\``).join(' and ');
  const reason = why === undefined ? '' : ` (${why})`;
  const runs = lost.flatMap((one) => [
    '',
    `  <details><summary>${lostText(one)}</summary>`,
    '',
    ...fenced(one.run),
    '',
    '  </details>',
  ]);
  return [`- ${names}${reason}`, ...runs];
}

function fenced(run: string): string[] {
  return ['```', ...run.trimEnd().split('\n'), '```'].map((line) => `  ${line}`);
}
