import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { explore, type Program, replay, startSearch } from '../../simulator/src/index.ts';
import { lower } from './lower.ts';
import { bestRuns, reach } from './reach.ts';
import { type Scenario, scenarios } from './scenarios.ts';

const seed = Number(process.env.RW_SEED ?? 20_240_229);
const runs = Number(process.env.RW_RUNS ?? 600);
/** For the comparison with the oracle, of which one program takes some milliseconds. */
const comparedRuns = Number(process.env.RW_NAIVE_RUNS ?? runs);
const milliseconds = 60_000 + Math.max(runs, comparedRuns) * 100;

/** fast-check prints the seed and the smallest scenario of a failure; RW_SEED runs another one. */
function forAll(
  arbitrary: fc.Arbitrary<Scenario>,
  check: (program: Program) => void,
  numRuns = runs,
): void {
  void fc.assert(
    fc.property(arbitrary, (scenario) => check(lower(scenario))),
    { seed, numRuns },
  );
}

const statesMax = 1500;

/** The engine's outcome in the words of the oracle. */
function answerOf(program: Program) {
  const outcome = explore(program);
  return {
    states: outcome.states,
    transitions: outcome.transitions,
    depth: outcome.depth,
    violated: outcome.violations.map(({ property }) => property),
    outcomes: outcome.outcomes.map(({ values }) => values.join()).sort(),
    witnessed: outcome.witnesses
      .filter(({ run }) => run !== undefined)
      .map(({ witness }) => witness),
    pool: outcome.bounds.some(({ limit }) => limit === 'pool q'),
    interleavings: outcome.interleavings,
  };
}

test(
  'the engine and the oracle agree on states, transitions, verdicts, outcomes and runs',
  () => {
    const seen = { compared: 0, violated: new Set<number>(), cyclic: 0, pools: 0, deadlocks: 0 };
    forAll(
      scenarios(5),
      (program) => {
        const answer = reach(program, true, statesMax);
        if (answer === undefined) return;
        const { deadlocks, pools, ...expected } = answer;
        expect(answerOf(program)).toEqual({ ...expected, pool: pools > 0 });
        seen.compared++;
        for (const property of expected.violated) seen.violated.add(property);
        if (expected.interleavings === undefined) seen.cyclic++;
        if (pools > 0) seen.pools++;
        if (deadlocks > 0) seen.deadlocks++;
      },
      comparedRuns,
    );
    // The generator is worth nothing if it doesn't get everywhere.
    expect(seen.compared).toBeGreaterThan(comparedRuns * 0.8);
    expect(seen.violated.size).toBeGreaterThanOrEqual(8);
    expect(Math.min(seen.cyclic, seen.pools, seen.deadlocks)).toBeGreaterThan(0);
  },
  milliseconds,
);

test(
  'dead registers make no difference to verdicts and outcomes',
  () => {
    forAll(scenarios(3), (program) => {
      const all = reach(program, false, statesMax);
      if (all === undefined) return;
      const { violated, outcomes, witnessed } = answerOf(program);
      const { violated: v, outcomes: o, witnessed: w } = all;
      expect({ violated, outcomes, witnessed }).toEqual({ violated: v, outcomes: o, witnessed: w });
    });
  },
  milliseconds,
);

test(
  'every run shown replays to its violation and is the best of all runs',
  () => {
    forAll(scenarios(3), (program) => {
      const { violations, interleavings } = explore(program);
      for (const violation of violations) {
        const { steps, initialEvents, misfit } = replay(program, violation.run);
        expect(misfit).toBe(undefined);
        const events = violation.run.length === 0 ? initialEvents : steps.at(-1)!.events;
        const event = events.find(({ property }) => property === violation.property);
        expect(event?.message).toBe(violation.message);
        expect(violation.message).not.toBe('');
      }
      if (interleavings === undefined || Number(interleavings) > 400) return;
      const best = [...bestRuns(program)].sort(([left], [right]) => left - right);
      expect(violations.map(({ property, run }) => [property, run])).toEqual(best);
      expect(violations.every(({ shortest }) => shortest)).toBe(true);
    });
  },
  milliseconds,
);

test(
  'the size of the slices changes nothing',
  () => {
    forAll(scenarios(3), (program) => {
      const search = startSearch(program, { states_max: 2000 });
      let slices = 0;
      while (!search.advance(1)) slices++;
      expect(search.outcome()).toEqual(explore(program, { states_max: 2000 }));
      expect(slices).toBeGreaterThan(0);
    });
  },
  milliseconds,
);
