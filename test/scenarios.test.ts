// The bundled scenarios: their verdicts against the answer key, and every number and step that a person
// sees. A changed number is an event to be reviewed; RW_UPDATE=1 writes what is found.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runColumns, startCheck, type VariantReport } from '@racewalk/checker';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse, loadLibrary } from '@racewalk/language';
import { defaultLimits } from '@racewalk/simulator';
import { defaultLook } from '@racewalk/trace';
import { describe, expect, test } from 'vitest';
import { answers, history, matrix } from './answer-key.ts';

const root = path.resolve(import.meta.dirname, '..');
const scenarioFiles = readdirSync(path.join(root, 'scenarios'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((name) => name.endsWith('.race'))
  .sort();

interface Checked {
  readonly reports: readonly VariantReport[];
  /** The reports of each scenario, by its title. */
  readonly scenarios: ReadonlyMap<string, readonly VariantReport[]>;
  readonly text: string;
}

const known = new Map<string, Checked>();

function checked(file: string): Checked {
  const before = known.get(file);
  if (before !== undefined) return before;
  const now = check(file);
  known.set(file, now);
  return now;
}

/** The properties that a variant breaks, or its verdict. `scenario` begins the scenario's title. */
function found(file: string, scenario: string, variant: string): string | undefined {
  const [, reports] =
    [...checked(file).scenarios].find(([title]) => title.startsWith(scenario)) ?? [];
  const report = reports?.find(({ name }) => name === variant);
  const broken = report?.violations.map(({ property }) => property).sort();
  return broken?.join(' ') || report?.verdict;
}

function check(file: string): Checked {
  const name = `scenarios/${file}`;
  const text = readFileSync(path.join(root, name), 'utf8');
  const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
  const lines: string[] = analysis.diagnostics.map(({ code, message }) => `${code}: ${message}`);
  const scenarios = new Map<string, VariantReport[]>();
  analysis.scenarios.forEach((scenario, index) => {
    const reports: VariantReport[] = [];
    scenarios.set(scenario.name, reports);
    lines.push(`scenario ${scenario.name}`);
    scenario.variants.forEach((variant, at) => {
      const run = startCheck(analysis, index, at, defaultLimits);
      while (!run.advance(10_000));
      const result = run.result();
      const { report } = result;
      reports.push(report);
      lines.push(`  ${variant.name}: ${report.verdict}`);
      const counts = [report.states, report.transitions, report.depth].join(' ');
      lines.push(
        `    states, transitions, depth: ${counts}; interleavings: ${report.interleavings}`,
      );
      for (const violation of report.violations) {
        const { property, steps, switches } = violation;
        lines.push(`    ${property}: ${steps} steps, ${switches} switches`);
        if (at > 0) continue;
        const columns = runColumns(result, {
          scenario: scenario.name,
          property,
          look: defaultLook,
          replay: undefined,
        });
        lines.push('', ...(columns?.text ?? '').split('\n'), '');
      }
    });
  });
  const reports = [...scenarios.values()].flat();
  return { reports, scenarios, text: `${lines.map((line) => line.trimEnd()).join('\n')}\n` };
}

describe('the bundled scenarios', () => {
  test('are there', () => expect(scenarioFiles.length).toBeGreaterThan(2));
  for (const file of scenarioFiles) {
    test(`${file} is as expected, and as it was`, () => {
      const { reports, text } = checked(file);
      expect(reports.filter(({ asExpected }) => !asExpected).map(({ name }) => name)).toEqual([]);
      const golden = path.join(root, 'test/golden', `${file.replaceAll('/', '.')}.txt`);
      if (process.env.RW_UPDATE === '1') writeFileSync(golden, text);
      expect(text).toBe(readFileSync(golden, 'utf8'));
    });
  }
});

// The answer key: what is known of each, apart from what the files say.
describe('the answer key', () => {
  for (const [file, scenario, variant, answer] of [...answers, ...history]) {
    test(`${file}, ${variant}: ${answer}`, () => {
      expect(found(file, scenario, variant)).toBe(answer);
    });
  }
  test('names a scenario for each race of the family', () => {
    expect(new Set(answers.map(([file]) => file)).size).toBeGreaterThan(10);
    expect(new Set(history.map(([file]) => file)).size).toBeGreaterThan(14);
  });
});

describe('the matrix', () => {
  for (const [row, ...cells] of matrix) {
    test(row, () => {
      expect(cells.map((_, column) => found('seed/matrix.race', `X${column + 1}`, row))).toEqual(
        cells,
      );
    });
  }
});

describe('the kernel library', () => {
  const library = loadLibrary(kernelLibrary);
  test('has no diagnostics', () => {
    expect(library.diagnostics.map(({ file, message }) => `${file}: ${message}`)).toEqual([]);
  });
  test('says of every function where it comes from', () => {
    const without = [...library.scope.values.values()].flatMap((symbol) =>
      symbol.kind === 'function'
        ? symbol.bodies.filter((body) => !body.doc.some((line) => /^\s*source: \S/.test(line)))
        : [],
    );
    expect(without.map((body) => `${body.file}: ${body.name}`)).toEqual([]);
  });
  test('explains every property and patch', () => {
    const silent = [...library.scope.properties.values()].filter(({ sentence }) => sentence === '');
    expect(silent.map(({ name }) => name)).toEqual([]);
    const untitled = [...library.scope.patches.values()].filter(
      (patch) => patch.title === patch.name,
    );
    expect(untitled.map(({ name }) => name)).toEqual([]);
  });
});
