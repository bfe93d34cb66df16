// A program in which statements that no run begins are stood in for has the runs of the whole program: each mutant of
// the load-bearing report is compiled in both ways and explored, and the two have to agree in verdict, counts and
// runs, unless the search has met a stand-in, and says so. RW_STAND_INS=all asks about every mutant of every
// seed scenario, and a list of names about those; it takes some minutes for each.
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
import { type Program, programIdentity, runsPrint, startSearch } from '@racewalk/simulator';
import { defaultLook } from '@racewalk/trace';
import { applied, removalsOf, startLoadBearing } from '@racewalk/workbench';
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
  const { verdict, states, transitions, depth, bounds } = outcome;
  const ran = search.ran() ?? new Set<number>();
  const outcomes = outcome.outcomes.map(({ values }) => values);
  const print = runsPrint(program, ran);
  return { verdict, states, transitions, depth, bounds, violations, outcomes, print, ran };
}

/** How many programs a report says it has explored, and how many there are: each mutant is lowered in full. */
function programs(text: string): { readonly told: number | undefined; readonly met: number } {
  const analysis = analyse({ name: 'a.race', text }, () => undefined, kernelLibrary);
  const variant = (analysis.scenarios[0]?.variants.length ?? 1) - 1;
  const subject = { analysis, scenario: 0, variant };
  const work = startLoadBearing(subject);
  while (!work.advance(100_000));
  const report = work.report();
  const { program } = analysis.compile(0, variant);
  if (report === undefined || program === undefined) throw new Error('no report');
  const unexplored = new Set(['not reached', 'not judged', 'setup', 'no program']);
  const edits = removalsOf(subject, program).filter(
    (_, at) => !unexplored.has(report.singles[at]?.state ?? ''),
  );
  const whole = edits.map((edit) => {
    const mutant = applied(subject, [edit], 'edited');
    const made = mutant.analysis.compile(0, mutant.variant).program;
    return made === undefined ? '' : programIdentity(made);
  });
  return {
    told: report.explored?.programs,
    met: new Set([programIdentity(program), ...whole]).size,
  };
}

test.each(byDefault)(
  'equal programs are known as such, whatever was lowered of them: %s',
  (file) => {
    const { told, met } = programs(readFileSync(path.join(folder, file), 'utf8'));
    expect(told).toBe(met);
  },
  300_000,
);

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
      expect(base.bounds).toEqual([]);
      const edits = removalsOf({ analysis, scenario, variant }, program);
      let [agreed, smaller] = [0, 0];
      for (const [at, edit] of edits.entries()) {
        if (at % sampled !== 0) continue;
        const mutant = applied({ analysis, scenario, variant }, [edit], 'edited');
        const unbegun = { reached: base.ran, changing: new Set([edit.code.name]) };
        const standIns = new StandIns(statements, program, unbegun);
        const compile = (options: CompileOptions) =>
          mutant.analysis.compile(scenario, mutant.variant, options).program;
        const whole = compile({});
        const lowered = new Set<number>();
        const what = `${edit.code.name}: ${edit.sentence}`;
        let part = compile({ standIns });
        let found: Omit<ReturnType<typeof explored>, 'ran'> | undefined;
        // What is met is lowered after all. It is lowered anew where it does not compile: only what does is an answer.
        for (let round = 0; round < 3 && part !== undefined; round++) {
          if (whole === undefined) throw new Error(`${what} compiles in part alone`);
          const { ran, ...rest } = explored(part, { scenario: title, name });
          found = rest.violations.some((one) => one.name === standInProperty) ? undefined : rest;
          const met = metStandIns(part, ran);
          expect(met.length > 0).toBe(found === undefined);
          if (met.length === 0) break;
          for (const number of met) lowered.add(number);
          again += 1;
          part = compile({ standIns, lowered });
        }
        if (found === undefined || part === undefined || whole === undefined) continue;
        const { ran: _, ...wanted } = explored(whole, { scenario: title, name });
        expect(found, what).toEqual(wanted);
        agreed += 1;
        smaller += part.code.length < whole.code.length ? 1 : 0;
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
