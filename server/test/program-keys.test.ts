// Short keys of programs say the same as their whole contents.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { expect, test } from 'vitest';
import { ProgramKeys, programKey } from '../src/run/program-key.ts';

const root = path.resolve(import.meta.dirname, '../..');
const name = 'scenarios/seed/two-mprotect-mte.race';
const text = readFileSync(path.join(root, name), 'utf8');

function programs(of: string) {
  const analysis = analyse({ name, text: of }, () => undefined, kernelLibrary);
  return (analysis.scenarios[0]?.variants ?? []).flatMap((_, variant) => {
    const { program } = analysis.compile(0, variant);
    return program === undefined ? [] : [program];
  });
}

test('keys are equal where the programs are, wherever these stand in the text', () => {
  const keys = new ProgramKeys();
  const all = [...programs(text), ...programs(`// Moves everything.\n${text}`)];
  expect(all.length).toBe(16);
  const short = all.map((program) => keys.keyOf(program));
  const whole = all.map(programKey);
  const same = (of: readonly string[]): number[] => of.map((key) => of.indexOf(key));
  expect(same(short)).toEqual(same(whole));
  expect(same(short).slice(8)).toEqual(same(short).slice(0, 8));
  // Small enough that all variants of a scenario are kept: their parts are shared.
  const size = (of: readonly string[]): number => of.reduce((sum, key) => sum + key.length, 0);
  expect(size(short) * 10).toBeLessThan(size(whole));
  expect(keys.characters * 3).toBeLessThan(size(whole));
});
