// The history of a scenario in words: where the verdict changes, and what changed there.
import type { HistoryDocument } from '../shards/document.ts';
import type { HistoryUnit } from './report.ts';

/** Neighbouring releases with the same answer. */
export interface Era {
  readonly from: string;
  readonly to: string | null;
  readonly verdict: HistoryUnit['verdict'];
  /** `fails`, with the properties. */
  readonly words: string;
  /** What changed at its beginning; empty for the first. */
  readonly changed: readonly string[];
}

/** The stretches of one variant of one scenario. */
export interface VariantHistory {
  readonly file: string;
  readonly scenario: string;
  readonly variant: string;
  readonly units: readonly HistoryUnit[];
  readonly eras: readonly Era[];
}

export function historiesOf({ units }: HistoryDocument): readonly VariantHistory[] {
  const byVariant = new Map<string, HistoryUnit[]>();
  for (const unit of units) {
    const key = JSON.stringify([unit.file, unit.scenario, unit.variant]);
    byVariant.set(key, [...(byVariant.get(key) ?? []), unit]);
  }
  return [...byVariant.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { file, scenario, variant } = first;
    return [{ file, scenario, variant, units: own, eras: erasOf(own) }];
  });
}

function erasOf(units: readonly HistoryUnit[]): readonly Era[] {
  const eras: Era[] = [];
  let number = -1;
  for (const unit of units) {
    const words = wordsOf(unit);
    const last = eras.at(-1);
    // A shard has gaps, and says nothing about them.
    if (last !== undefined && last.words === words && number + 1 === unit.number)
      eras[eras.length - 1] = { ...last, to: unit.to };
    else {
      const { from, to, verdict } = unit;
      const isNext = last !== undefined && number + 1 === unit.number;
      eras.push({ from, to, verdict, words, changed: isNext ? unit.changed : [] });
    }
    number = unit.number;
  }
  return eras;
}

function wordsOf({ verdict, broken, note }: HistoryUnit): string {
  if (verdict === 'pass') return 'passes';
  if (verdict === 'bounded') return `is not decided (${note ?? ''})`;
  if (verdict === 'error') return `has no verdict (${note ?? ''})`;
  return `fails ${broken
    .map(({ property }) => property)
    .sort()
    .join(', ')}`;
}

/** Of one era: `v5.10 .. v5.13`, or `from v5.14` for the last of several. */
export function eraRange({ eras }: VariantHistory, index: number): string {
  const era = eras[index];
  if (era === undefined) return '';
  return era.to === null && index > 0 ? `from ${era.from}` : rangeOf(era);
}

/** `fails tag_leak v5.10 .. v6.1; passes from v6.2: mte_sync_tags()`. */
export function historySentence(history: VariantHistory): string {
  return history.eras
    .map((era, index) => {
      const when = eraRange(history, index);
      const names = era.changed.map((name) => `${name}()`).join(', ');
      return `${era.words} ${when}${names === '' ? '' : `: ${names}`}`;
    })
    .join('; ');
}

/** As the language writes it: `v5.10 .. v5.13`, `v6.2 ..`. */
function rangeOf({ from, to }: Pick<Era, 'from' | 'to'>): string {
  if (to === null) return `${from} ..`;
  return from === to ? from : `${from} .. ${to}`;
}

/** The bar: `v5.10 ✗ … v6.2 ✓`. */
export function historyBar({ eras }: VariantHistory): string {
  return eras.map(({ from, verdict }) => `${from} ${signs[verdict]}`).join(' … ');
}

const signs: Readonly<Record<HistoryUnit['verdict'], string>> = {
  pass: '✓',
  fail: '✗',
  bounded: '…?',
  error: '–',
};

/** What `racewalk history` prints. */
export function historyText(document: HistoryDocument): string {
  return historiesOf(document).map(variantText).join('\n');
}

function variantText(history: VariantHistory): string {
  const { file, scenario, variant, units, eras } = history;
  const rows = units.map((unit) => [
    rangeOf(unit),
    wordsOf(unit),
    unit.broken.map(({ property, steps }) => `${property} in ${steps} steps`).join(', '),
  ]);
  const widths = [0, 1].map((at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd();
  const changes = eras.filter(({ changed }) => changed.length > 0);
  return [
    `${file}: ${scenario}, ${variant}`,
    ...rows.map(line),
    `  ${historySentence(history)}`,
    ...(changes.length === 0 ? ['  The verdict does not change.'] : []),
    '',
  ].join('\n');
}

/** What `racewalk history --format markdown` prints. */
export function historyMarkdown(document: HistoryDocument): string {
  return historiesOf(document)
    .flatMap((history) => [
      `## ${escaped(history.scenario)}, ${escaped(history.variant)}`,
      '',
      `${historyBar(history)}`,
      '',
      '| releases | verdict | functions that changed |',
      '| --- | --- | --- |',
      ...history.eras.map(
        (era) =>
          `| ${rangeOf(era)} | ${escaped(era.words)} | ${era.changed.map((name) => `\`${name}()\``).join(', ')} |`,
      ),
      '',
    ])
    .join('\n')
    .concat('\n');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\|<>*_`[\]]/g, '\\$&').replaceAll('\n', ' ');
}
