// Searches by several threads against those by one: the same states with the same numbers, parents,
// edges, findings, outcomes and bounds, on generated programs and on a race with more states than a
// batch, a slot or a first table has.
import { analyse } from '@racewalk/language';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { raceModel } from '../../bench/peers/race-model.ts';
import { explore, type Limits, type Program } from '../../simulator/src/index.ts';
import { limitsWith } from '../../simulator/src/limits.ts';
import { analyseIndependence } from '../../simulator/src/reduction/independence.ts';
import { Stepper } from '../../simulator/src/stepper.ts';
import { analyseSymmetry } from '../../simulator/src/symmetry/analyse.ts';
import { compileExploration, type Means } from '../../simulator/src/wasm/compiled-exploration.ts';
import { lower } from './lower.ts';
import { scenarios } from './scenarios.ts';
import { testThreads } from './search-threads.ts';
import { viewOf } from './space-view.ts';

const seed = Number(process.env.RW_SEED ?? 20_240_229);
const runs = Math.ceil(Number(process.env.RW_RUNS ?? 600) / 4);

const crews = [testThreads(1), testThreads(3)];
afterAll(async () => {
  for (const { errors, end } of crews) {
    await end();
    expect(errors).toEqual([]);
  }
});

/** Whether there was something to compare. */
function compare(program: Program, overrides: Partial<Limits>, means: Means = {}): boolean {
  const limits = limitsWith(overrides);
  const begin = (more: Means) =>
    compileExploration(program, limits, new Stepper(program, limits), { ...means, ...more });
  const alone = begin({});
  if (alone === undefined) return false;
  const expected = viewOf(alone);
  for (const { threads, started } of crews) {
    const before = started();
    expect(viewOf(begin({ threads })!)).toEqual(expected);
    if (expected.states.length > 1) expect(started()).toBe(before + threads.count);
  }
  return true;
}

function compareAll(statement: number, overrides: Partial<Limits>): number {
  let compared = 0;
  void fc.assert(
    fc.property(scenarios(statement), (scenario) => {
      if (compare(lower(scenario), overrides)) compared++;
    }),
    { seed, numRuns: runs },
  );
  return compared;
}

test('several threads find what one finds, state by state', () => {
  expect(compareAll(5, { states_max: 1500 })).toBeGreaterThan(runs * 0.5);
}, 120_000);

test('they keep to limits as one does', () => {
  compareAll(4, { states_max: 40, choices_max: 2, outcomes_max: 1 });
}, 120_000);

const sizes = [
  { processes: 2, pages: 2 },
  { processes: 4, pages: 1 },
];

test.each(sizes)(
  'a race has the same states: $processes x $pages',
  (size) => {
    const program = compiled(raceModel(size));
    expect(compare(program, {})).toBe(true);
    // Without edges, what is known is left out ahead of its turn.
    expect(compare(program, { interleavings_states_max: 1 })).toBe(true);
    expect(compare(program, { states_max: 10_000 })).toBe(true);
  },
  120_000,
);

test('states of few bits are found in the quotient table, too', () => {
  const program = compiled(`scenario "few bits" {
	int x : 6; int y : 6; int z : 6;
	thread a { while (y + z < 25) { if (x < 11) x++; else x = 0; } }
	thread b { while (x + z < 25) { if (y < 11) y++; else y = 0; } }
	thread c { while (x + y < 25) { if (z < 11) z++; else z = 0; } }
}`);
  expect(compare(program, { interleavings_states_max: 1, states_max: 150_000 })).toBe(true);
}, 120_000);

test('a batch that leaves more records than there is room for is expanded in its turn', () => {
  const program = compiled(`scenario "many choices" {
	int x : 8; int y : 8; int z : 8;
	thread a { while (y + z < 500) x = any(0, 99); }
	thread b { while (x + z < 500) y = any(0, 99); }
	thread c { while (x + y < 500) z = any(0, 99); }
}`);
  expect(compare(program, { interleavings_states_max: 1, states_max: 100_000 })).toBe(true);
}, 120_000);

test('so it has with reduction', () => {
  const program = compiled(raceModel({ processes: 4, pages: 1 }));
  const independence = analyseIndependence(program);
  const symmetry = analyseSymmetry(program, new Stepper(program, limitsWith({})).layout);
  if ('off' in independence || 'off' in symmetry) throw new Error('the race allows reduction');
  expect(compare(program, {}, { independence })).toBe(true);
  expect(compare(program, {}, { independence, symmetry })).toBe(true);
}, 120_000);

test('a search that is given up counts the same', () => {
  const text = `scenario "endless" {
	int x : 8; int y : 8;
	thread a { while (x < 100) x++; }
	thread b { while (y < 100) y++; }
	thread c { while (y + x < 150) ; atomic { while (y == 80) ; } }
}`;
  const program = compiled(text);
  const limits = { local_instructions_max: 1000 };
  const alone = explore(program, limits, { code: 'generated' });
  expect(alone.bounds.map(({ limit }) => limit)).toContain('local_instructions_max');
  for (const { threads } of crews) {
    expect(explore(program, limits, { code: 'generated', threads })).toEqual(alone);
  }
});

function compiled(text: string): Program {
  const analysis = analyse({ name: 'threads.race', text }, () => undefined, []);
  const { program } = analysis.compile(0, 0);
  if (program === undefined) throw new Error(JSON.stringify(analysis.diagnostics));
  return program;
}
