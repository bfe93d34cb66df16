// A search that leaves interleavings out says what one that sees all of them says: the same
// violations with the same runs, the same outcomes and witnesses. It is also held to that where it
// begins to leave out only when the graph turns out to be large.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore, type Limits, type Outcome, type Program } from '../../simulator/src/index.ts';
import { lower } from './lower.ts';
import { scenarios } from './scenarios.ts';

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
