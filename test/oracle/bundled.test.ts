// The bundled scenarios, small ones at least, mean to the oracle what they mean to the engine.
import { explore, isOfLiveness } from '@racewalk/simulator';
import { expect, test } from 'vitest';
import { bundledFiles, bundledVariants } from './bundled-variants.ts';
import { reach } from './reach.ts';

/** The oracle takes a millisecond per state. */
const statesMax = 600;

test.each(bundledFiles)(
  '%s',
  (name) => {
    for (const { program } of bundledVariants(name, { statesMax })) {
      const outcome = explore(program);
      if (outcome.states > statesMax) continue;
      const { deadlocks, pools, ...answer } = reach(program, true, statesMax)!;
      expect(outcome.bounds.some(({ limit }) => limit.startsWith('pool '))).toBe(pools > 0);
      expect(outcome.violations.some(({ message }) => message.includes(' waits at '))).toBe(
        deadlocks > 0,
      );
      expect({
        states: outcome.states,
        transitions: outcome.transitions,
        depth: outcome.depth,
        // Liveness has an oracle of its own: fairness.test.ts.
        violated: outcome.violations
          .map(({ property }) => property)
          .filter((property) => !isOfLiveness(program.properties[property]!)),
        outcomes: outcome.outcomes.map(({ values }) => values.join()).sort(),
        witnessed: outcome.witnesses.flatMap(({ run }, index) => (run === undefined ? [] : index)),
        interleavings: outcome.interleavings,
      }).toEqual(answer);
    }
  },
  120_000,
);
