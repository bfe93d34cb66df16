// The shards of `racewalk check` joined, as lines for a person: what the text report has, without times and without
// the lines of the texts, which a document does not hold.
import { type CheckedVariant, type DiagnosticReport, standingOfReport } from '@racewalk/checker';
import type { CheckShard, CheckUnit } from '@racewalk/workbench';
import { diagnosticsShownMax } from '../diagnostic-text.ts';
import { codeOfStanding, combined, type ExitCode, exitCodes, isMistake } from '../exit-codes.ts';
import { nameWidth, outcomeLines, summaryLine, variantLine } from '../result-text.ts';
import { printable, type Style } from '../style.ts';

export function mergedCheckText({ units }: CheckShard, style: Style): string {
  const files = [...new Set(units.map(({ file }) => file))];
  const standings = units.map(({ report }) => standingOfReport(report));
  const texts = files.map((name) =>
    fileText(
      name,
      units.filter(({ file }) => file === name),
      style,
    ),
  );
  return texts.join('') + summaryLine({ files: files.length, standings }, undefined);
}

/** What the command answers for all of them together. */
export function mergedCheckCode({ units }: CheckShard): ExitCode {
  return combined(
    units.flatMap(({ report, diagnostics }) => [
      codeOfStanding(standingOfReport(report)),
      ...(diagnostics.some(isMistake) ? [exitCodes.invalid] : []),
    ]),
  );
}

function fileText(file: string, units: readonly CheckUnit[], style: Style): string {
  const width = nameWidth(units.map(({ report }) => report.name));
  const lines: string[] = [];
  let heading: string | undefined;
  for (const { scenario, report } of units) {
    if (scenario !== heading)
      lines.push(`${style.strong(printable(file))}: ${printable(scenario)}\n`);
    heading = scenario;
    const checked: Pick<CheckedVariant, 'report' | 'standing'> = {
      report,
      standing: standingOfReport(report),
    };
    lines.push(variantLine(checked, width, undefined, style), outcomeLines(checked));
  }
  return [...lines, ...diagnosticLines(units, style)].join('');
}

/** Each once: those of a text are in the unit of each of its variants. */
function diagnosticLines(units: readonly CheckUnit[], style: Style): string[] {
  const own = units[0]?.file ?? '';
  const lines = units
    .flatMap(({ diagnostics }) => diagnostics)
    .sort((left, right) => byPlace(own, left, right))
    .map(({ file, range, severity, code, message }) => {
      const place = `${printable(file)}:${range.start.line + 1}:${range.start.character + 1}`;
      const paint = severity === 'error' ? style.bad : style.unsure;
      const text = printable(message).replaceAll('\n', '\n  ');
      return `${style.strong(place)}: ${paint(`${severity} ${code}`)}: ${text}\n`;
    });
  const distinct = [...new Set(lines)];
  const left = distinct.length - diagnosticsShownMax;
  return left <= 0
    ? distinct
    : [...distinct.slice(0, diagnosticsShownMax), `... and ${left} more, not shown\n`];
}

/** Those of the file itself first. */
function byPlace(own: string, left: DiagnosticReport, right: DiagnosticReport): number {
  if (left.file !== right.file) {
    if (left.file === own || right.file === own) return left.file === own ? -1 : 1;
    return left.file < right.file ? -1 : 1;
  }
  const [a, b] = [left.range.start, right.range.start];
  return a.line - b.line || a.character - b.character;
}
