// The table for a terminal: plain words, aligned; nothing is told by colour alone.
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
  tableOf,
  waitsCell,
  walkText,
} from './cells.ts';
import { scenariosOf } from './order.ts';
import type { CompareUnit } from './unit-report.ts';

const nameWidth = 44;

/** What `racewalk compare` prints. */
export function compareText(document: CompareDocument): string {
  return tablesOf(document).map(tableText).join('\n');
}

/** The tables of a document, one a scenario. */
export function tablesOf({ units, ranking }: CompareDocument): readonly BenchTable[] {
  if (ranking.length === 0) return scenariosOf(units).map(tableOf);
  const byNumber = new Map(units.map((unit) => [unit.number, unit]));
  return ranking.map((numbers) => tableOf(numbers.flatMap((one) => byNumber.get(one) ?? [])));
}

function tableText(table: BenchTable): string {
  const { file, scenario, properties, works, rows } = table;
  const heads = ['', 'variant', ...properties, ...works, 'waits'];
  const cells = rows.map((unit, index) => [
    `${index + 1}`,
    unit.variant,
    ...properties.map((name) => propertyCell(unit, name)),
    ...works.map((work) => runCell(unit, work)),
    waitsCell(unit),
  ]);
  return [
    `${file}: ${scenario}`,
    '',
    ...aligned([heads, ...cells]),
    '',
    ...section(
      'Costs of one run: the most over all interleavings; in brackets, where it differs, the sum of the threads, each alone.',
    ),
    ...notes(table),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function section(text: string): string[] {
  return [text, ''];
}

function notes(table: BenchTable): string[] {
  const { rows, held, properties } = table;
  const parts: string[] = [];
  if (held.length > 0) parts.push(...section(`Holds in every variant: ${held.join(', ')}.`));
  parts.push(
    ...listed('Not counted:', rows, ({ costsNote }) => (costsNote === null ? [] : [costsNote])),
  );
  for (const names of differingCalls(rows)) {
    const text = (unit: CompareUnit): string[] =>
      unit.costs === null ? [] : [callText(unit, names[0] ?? '') ?? 'not called'];
    parts.push(...listed(`A call of ${names.map((name) => `${name}()`).join(', ')}:`, rows, text));
  }
  parts.push(...listed('Done twice to one object in some run:', rows, repeatedText));
  parts.push(...listed('Held across a call that may sleep:', rows, heldText));
  const twice = repetitionLines(rows);
  if (twice.length > 0) {
    parts.push(
      'Doing it twice, where every property holds:',
      ...twice.map((line) => `  ${line}`),
      '',
    );
  }
  const walks = rows.flatMap((unit) =>
    properties
      .filter((name) => unit.properties.some((one) => one.name === name && one.run !== null))
      .map((name) => `  ${walkText(unit, name)}`),
  );
  if (walks.length > 0) parts.push('Walk the runs that fail:', ...walks, '');
  return parts;
}

/** The same text for several variants stands once: `1-3, 7  lock 1`. */
function listed(
  head: string,
  rows: readonly CompareUnit[],
  textOf: (unit: CompareUnit) => readonly string[],
): string[] {
  const byText = new Map<string, number[]>();
  rows.forEach((unit, index) => {
    const text = textOf(unit).join('; ');
    if (text !== '') byText.set(text, [...(byText.get(text) ?? []), index + 1]);
  });
  if (byText.size === 0) return [];
  const lines = [...byText].map(([text, numbers]) => [ranges(numbers), text]);
  const width = Math.max(...lines.map(([numbers]) => (numbers ?? '').length));
  return [
    head,
    ...lines.map(([numbers = '', text = '']) => `  ${numbers.padEnd(width)}  ${text}`),
    '',
  ];
}

/** `1-3, 7`. */
export function ranges(numbers: readonly number[]): string {
  const parts: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last !== undefined && last.to === number - 1) last.to = number;
    else parts.push({ from: number, to: number });
  }
  return parts.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

/** Names are broken at spaces; all else stands on the first line of its row. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const wrapped = rows.map((row) =>
    row.map((cell, column) => (column === 1 ? lines(cell) : [cell])),
  );
  const widths = (wrapped[0] ?? []).map((_, column) =>
    Math.max(
      ...wrapped.map((row) => Math.max(...(row[column] ?? ['']).map(({ length }) => length))),
    ),
  );
  return wrapped.flatMap((row) => {
    const height = Math.max(...row.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      row
        .map((cell, column) => (cell[line] ?? '').padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  });
}

function lines(text: string): string[] {
  const found: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > nameWidth) {
      found.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...found, line];
}
