// The bundled scenarios, small ones at least, mean to the oracle what they mean to the engine.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { explore, isOfLiveness } from '@racewalk/simulator';
import { expect, test } from 'vitest';
import { reach } from './reach.ts';

const folder = path.join(import.meta.dirname, '../../scenarios');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.race'))
  .sort();

/** The oracle takes a millisecond per state. */
const statesMax = 600;

test.each(files)(
  '%s',
  (name) => {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
    analysis.scenarios.forEach(({ variants }, scenario) => {
      variants.forEach((_, variant) => {
        const { program } = analysis.compile(scenario, variant);
        if (program === undefined) return;
        const outcome = explore(program);
        if (outcome.states > statesMax) return;
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
          witnessed: outcome.witnesses.flatMap(({ run }, index) =>
            run === undefined ? [] : index,
          ),
          interleavings: outcome.interleavings,
        }).toEqual(answer);
      });
    });
  },
  120_000,
);
