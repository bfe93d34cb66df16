// A search that leaves interleavings out says what one that sees all of them says: the same
// violations with the same runs, the same outcomes and witnesses. It is also held to that where it
// begins to leave out only when the graph turns out to be large.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  explore,
  type Limits,
  type Outcome,
  type Program,
  replay,
} from '../../simulator/src/index.ts';
import { limitsWith } from '../../simulator/src/limits.ts';
import { Stepper } from '../../simulator/src/stepper.ts';
import { analyseSymmetry } from '../../simulator/src/symmetry/analyse.ts';
import { compileExploration } from '../../simulator/src/wasm/compiled-exploration.ts';
import { lower } from './lower.ts';
import { exploreQuotient } from './quotient.ts';
import { scenarios } from './scenarios.ts';
import { lowerTwins, twins } from './twins.ts';

const seed = Number(process.env.RW_SEED ?? 20_240_229);
const runs = Number(process.env.RW_RUNS ?? 600);

function answerOf({ verdict, violations, outcomes, witnesses, bounds }: Outcome) {
  return {
    verdict,
    violations,
    outcomes: outcomes.map(({ values }) => values.join()).sort(),
    witnesses: witnesses.map(({ run }) => run !== undefined),
    bounds: bounds.map(({ limit }) => limit).sort(),
  };
}

function compareAll(reduce: 'auto' | 'on', limits: Partial<Limits>): number {
  let reduced = 0;
  const compare = (program: Program): void => {
    const all = explore(program, {}, { reduce: 'off' });
    if (all.states > 3000) return;
    const some = explore(program, limits, { reduce });
    expect(answerOf(some)).toEqual(answerOf(all));
    if (some.reducedBy === undefined) {
      expect(some.states).toBe(all.states);
      return;
    }
    expect(some.states).toBeLessThanOrEqual(all.states);
    expect(some.interleavings).toBe(undefined);
    reduced++;
  };
  void fc.assert(
    fc.property(scenarios(4), (scenario) => compare(lower(scenario))),
    { seed, numRuns: runs },
  );
  return reduced;
}

test('a search with reduction says what one without says', () => {
  expect(compareAll('on', {})).toBeGreaterThan(runs * 0.3);
}, 240_000);

test('a search that begins to reduce on its way says the same', () => {
  expect(compareAll('auto', { unreduced_states_max: 8 })).toBeGreaterThan(runs * 0.2);
}, 240_000);

test('mirror images are left out without a difference, too', () => {
  let mirrored = 0;
  void fc.assert(
    fc.property(twins, (generated) => {
      const { program } = lowerTwins(generated);
      const all = explore(program, {}, { reduce: 'off' });
      if (all.states > 3000) return;
      const some = explore(program, {}, { reduce: 'on' });
      expect(answerOf(some)).toEqual(answerOf(all));
      for (const { run, property } of some.violations) {
        const { steps, initialEvents, misfit } = replay(program, run);
        expect(misfit).toBe(undefined);
        const events = run.length === 0 ? initialEvents : steps.at(-1)!.events;
        expect(events.map((event) => event.property)).toContain(property);
      }
      for (const { run } of [...some.outcomes, ...some.witnesses]) {
        if (run !== undefined) expect(replay(program, run).misfit).toBe(undefined);
      }
      if (some.reducedBy?.includes('symmetry')) mirrored++;
    }),
    { seed, numRuns: runs },
  );
  expect(mirrored).toBeGreaterThan(runs * 0.3);
}, 240_000);

test('what code leaves out as mirror images is what the reference leaves out', () => {
  let compared = 0;
  void fc.assert(
    fc.property(twins, (generated) => {
      const { program } = lowerTwins(generated);
      const limits = limitsWith({});
      const stepper = new Stepper(program, limits);
      const symmetry = analyseSymmetry(program, stepper.layout);
      if ('off' in symmetry) return;
      const reference = exploreQuotient(program, symmetry, 3000);
      if (reference === undefined) return;
      const space = compileExploration(program, limits, stepper, { symmetry });
      if (space === undefined) return;
      while (!space.finished) space.advance(100);
      expect(space.states).toBe(reference.table.count);
      const words = new Int32Array(stepper.layout.words);
      const expected = words.slice();
      for (let state = 0; state < space.states; state++) {
        space.readState(state, words);
        reference.table.read(state, expected);
        expect(words).toEqual(expected);
      }
      compared++;
    }),
    { seed, numRuns: runs },
  );
  expect(compared).toBeGreaterThan(runs * 0.3);
}, 240_000);
