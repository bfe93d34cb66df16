// The table as Markdown, for a mail, a review or the editor.
import type { CompareDocument } from '../shards/document.ts';
import {
  type BenchTable,
  callText,
  differingCalls,
  heldText,
  propertyCell,
  repeatedText,
  repetitionLines,
  runCell,
  waitsCell,
  walkText,
  workHeading,
} from './cells.ts';
import { tablesOf } from './table-text.ts';
import type { CompareUnit } from './unit-report.ts';

/** What `racewalk compare --format markdown` prints. */
export function compareMarkdown(document: CompareDocument): string {
  return tablesOf(document).map(tableMarkdown).join('\n');
}

function tableMarkdown(table: BenchTable): string {
  const { file, scenario, properties, works, rows, held } = table;
  const head = ['', 'variant', ...properties, ...works.map(workHeading), 'steps waited'];
  const body = rows.map((unit, index) => [
    `${index + 1}`,
    unit.variant,
    ...properties.map((name) => marked(propertyCell(unit, name))),
    ...works.map((work) => runCell(unit, work)),
    waitsCell(unit),
  ]);
  const twice = repetitionLines(rows);
  return [
    `## ${escaped(scenario)}`,
    '',
    `In ${code(file)}.`,
    'Costs are of one run: the most over all interleavings; in brackets, where it differs, the sum of the threads, each alone.',
    '',
    row(head),
    row(head.map(() => '---')),
    ...body.map(row),
    '',
    ...(held.length === 0 ? [] : [`Holds in every variant: ${held.map(code).join(', ')}.`, '']),
    ...perVariant('Not counted', rows, ({ costsNote }) => (costsNote === null ? [] : [costsNote])),
    ...differingCalls(rows).flatMap((names) =>
      perVariant(`A call of ${names.map((name) => `\`${name}()\``).join(', ')}`, rows, (unit) =>
        unit.costs === null ? [] : [callText(unit, names[0] ?? '') ?? 'not called'],
      ),
    ),
    ...perVariant('Done twice to one object in some run', rows, repeatedText),
    ...perVariant('Held across a call that may sleep', rows, heldText),
    ...(twice.length === 0
      ? []
      : [
          '### Doing it twice, where every property holds',
          '',
          ...twice.map((line) => `- ${escaped(line)}`),
          '',
        ]),
    ...harmBlocks(rows),
    ...walks(rows, properties),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

/** A sign beside the word, for who skims; the word says it all. */
function marked(cell: string): string {
  if (cell === 'holds') return `✓ ${cell}`;
  return cell.startsWith('fails') ? `✗ ${cell}` : cell;
}

function perVariant(
  title: string,
  rows: readonly CompareUnit[],
  textOf: (unit: CompareUnit) => readonly string[],
): string[] {
  const lines = rows.flatMap((unit, index) => {
    const text = textOf(unit).join('; ');
    return text === '' ? [] : [`- ${index + 1}: ${escaped(text)}`];
  });
  return lines.length === 0 ? [] : [`### ${title}`, '', ...lines, ''];
}

/** One run for each operation that is not harmless. */
function harmBlocks(rows: readonly CompareUnit[]): string[] {
  const seen = new Set<string>();
  return rows.flatMap((unit) =>
    unit.repetitions.flatMap((one) => {
      const [harm] = one.harms;
      if (harm === undefined || seen.has(one.function)) return [];
      seen.add(one.function);
      return ['```', ...harm.columns, '```', ''];
    }),
  );
}

function walks(rows: readonly CompareUnit[], properties: readonly string[]): string[] {
  const lines = rows.flatMap((unit) =>
    properties
      .filter((name) => unit.properties.some((one) => one.name === name && one.run !== null))
      .map((name) => walkText(unit, name)),
  );
  return lines.length === 0 ? [] : ['### Walk the runs that fail', '', '```', ...lines, '```', ''];
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\|<>*_`[\]]/g, '\\$&').replaceAll('\n', ' ');
}
