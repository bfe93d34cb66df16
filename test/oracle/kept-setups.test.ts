// A program whose setup was taken over from another is, to the last text and place, the one whose setup has run:
// over all variants and many releases of the bundled scenarios, and over edits of their functions. One edit in so
// many is made, of some of the files; RW_KEPT_SETUPS=all makes each of all.
import { kernelLibrary } from '@racewalk/kernel';
import {
  type Analysis,
  analyse,
  type CompileOptions,
  libraryReleases,
  SetupRuns,
} from '@racewalk/language';
import { applied, removalsOf } from '@racewalk/workbench';
import { describe, expect, test } from 'vitest';
import { bundledFiles, bundledVariants } from './bundled-variants.ts';

const all = process.env.RW_KEPT_SETUPS === 'all';
const sampled = all ? 1 : 83;
const sampledReleases = 18;
/** Of the files one in so many, without that. */
const files = bundledFiles.filter((_, at) => all || at % 7 === 0);

/** All of a compilation that is data. */
function compiled(
  analysis: Analysis,
  scenario: number,
  variant: number,
  options: CompileOptions = {},
): unknown {
  const { program, diagnostics, ledger, schedule, bodies } = analysis.compile(
    scenario,
    variant,
    options,
  );
  return { program, diagnostics, ledger, schedule, bodies };
}

let taken = 0;

describe.each(files)('%s', (name) => {
  const text = [...bundledVariants(name)][0]?.text ?? '';
  const analysis = analyse({ name, text }, () => undefined, kernelLibrary);

  test('is the same in all variants and releases', () => {
    const setups = new SetupRuns();
    const releases = libraryReleases(analysis).filter((_, at) => at % sampledReleases === 0);
    for (const [scenario, { variants }] of analysis.scenarios.entries()) {
      for (const variant of variants.keys()) {
        for (const options of [{}, { counting: true }]) {
          const fresh = compiled(analysis, scenario, variant, options);
          expect(compiled(analysis, scenario, variant, { ...options, setups })).toEqual(fresh);
        }
      }
      for (const release of releases) {
        const fresh = compiled(analysis, scenario, 0, { release });
        expect(compiled(analysis, scenario, 0, { release, setups })).toEqual(fresh);
      }
    }
    taken += setups.taken;
  }, 300_000);

  test('is the same with its functions edited', () => {
    const setups = new SetupRuns();
    for (const [scenario, { variants }] of analysis.scenarios.entries()) {
      const subject = { analysis, scenario, variant: variants.length - 1 };
      const { program } = analysis.compile(scenario, subject.variant, { setups });
      if (program === undefined) continue;
      const edits = removalsOf(subject, program).filter((_, at) => at % sampled === 0);
      for (const edit of edits) {
        const after = applied(subject, [edit], 'edited');
        const fresh = compiled(after.analysis, scenario, after.variant);
        expect(compiled(after.analysis, scenario, after.variant, { setups })).toEqual(fresh);
      }
    }
    taken += setups.taken;
  }, 3_600_000);
});

test('setups were taken over', () => {
  expect(taken).toBeGreaterThan(files.length);
});
