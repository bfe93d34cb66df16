// Lock coverage as text, as Markdown and as JSON.
import {
  type AccessReport,
  type CoverageReport,
  type FieldGroup,
  protectionWords,
  type UnprotectedReport,
} from '@racewalk/checker';
import { printable, type Style } from '../style.ts';

export const coverageSchema = 'racewalk.coverage/1';

export interface CoveredVariant {
  readonly scenario: string;
  readonly report: CoverageReport;
}

/** What is shown beside the shared fields that threads could race on. */
export interface CoverageDetail {
  /** Also fields that one thread accesses, and those that are only read; and every access. */
  readonly all: boolean;
  readonly path: string;
}

export function coverageJson(path: string, variants: readonly CoveredVariant[]): string {
  return `${JSON.stringify(coverageDocument(path, variants), undefined, 2)}\n`;
}

export interface CoverageDocument {
  readonly schema: typeof coverageSchema;
  readonly path: string;
  readonly variants: readonly ({ readonly scenario: string } & CoverageReport)[];
}

export function coverageDocument(
  path: string,
  variants: readonly CoveredVariant[],
): CoverageDocument {
  const written = variants.map(({ scenario, report }) => ({ scenario, ...report }));
  return { schema: coverageSchema, path, variants: written };
}

export function coverageText(
  { scenario, report }: CoveredVariant,
  detail: CoverageDetail,
  style: Style,
): string {
  const lines = [style.strong(titleOf(scenario, report)), seenText(report)];
  const groups = shownGroups(report, detail.all);
  const rows = groups.map((group) => [group.name, wordsOf(group), ...lockCells(group)]);
  const header = ['field', 'protection', 'held at every access', 'at every write'];
  lines.push(...table([header, ...rows]).map((line, at) => painted(line, groups[at - 1], style)));
  if (groups.length === 0) lines.push('  no field is shared by threads and written');
  for (const group of groups) {
    if (detail.all) lines.push('', `  ${group.name}`, ...accessLines(group));
    lines.push(...pairLines(group, detail.path));
  }
  return `${printable(lines.join('\n'))}\n`;
}

export function coverageMarkdown(
  { scenario, report }: CoveredVariant,
  detail: CoverageDetail,
): string {
  const groups = shownGroups(report, detail.all);
  const row = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  const lines = [
    `### ${titleOf(scenario, report)}`,
    '',
    seenText(report).trim(),
    '',
    row(['field', 'protection', 'held at every access', 'at every write']),
    '| --- | --- | --- | --- |',
    ...groups.map((group) => row([group.name, wordsOf(group), ...lockCells(group)])),
    '',
    ...groups.flatMap((group) => {
      const pairs = pairLines(group, detail.path);
      return pairs.length === 0 ? [] : ['```', ...pairs.slice(1), '```', ''];
    }),
  ];
  return `${printable(lines.join('\n'))}\n`;
}

function titleOf(scenario: string, { name, release }: CoverageReport): string {
  return `${scenario}, ${name} (${release})`;
}

function seenText({ states, limitsReached }: CoverageReport): string {
  if (limitsReached.length === 0) return `  every interleaving, ${states} states`;
  return `  bounded: ${limitsReached.join(', ')}; a lock named here is one of what was seen`;
}

function shownGroups({ groups }: CoverageReport, all: boolean): readonly FieldGroup[] {
  const isQuiet = ({ protection }: FieldGroup): boolean =>
    protection === 'one thread' || protection === 'only read';
  return all ? groups : groups.filter((group) => !isQuiet(group));
}

function wordsOf(group: FieldGroup): string {
  const words = protectionWords[group.protection];
  const writes = group.fields.flatMap(({ accesses }) => accesses.filter((one) => one.writes));
  const isAtomic = group.protection === 'none' && writes.every(({ atomic }) => atomic);
  return isAtomic ? `${words} (every write is atomic)` : words;
}

function lockCells({ common, atWrites }: FieldGroup): readonly string[] {
  return [common, atWrites].map((locks) => (locks.length === 0 ? '-' : locks.join(', ')));
}

function painted(line: string, group: FieldGroup | undefined, style: Style): string {
  return group?.protection === 'none' ? style.bad(line) : line;
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd(),
  );
}

function accessLines({ fields }: FieldGroup): readonly string[] {
  return fields.flatMap(({ name, accesses }) =>
    accesses.map((access) => `    ${name}: ${accessText(access)}`),
  );
}

function pairLines({ fields }: FieldGroup, path: string): readonly string[] {
  return fields.flatMap(({ name, unprotected }) =>
    unprotected === undefined ? [] : ['', ...pairText(name, unprotected, path)],
  );
}

function pairText(name: string, pair: UnprotectedReport, path: string): readonly string[] {
  const order = pair.adjacent ? 'one right behind the other' : 'in one run';
  return [
    `  ${name}: no common lock, ${order}`,
    `    step ${pair.firstStep}: ${accessText(pair.first)}`,
    `    step ${pair.steps}: ${accessText(pair.second)}`,
    `    racewalk replay ${path} ${pair.replay}`,
  ];
}

function accessText(access: AccessReport): string {
  const { thread, writes, atomic, text, file, line, held } = access;
  const how = `${writes ? 'writes' : 'reads'}${atomic ? ' (atomic)' : ''}`;
  const what = text === '' ? '' : ` ${text}`;
  const holds = held.length === 0 ? 'holds nothing' : `holds ${held.join(', ')}`;
  return `${thread} ${how}${what} in ${access.function}, ${file}:${line}; ${holds}`;
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('_', '\\_');
}
