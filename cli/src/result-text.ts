// The lines that `racewalk check` prints about results: one per variant, and the last one.
import type { CheckedVariant } from '@racewalk/checker';
import { foundText } from '@racewalk/checker';
import { engineName } from '@racewalk/language';
import { printable, type Style } from './style.ts';

export type Standing = CheckedVariant['standing'];

const labels: Readonly<Record<Standing, string>> = {
  expected: 'ok',
  unexpected: 'not ok',
  undecided: 'no answer',
  error: 'error',
};

const order: readonly Standing[] = ['expected', 'unexpected', 'undecided', 'error'];

/** Names get a column this wide at most; a longer one pushes its own line only. */
const nameWidthMax = 44;

/** Width of the column of names, for all variants of a file. */
export function nameWidth(names: readonly string[]): number {
  return Math.min(nameWidthMax, Math.max(0, ...names.map((name) => name.length)));
}

/** `  ok  fail  flag first  v5.13  1 204 states  312 interleavings  12 ms  tag_leak in 9 steps` */
export function variantLine(
  checked: Pick<CheckedVariant, 'report' | 'standing'>,
  width: number,
  milliseconds: number | undefined,
  style: Style,
): string {
  const { report, standing } = checked;
  const cells = [
    painted(standing, style)(labels[standing].padEnd(9)),
    report.verdict.padEnd(7),
    printable(report.name).padEnd(width),
    report.profile.padEnd(6),
    counted(report.states, 'state').padStart(14),
    interleavings(report.interleavings).padStart(20),
    ...(milliseconds === undefined ? [] : [style.faint(duration(milliseconds).padStart(7))]),
    findings(checked),
  ];
  return `  ${cells.join('  ').trimEnd()}\n`;
}

/** Rows of the table of outcomes that are printed; `--json` has them all. */
const outcomesShown = 16;

/** What `observe` and `witness` ask for, below the line of the variant. */
export function outcomeLines({ report }: Pick<CheckedVariant, 'report'>): string {
  const observed = report.outcomes.filter(({ values }) => values.length > 0);
  const rows = observed.slice(0, outcomesShown).map(({ frequency, values }) => {
    const cells = values.map(({ name, value }) => `${name}: ${value}`).join(', ');
    return `${frequency.padEnd(9)}  ${cells}`;
  });
  const more = observed.length - rows.length;
  if (more > 0) rows.push(`and ${counted(more, 'more outcome')}`);
  for (const { name, found, trace } of report.witnesses) {
    rows.push(
      `witness    ${name}: ${found ? `after ${counted(trace.length, 'step')}` : 'not found'}`,
    );
  }
  return rows.map((row) => `             ${printable(row)}\n`).join('');
}

function painted(standing: Standing, style: Style): (text: string) => string {
  if (standing === 'expected') return style.good;
  return standing === 'undecided' ? style.unsure : style.bad;
}

/** `tag_leak in 9 steps (2 switches); limit: 5 000 000 states`. */
export function findings(checked: Pick<CheckedVariant, 'report'>): string {
  const { violations, limitsReached, ledger } = checked.report;
  const found = violations.map(
    (violation) => foundText(violation) + (violation.shortest ? '' : ', maybe not the shortest'),
  );
  const limits = limitsReached.map((limit) => `limit: ${limit.text}`);
  const isOurs = ledger.engine === engineName || ledger.engine === '';
  const engine = isOurs ? [] : [`by ${ledger.engine}`];
  return printable([...found, ...limits, ...engine].join('; '));
}

function interleavings(count: string | null): string {
  if (count === null) return 'not counted';
  const digits =
    count.length <= 12 ? grouped(count) : `${count[0]}.${count.slice(1, 3)}e${count.length - 1}`;
  return `${digits} ${count === '1' ? 'interleaving' : 'interleavings'}`;
}

/** `1 204 states`. */
function counted(count: number, word: string): string {
  return `${grouped(String(count))} ${count === 1 ? word : `${word}s`}`;
}

/** `20000000` as `20 000 000`. */
export function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/gu, ' ');
}

/** `12 ms`, `1.2 s`, `95 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}

export interface Tally {
  readonly files: number;
  readonly standings: readonly Standing[];
}

/** `14 variants in 5 files: 13 ok, 1 not ok`. */
export function summaryLine(tally: Tally, milliseconds: number | undefined): string {
  const { files, standings } = tally;
  const parts = order
    .map((standing) => ({ standing, count: standings.filter((one) => one === standing).length }))
    .filter(({ count }) => count > 0)
    .map(({ standing, count }) => `${count} ${labels[standing]}`);
  const found = parts.length === 0 ? 'nothing checked' : parts.join(', ');
  const variants = counted(standings.length, 'variant');
  const time = milliseconds === undefined ? '' : `; ${duration(milliseconds)}`;
  return `${variants} in ${counted(files, 'file')}: ${found}${time}\n`;
}
