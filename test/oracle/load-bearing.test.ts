// No false "not needed": every mutant that the load-bearing report says nothing needs is made once more, by a wholly
// different path, and explored in full. Library texts are edited as texts and read anew, as the library's own
// mutations are; the scenario stays as it is. RW_LOAD_BEARING=all asks about every
// seed scenario, and a list of names about those; it takes a minute or more for each.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { explore, type Program } from '@racewalk/simulator';
import { type Edit, removalsOf, startLoadBearing } from '@racewalk/workbench';
import { describe, expect, test } from 'vitest';

const folder = path.join(import.meta.dirname, '../../scenarios/seed');
const asked = process.env.RW_LOAD_BEARING;
/** A mutant takes some tenths of a second: of those that no thread comes to, one in so many is made. */
const sampled = 24;

const files = readdirSync(folder).filter((name) => {
  if (asked === 'all') return name.endsWith('.race') && name !== 'matrix.race';
  return (asked ?? 'two-mprotect-mte').split(',').includes(name.replace('.race', ''));
});

const none: ReadonlySet<string> = new Set();

function violatedBy(program: Program): ReadonlySet<string> {
  const { violations, bounds } = explore(
    program,
    { interleavings_states_max: 1 },
    { reduce: 'off' },
  );
  expect(bounds).toEqual([]);
  return new Set(violations.map(({ property }) => program.properties[property]?.name ?? ''));
}

/** The texts with the changes made in them, and nothing else. */
function edited(texts: readonly { name: string; text: string }[], { code, changes }: Edit) {
  return texts.map(({ name, text }) => {
    if (name !== code.file) return { name, text };
    const last = [...changes].sort((a, b) => b.start - a.start);
    return {
      name,
      text: last.reduce(
        (all, { start, end, text: by }) => all.slice(0, start) + by + all.slice(end),
        text,
      ),
    };
  });
}

/** The scenario in v6.2, and in no other variant. */
function inRelease(name: string): string {
  const text = readFileSync(path.join(folder, name), 'utf8');
  return text.replace(/^\tkernel v[\d.]+;$/gmu, '\tkernel v6.2;');
}

describe.each(files)('%s in v6.2', (name) => {
  const file = { name, text: inRelease(name) };
  const analysis = analyse(file, () => undefined, kernelLibrary);
  const titles = analysis.scenarios.map((scenario, index) => [scenario.name, index] as const);

  test.each(titles)(
    '%s',
    (_title, scenario) => {
      const { program } = analysis.compile(scenario, 0);
      if (program === undefined) return;
      const work = startLoadBearing({ analysis, scenario, variant: 0 });
      while (!work.advance(100_000));
      const report = work.report();
      if (report === undefined) throw new Error('no report');
      const edits = removalsOf({ analysis, scenario, variant: 0 }, program);
      expect(report.singles).toHaveLength(edits.length);
      const base = violatedBy(program);
      let made = 0;
      for (const [index, edit] of edits.entries()) {
        const state = report.singles[index]?.state;
        if (state !== 'not needed' && (state !== 'not reached' || index % sampled !== 0)) continue;
        const isOwn = edit.code.file === name;
        const library = isOwn ? kernelLibrary : edited(kernelLibrary, edit);
        const [own] = isOwn ? edited([file], edit) : [file];
        if (own === undefined) throw new Error('the scenario is gone');
        const mutant = analyse(own, () => undefined, library).compile(scenario, 0).program;
        // What only setup runs was not asked about: it may not get through, or begin elsewhere.
        const begins = mutant !== undefined && String(mutant.initial) === String(program.initial);
        if (state === 'not reached' && !begins) continue;
        made += 1;
        const lost = mutant === undefined ? none : violatedBy(mutant);
        const fresh = [...lost].filter((property) => !base.has(property));
        expect([mutant === undefined, ...fresh], `${edit.code.name}: ${edit.sentence}`).toEqual([
          false,
        ]);
      }
      expect(made).toBeGreaterThan(edits.length / 50);
    },
    asked === undefined ? 300_000 : 3_600_000,
  );
});
