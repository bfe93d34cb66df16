// From a text to what is said about each variant: the one place where tests touch the package's API.
import { type Analysis, analyse } from '@racewalk/language';
import { defaultLimits, type Limits } from '@racewalk/simulator';
import {
  type CheckedVariant,
  diagnosticReports,
  type FileReport,
  startCheck,
} from '../src/index.ts';

export function analysed(text: string): Analysis {
  return analyse({ name: 'test.race', text }, () => undefined, []);
}

/** All variants of all scenarios, checked in slices of `slice` states. */
export function checkAll(
  analysis: Analysis,
  overrides: Partial<Limits> = {},
  slice = 1000,
): { readonly name: string; readonly variants: readonly CheckedVariant[] }[] {
  const limits = { ...defaultLimits, ...overrides };
  return analysis.scenarios.map(({ name, variants }, scenario) => ({
    name,
    variants: variants.map((_, variant) => {
      const check = startCheck(analysis, scenario, variant, limits);
      while (!check.advance(slice));
      return check.result();
    }),
  }));
}

/** One line per variant, then the diagnostics with the text that they stand at. */
export function checkText(text: string, overrides: Partial<Limits> = {}): string {
  const analysis = analysed(text);
  const lines: string[] = [];
  const told = [...analysis.diagnostics];
  for (const { variants } of checkAll(analysis, overrides)) {
    for (const { report, standing, diagnostics } of variants) {
      lines.push(`${report.name}: ${report.verdict}, ${standing}, asExpected ${report.asExpected}`);
      told.push(...diagnostics);
    }
  }
  for (const { code, start, end, message } of told) {
    lines.push(`${code} at \`${text.slice(start, end)}\`: ${message}`);
  }
  return `\n${lines.join('\n')}\n`;
}

/** The entry of the JSON document for a text. */
export function fileReport(
  text: string,
  overrides: Partial<Limits> = {},
  slice = 1000,
): FileReport {
  const analysis = analysed(text);
  const scenarios = checkAll(analysis, overrides, slice);
  const diagnostics = scenarios.flatMap(({ variants }) =>
    variants.flatMap((one) => one.diagnostics),
  );
  return {
    path: 'test.race',
    diagnostics: diagnosticReports([...analysis.diagnostics, ...diagnostics], () => text),
    scenarios: scenarios.map(({ name, variants }) => ({
      name,
      variants: variants.map(({ report }) => report),
    })),
  };
}
