// The text of an instruction's meaning tells apart what the search tells apart, and nothing else.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { type Expression, type Instruction, instructionContent } from '@racewalk/simulator';
import { describe, expect, test } from 'vitest';

const folder = path.join(import.meta.dirname, '../../scenarios/seed');
const files = readdirSync(folder).filter((name) => name.endsWith('-mte.race'));

/** The same by another way, which keeps every field that is not shown only. */
function plain({ site: _site, ...rest }: Instruction): string {
  const entries = Object.entries(rest)
    .filter(([name]) => name !== 'text' && name !== 'message')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries), (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

const site = { file: 0, start: 0, end: 0, line: 0, frame: 0 };

function set(value: Expression): Instruction {
  return { op: 'set', to: 0, value, step: false, live: [], site };
}

function constant(value: number): Expression {
  return { op: 'constant', value };
}

describe('what an instruction means', () => {
  test.each(files)('has one text in %s', (name) => {
    const file = { name, text: readFileSync(path.join(folder, name), 'utf8') };
    const analysis = analyse(file, () => undefined, kernelLibrary);
    const code = analysis.scenarios.flatMap((_, scenario) =>
      [0, 1, 2].flatMap((variant) =>
        analysis.scenarios[scenario]?.variants[variant] === undefined
          ? []
          : (analysis.compile(scenario, variant).program?.code ?? []),
      ),
    );
    const pairs = new Set(code.map((one) => `${plain(one)}\n${instructionContent(one)}`));
    expect(new Set(code.map(plain)).size).toBe(pairs.size);
    expect(new Set(code.map(instructionContent)).size).toBe(pairs.size);
    expect(pairs.size).toBeGreaterThan(100);
  });

  test('tells numbers apart by size and sign', () => {
    const values = [0, 1, -1, 0x7fff, 0x8000, 0x8001, -0x8000, 65_536, 2 ** 31, -(2 ** 31)];
    const all = [...values, 2 ** 32 - 1, 2 ** 32, 2 ** 40];
    expect(new Set(all.map((value) => instructionContent(set(constant(value))))).size).toBe(
      all.length,
    );
  });

  test('tells apart where one part ends and the next begins', () => {
    const mark = (text: string, count: string): Instruction => {
      return { op: 'mark', text, count, step: true, live: [1], site };
    };
    expect(instructionContent(mark('a', 'lock'))).toBe(instructionContent(mark('b', 'lock')));
    expect(instructionContent(mark('a', 'lock'))).not.toBe(instructionContent(mark('a', 'copy')));
    const choose = (targets: readonly number[], live: readonly number[]): Instruction => {
      return { op: 'choose', targets, text: '', step: true, live, site };
    };
    expect(instructionContent(choose([1], [2, 3]))).not.toBe(
      instructionContent(choose([1, 2], [3])),
    );
  });
});
