// The bundled scenarios: their verdicts against the answer key, and every number and step that a person
// sees. A changed number is an event to be reviewed; RW_UPDATE=1 writes what is found.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runColumns, startCheck, type VariantReport } from '@racewalk/checker';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse, loadLibrary } from '@racewalk/language';
import { defaultLimits } from '@racewalk/simulator';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const scenarioFiles = readdirSync(path.join(root, 'scenarios'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((name) => name.endsWith('.race'))
  .sort();

function checked(file: string): {
  readonly reports: readonly VariantReport[];
  readonly text: string;
} {
  const name = `scenarios/${file}`;
  const text = readFileSync(path.join(root, name), 'utf8');
  const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
  const lines: string[] = analysis.diagnostics.map(({ code, message }) => `${code}: ${message}`);
  const reports: VariantReport[] = [];
  analysis.scenarios.forEach((scenario, index) => {
    lines.push(`scenario ${scenario.name}`);
    scenario.variants.forEach((variant, at) => {
      const check = startCheck(analysis, index, at, defaultLimits);
      while (!check.advance(10_000));
      const result = check.result();
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
        const columns = runColumns(result, { scenario: scenario.name, property, tabs: false });
        lines.push('', ...(columns?.text ?? '').split('\n'), '');
      }
    });
  });
  return { reports, text: `${lines.map((line) => line.trimEnd()).join('\n')}\n` };
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

// The answer key: what each order of flag and work is known to break, apart from what the files say.
const answers: readonly (readonly [string, string, string])[] = [
  ['seed/two-mprotect-mte.race', 'as written', 'tag_leak tag_loss'],
  ['seed/two-mprotect-mte.race', 'flag first, as in v5.10', 'tag_leak tag_loss'],
  ['seed/two-mprotect-mte.race', 'flag first, as in v5.14', 'tag_leak tag_loss'],
  ['seed/two-mprotect-mte.race', 'flag first, as in v6.1', 'tag_leak tag_loss'],
  ['seed/two-mprotect-mte.race', 'work first: clear, then set the flag', 'tag_loss'],
  ['seed/two-mprotect-mte.race', 'lock: tag_sync_lock, proposed, not merged', 'pass'],
  ['seed/two-mprotect-mte.race', 'two-bit page lock, as in v6.2', 'pass'],
  ['seed/two-mprotect-mte.race', 'two-bit page lock, as in v6.5', 'pass'],
  ['seed/two-mprotect-exec.race', 'as written', 'stale_icache'],
  ['seed/two-mprotect-exec.race', 'flag first, as in v5.10', 'stale_icache'],
  ['seed/two-mprotect-exec.race', 'work first: test, maintain, set, as in v5.13', 'pass'],
  ['seed/two-mprotect-exec.race', 'lock around test, maintain and set', 'pass'],
  ['seed/two-mprotect-exec.race', 'two-bit election', 'pass'],
  ['seed/guest-fault-mprotect-mte.race', 'as written', 'pass'],
  [
    'seed/guest-fault-mprotect-mte.race',
    'no tags in stage 2, as proposed first',
    'tag_leak tag_loss',
  ],
  ['seed/guest-fault-mprotect-mte.race', 'VM_SHARED allowed (what if)', 'tag_leak tag_loss'],
  ['seed/guest-fault-mprotect-mte.race', 'two-bit page lock, as in v6.2', 'pass'],
  ['seed/guest-fault-mprotect-mte.race', 'two-bit page lock, as in v6.5', 'pass'],
  ['seed/vmm-mprotect-mte.race', 'as written', 'pass'],
  ['seed/vmm-mprotect-mte.race', 'without the retry check', 'tag_leak tag_loss'],
  ['seed/vmm-mprotect-mte.race', 'no tags in stage 2, as proposed first', 'tag_leak tag_loss'],
  ['seed/vmm-mprotect-mte.race', 'two-bit page lock, as in v6.2', 'pass'],
  ['seed/vmm-mprotect-mte.race', 'sequence read under mmap_lock, as in v6.3', 'pass'],
];

describe('the answer key', () => {
  for (const [file, variant, answer] of answers) {
    test(`${file}, ${variant}: ${answer}`, () => {
      const report = checked(file).reports.find(({ name }) => name === variant);
      const found = report?.violations.map(({ property }) => property).sort();
      expect(found?.join(' ') || report?.verdict).toBe(answer);
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
