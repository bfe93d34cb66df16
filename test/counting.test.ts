// Marks that count change nothing: the program with them has the same steps, and the search finds the
// same states, transitions and verdict. And every `counts:` line of the library names a kind of work.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { explore, type Program } from '@racewalk/simulator';
import { comparedWorks, sleeping } from '@racewalk/workbench';
import { expect, test } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../scenarios');
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.race') && !name.endsWith('matrix.race'))
  .sort();

/** All that a search sees, but for where it stands in the code. */
function steps({ code, slots, registers, threads, properties }: Program): string {
  const resting = code.flatMap((one) =>
    one.step || one.op === 'end' ? [[one.op, 'text' in one ? one.text : '', one.live]] : [],
  );
  const shape = [slots.length, registers, threads.length, properties.length];
  return JSON.stringify([shape, resting]);
}

function analysed(name: string) {
  const text = readFileSync(path.join(folder, name), 'utf8');
  return analyse({ name, text }, () => undefined, kernelLibrary);
}

test('marks add no step, no register, nothing that is live between steps, and can be taken out', () => {
  let marks = 0;
  for (const name of names) {
    const analysis = analysed(name);
    analysis.scenarios.forEach(({ variants }, scenario) => {
      // One variant each: the texts are many, and differ more than the variants of one.
      for (const variant of [variants.length - 1]) {
        const plain = analysis.compile(scenario, variant).program;
        const made = analysis.compile(scenario, variant, { counting: true });
        const { program: counting } = made;
        if (plain === undefined || counting === undefined) continue;
        expect(plain.code.some((one) => one.op === 'mark' && one.count !== undefined)).toBe(false);
        marks += counting.code.length - plain.code.length;
        expect(steps(counting), `${name} ${variant}`).toBe(steps(plain));
        expect(JSON.stringify(made.unmarked()), `${name} ${variant}`).toBe(JSON.stringify(plain));
      }
    });
  }
  expect(marks).toBeGreaterThan(1000);
}, 120_000);

test('states, transitions and verdicts are the same with marks', () => {
  for (const name of ['seed/guest-fault-mprotect-mte.race', 'tutorial/tour.race']) {
    if (!names.includes(name)) continue;
    const analysis = analysed(name);
    analysis.scenarios[0]?.variants.forEach((_, variant) => {
      if (variant % 4 !== 0) return;
      const [plain, counting] = [false, true].map((counting) => {
        const { program } = analysis.compile(0, variant, { counting });
        if (program === undefined) return undefined;
        const { verdict, states, transitions, violations } = explore(program);
        return { verdict, states, transitions, runs: violations.map(({ run }) => run) };
      });
      expect(counting).toEqual(plain);
    });
  }
}, 120_000);

test('every counts line of the library names a kind of work', () => {
  const known = new Set<string>([...comparedWorks, sleeping]);
  const lines = kernelLibrary.flatMap(({ text }) => [
    ...text.matchAll(/^\s*\/\/\/ counts: (.+)$/gm),
  ]);
  expect(lines.length).toBeGreaterThan(30);
  expect(
    lines.map((line) => line[1]?.replace(/ if true$/, '')).filter((work) => !known.has(work ?? '')),
  ).toEqual([]);
});
