// JUnit XML as most CI systems read it: a suite for each file, a test for each variant. A variant without an answer is an
// error, not a success and not a skipped test.
import { diagnosticReports, distinct } from '@racewalk/checker';
import { diagnosticsText } from '../diagnostic-text.ts';
import type { Timed } from '../exploration.ts';
import type { Host } from '../host.ts';
import { findings } from '../result-text.ts';
import { styleOf } from '../style.ts';
import type { FileResult, Reporter } from './reporter.ts';

interface Suite {
  readonly text: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly milliseconds: number;
}

export function junitReporter(host: Host): Reporter {
  const suites: Suite[] = [];
  let times: number[] = [];
  return {
    variant(_analysis, _scenario, { milliseconds }: Timed) {
      times.push(milliseconds);
    },
    file(result) {
      suites.push(suiteOf(result, times));
      times = [];
    },
    end() {
      const sum = (key: 'tests' | 'failures' | 'errors' | 'milliseconds'): number =>
        suites.reduce((total, suite) => total + suite[key], 0);
      const counts = countsOf(sum('tests'), sum('failures'), sum('errors'), sum('milliseconds'));
      const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
      const body = suites.map(({ text }) => text).join('');
      host.out(`${head}<testsuites name="racewalk" ${counts}>\n${body}</testsuites>\n`);
    },
  };
}

function suiteOf(result: FileResult, times: readonly number[]): Suite {
  const { path, scenarios } = result;
  const cases: string[] = [];
  let failures = 0;
  let errors = 0;
  let at = 0;
  for (const { name: scenario, variants } of scenarios) {
    for (const checked of variants) {
      const { report, standing } = checked;
      const seconds = ((times[at++] ?? 0) / 1000).toFixed(3);
      if (standing === 'unexpected') failures += 1;
      if (standing === 'error' || standing === 'undecided') errors += 1;
      const head = `<testcase classname="${escaped(scenario)}" name="${escaped(report.name)}" time="${seconds}">`;
      cases.push(`    ${head}${outcomeOf(checked, result)}</testcase>\n`);
    }
  }
  const broken = cases.length === 0 ? problemOf(result) : undefined;
  if (broken !== undefined) {
    cases.push(broken);
    errors += 1;
  }
  const milliseconds = times.reduce((total, one) => total + one, 0);
  const counts = countsOf(cases.length, failures, errors, milliseconds);
  const text = `  <testsuite name="${escaped(path)}" ${counts}>\n${cases.join('')}  </testsuite>\n`;
  return { text, tests: cases.length, failures, errors, milliseconds };
}

type Checked = FileResult['scenarios'][number]['variants'][number];

function outcomeOf(checked: Checked, { textOf }: FileResult): string {
  const { standing, report } = checked;
  if (standing === 'expected') return '';
  const told = diagnosticsText(distinct(checked.diagnostics), textOf, styleOf(false));
  const found = findings(checked);
  const message = `expected ${report.expected.join(', ') || 'pass'}, found ${report.verdict}${found === '' ? '' : `: ${found}`}`;
  const tag = standing === 'unexpected' ? 'failure' : 'error';
  return `\n      <${tag} type="${standing}" message="${escaped(message)}">${escaped(told)}</${tag}>\n    `;
}

/** A file that could not be read, or that holds an error outside its scenarios, must not look like an empty suite. */
function problemOf({ path, diagnostics, textOf }: FileResult): string | undefined {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return undefined;
  const [first] = diagnosticReports(errors, textOf);
  const told = diagnosticsText(distinct(errors), textOf, styleOf(false));
  const message = `${first?.code ?? ''} ${first?.message ?? ''}`;
  return `    <testcase classname="${escaped(path)}" name="the file" time="0.000">\n      <error type="invalid" message="${escaped(message)}">${escaped(told)}</error>\n    </testcase>\n`;
}

function countsOf(tests: number, failures: number, errors: number, milliseconds: number): string {
  return `tests="${tests}" failures="${failures}" errors="${errors}" time="${(milliseconds / 1000).toFixed(3)}"`;
}

/** For text and attributes; what XML 1.0 has no place for is replaced. */
function escaped(text: string): string {
  return text
    .replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');
}
