// A report to paste into a review or a pull request: a table for each file, and the failing run of each variant that is
// not as it should be.
import { distinct, foundText, runColumns } from '@racewalk/checker';
import { defaultLook } from '@racewalk/trace';
import { diagnosticsText } from '../diagnostic-text.ts';
import type { Host } from '../host.ts';
import { findings, type Standing, summaryLine } from '../result-text.ts';
import { printable, styleOf } from '../style.ts';
import type { FileResult, Reporter } from './reporter.ts';

const words: Readonly<Record<Standing, string>> = {
  expected: 'as expected',
  unexpected: '**not as expected**',
  undecided: '**no answer**',
  error: '**error**',
};

export function markdownReporter(host: Host): Reporter {
  const standings: Standing[] = [];
  return {
    variant(_analysis, _scenario, { checked }) {
      standings.push(checked.standing);
    },
    file(result) {
      host.out(fileText(result));
    },
    end(files, milliseconds) {
      host.out(summaryLine({ files, standings }, milliseconds));
    },
  };
}

function fileText(result: FileResult): string {
  const { path, scenarios, diagnostics, textOf } = result;
  const parts = [`## ${inline(path)}\n`];
  for (const { name, variants } of scenarios) {
    parts.push(`### ${inline(name)}\n`, table(variants));
    for (const checked of variants) parts.push(...runText(name, checked));
  }
  const told = distinct(diagnostics);
  if (told.length > 0) parts.push(fenced(diagnosticsText(told, textOf, styleOf(false))));
  return `${parts.join('\n')}\n`;
}

type Checked = FileResult['scenarios'][number]['variants'][number];

function table(variants: readonly Checked[]): string {
  const rows = variants.map((checked) => {
    const { report, standing } = checked;
    const cells = [
      inline(report.name),
      report.profile,
      report.verdict,
      words[standing],
      String(report.states),
      inline(findings(checked)),
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  return `| variant | release | verdict | | states | found |\n| --- | --- | --- | --- | --- | --- |\n${rows.join('')}`;
}

/** The runs of what should not have been found. */
function runText(scenario: string, checked: Checked): string[] {
  if (checked.standing !== 'unexpected') return [];
  const { violations, expected } = checked.report;
  return violations
    .filter(({ property }) => !expected.includes(property))
    .flatMap((violation) => {
      const { property } = violation;
      const drawn = runColumns(checked, {
        scenario,
        property,
        look: defaultLook,
        replay: undefined,
      });
      if (drawn === undefined) return [];
      const summary = html(`${checked.report.name}: ${foundText(violation)}`);
      return [`<details><summary>${summary}</summary>\n\n${fenced(drawn.text)}\n</details>\n`];
    });
}

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${printable(text).trimEnd()}\n${fence}\n`;
}

/** Text that means only itself, also in a table. */
function inline(text: string): string {
  return html(text).replace(/[\\`*_[\]|#]/gu, '\\$&');
}

function html(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
