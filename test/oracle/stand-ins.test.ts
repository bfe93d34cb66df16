// A program in which statements that no run begins are stood in for has the runs of the whole program: each mutant of
// the load-bearing report is compiled in both ways and explored, and the two have to agree in what breaks and in how
// short the shortest runs to it are, unless the search has met a stand-in, and says so. States may be fewer: what is
// never begun needs no register. RW_STAND_INS=all asks about every mutant of every seed scenario, and a list of names
// about those; it takes some minutes for each.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runColumns } from '@racewalk/checker';
import { kernelLibrary } from '@racewalk/kernel';
import {
  analyse,
  type CompileOptions,
  metStandIns,
  StandIns,
  StatementRecorder,
  standInProperty,
} from '@racewalk/language';
import { type Program, startSearch } from '@racewalk/simulator';
import { defaultLook } from '@racewalk/trace';
import { applied, removalsOf } from '@racewalk/workbench';
import { describe, expect, test } from 'vitest';

const folder = path.join(import.meta.dirname, '../../scenarios');
const asked = process.env.RW_STAND_INS;
/** Of the mutants one in so many is made. */
const sampled = asked === undefined ? 7 : 1;
const byDefault = ['seed/two-mprotect-mte.race', 'locking/elections.race', 'locking/waiting.race'];

const files = asked === undefined ? byDefault : chosen(asked);

function chosen(names: string): readonly string[] {
  const seed = readdirSync(path.join(folder, 'seed')).filter((name) => name.endsWith('.race'));
  const all = seed.filter((name) => name !== 'matrix.race');
  const some = names.split(',').map((name) => `${name}.race`);
  return (names === 'all' ? all : some).map((name) => `seed/${name}`);
}

function explored(program: Program, titles: { scenario: string; name: string }) {
  const limits = { states_max: 200_000, interleavings_states_max: 1 };
  const search = startSearch(program, limits, { code: 'interpreted' });
  while (!search.advance(100_000));
  const outcome = search.outcome();
  const report = { name: titles.name, profile: '' };
  const violations = outcome.violations.map(({ property, ...rest }) => {
    const name = program.properties[property]?.name ?? '';
    const look = { scenario: titles.scenario, property: name, look: defaultLook };
    const drawn = runColumns({ program, outcome, report }, { ...look, replay: undefined });
    return { name, ...rest, drawn: drawn?.text };
  });
  const { verdict, states, bounds } = outcome;
  const ran = search.ran() ?? new Set<number>();
  const outcomes = outcome.outcomes.map(({ values }) => values);
  return { answer: { verdict, bounds, violations, outcomes }, states, ran };
}

/** Stand-ins that were met, and lowered after all. */
let again = 0;

describe.each(files)('%s', (file) => {
  const name = path.basename(file);
  const text = readFileSync(path.join(folder, file), 'utf8');
  const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
  const titles = analysis.scenarios.flatMap(({ name: title, variants }, scenario) =>
    [0, variants.length - 1].map((variant) => [`${title}, ${variant}`, scenario, variant] as const),
  );

  test.each([...new Map(titles.map((title) => [title[0], title])).values()])(
    '%s',
    (title, scenario, variant) => {
      const statements = new StatementRecorder();
      const { program } = analysis.compile(scenario, variant, { statements });
      if (program === undefined) return;
      const base = explored(program, { scenario: title, name });
      expect(base.answer.bounds).toEqual([]);
      const standIns = new StandIns(statements, program, base.ran);
      const edits = removalsOf({ analysis, scenario, variant }, program);
      let [agreed, smaller] = [0, 0];
      for (const [at, edit] of edits.entries()) {
        if (at % sampled !== 0) continue;
        const mutant = applied({ analysis, scenario, variant }, [edit], 'edited');
        const compile = (options: CompileOptions) =>
          mutant.analysis.compile(scenario, mutant.variant, options);
        const whole = compile({}).program;
        const lowered = new Set<number>();
        const what = `${edit.code.name}: ${edit.sentence}`;
        let found: ReturnType<typeof explored> | undefined;
        let code: Program['code'] = [];
        for (let round = 0; round < 3; round++) {
          const { program: part, doubtful } = compile({ standIns, lowered });
          for (const number of part === undefined ? doubtful : []) lowered.add(number);
          if (part === undefined && doubtful.length > 0) continue;
          if (part === undefined) expect(whole, what).toBe(undefined);
          // Why it does not compile may stand in a call that no run makes.
          if (part === undefined || whole === undefined) break;
          const one = explored(part, { scenario: title, name });
          const isBroken = one.answer.violations.some((each) => each.name === standInProperty);
          const met = metStandIns(part, one.ran);
          expect(met.length > 0).toBe(isBroken);
          for (const number of met) lowered.add(number);
          again += met.length > 0 ? 1 : 0;
          if (met.length > 0) continue;
          [found, code] = [one, part.code];
          break;
        }
        if (found === undefined || whole === undefined) continue;
        const wanted = explored(whole, { scenario: title, name });
        expect(found.answer, what).toEqual(wanted.answer);
        expect(found.states, what).toBeLessThanOrEqual(wanted.states);
        agreed += 1;
        smaller += code.length < whole.code.length ? 1 : 0;
      }
      expect(agreed).toBeGreaterThan(0);
      if (program.code.length > 1000) expect(smaller).toBeGreaterThan(0);
    },
    asked === undefined ? 300_000 : 3_600_000,
  );
});

test('some stand-ins are met', () => {
  expect(again).toBeGreaterThan(0);
});
