// What the documentation promises: its scenarios compile and have the verdicts they state, its tables
// name what there is.
import { readFileSync } from 'node:fs';
import { defaultLimits, explore } from '@racewalk/simulator';
import { describe, expect, it } from 'vitest';
import { builtins, builtinValues } from '../../src/check/builtins.ts';
import { namedIntegers } from '../../src/check/types.ts';
import { analyseText, verdictOf } from './check.ts';

const read = (name: string) =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const blocks = (text: string) =>
  [...text.matchAll(/```c\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

describe('the tour', () => {
  const scenarios = blocks(read('language/tour.md')).filter((block) =>
    block.startsWith('scenario'),
  );
  it('has scenarios', () => expect(scenarios.length).toBeGreaterThan(1));
  for (const text of scenarios) {
    const analysis = analyseText(text);
    for (const [index, variant] of (analysis.scenarios[0]?.variants ?? []).entries()) {
      it(`states the verdict of ${analysis.scenarios[0]?.name}, ${variant.name}`, () => {
        expect(analysis.diagnostics).toEqual([]);
        const { program, diagnostics } = analysis.compile(0, index);
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        if (program === undefined) throw new Error('not compiled');
        const expected = variant.expect?.properties.join(', ') ?? '';
        expect(verdictOf(program, explore(program))).toBe(expected === '' ? 'pass' : expected);
      });
    }
  }
});

describe('the reference', () => {
  const reference = read('language/reference.md');
  it('holds the grammar', () => {
    expect(reference).toContain(read('language/grammar.ebnf').trimEnd());
  });
  it('names every built-in function, value and type', () => {
    const names = [...builtins.keys(), ...builtinValues, ...namedIntegers.keys()];
    const left = ['smp_mb__before_atomic', 'smp_mb__after_atomic', 'gfp_t', 'phys_addr_t'];
    const missing = names.filter((name) => !left.includes(name) && !reference.includes(name));
    expect(missing).toEqual([]);
  });
});

describe('the limits', () => {
  it('are all listed with their defaults', () => {
    const text = read('limits.md').replaceAll(' ', '');
    for (const [name, value] of Object.entries(defaultLimits)) {
      const shown = name === 'memory_max' ? '1GiB' : String(value);
      expect(text).toContain(`|\`${name}\`|${shown}|`);
    }
  });
});
