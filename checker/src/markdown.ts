// A run as a document of Markdown, for a mail, an issue or a note: what the scenario is about, what
// was found, what that rests on, and the run.
import type { ScenarioInfo } from '@racewalk/language';
import { columns } from '@racewalk/trace';
import { counted } from './judge.ts';
import type { CheckedVariant } from './report.ts';
import type { RunColumns } from './run-columns.ts';

export interface Kept {
  /** The name of the file, for the command that shows the run again. */
  readonly file: string;
  /** As `replayString` makes it. */
  readonly replay: string;
}

/** The document, ended by a line end. */
export function runMarkdown(
  { report }: CheckedVariant,
  { name, story, sources }: ScenarioInfo,
  { title, trace, options }: RunColumns,
  { file, replay }: Kept,
): string {
  const variant = `${report.name}, ${report.profile}`;
  const fenced = columns(trace, {
    ...options,
    title: undefined,
    final: false,
    replay: undefined,
    frame: 'markdown',
  });
  return [
    `# ${plain(name)}`,
    ...paragraph(story.map(plain)),
    ...sources.map((source) => `Source: ${plain(source)}`),
    `**${report.verdict}**: ${plain(`${title} (${variant})`)}`,
    ledgerLines(report)
      .map((line) => `- ${line}`)
      .join('\n'),
    fenced.trimEnd(),
    ...finalState(trace),
    `To see it again:\n\n\`\`\`\nracewalk replay ${shellWord(file)} ${replay}\n\`\`\``,
  ]
    .map((block) => `${block}\n`)
    .join('\n');
}

function paragraph(lines: readonly string[]): string[] {
  const text = lines.join('\n').trim();
  return text === '' ? [] : [text];
}

/** What the verdict rests on, in three lines. */
function ledgerLines({ ledger, states, limitsReached }: CheckedVariant['report']): string[] {
  const { engine, release, patches, memory, bounds, abstractions, notes } = ledger;
  const patched = patches.length === 0 ? '' : `, patches ${patches.join(', ')}`;
  const limits = limitsReached.map(({ text }) => text);
  const seen =
    limits.length === 0 ? 'everything was explored' : `not everything: ${limits.join('; ')}`;
  const rest = [
    ...(bounds.length === 0 ? [] : [`bounds: ${bounds.join(', ')}`]),
    ...(abstractions.length === 0 ? [] : [counted(abstractions.length, 'abstraction')]),
    ...notes,
  ];
  const lines = [
    `${engine}, release ${release}${patched}, memory ${memory}`,
    `${counted(states, 'state')}, ${seen}`,
    ...(rest.length === 0 ? [] : [rest.join('; ')]),
  ];
  return lines.map(plain);
}

function finalState({ differences }: RunColumns['trace']): string[] {
  if (differences.length === 0) return [];
  const rows = differences.map(
    ({ name, before, after }) => `| ${code(name)} | ${code(before)} | ${code(after)} |`,
  );
  return [
    ['| what has changed | before | in the end |', '| --- | --- | --- |', ...rows].join('\n'),
  ];
}

/** Words that Markdown shows as they are. */
function plain(text: string): string {
  return text.replace(/[\\`*_<>[\]#|~]/gu, '\\$&');
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|').replaceAll('`', "'")}\``;
}

function shellWord(text: string): string {
  return /^[\w./-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
