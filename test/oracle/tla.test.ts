// The exported modules mean what the programs mean to the engine: the same distinct states and
// transitions, the same broken properties. What TLC would do is done here from the text of the
// module. RW_TLA_RUNS sets the number of generated programs, RW_SEED chooses others.
import { type TlaModule, tla } from '@racewalk/exporter';
import { explore, type Program } from '@racewalk/simulator';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundledFiles, bundledVariants } from './bundled-variants.ts';
import { lower } from './lower.ts';
import { scenarios } from './scenarios.ts';
import { exploreTla } from './tla.ts';

const seed = Number(process.env.RW_SEED ?? 20_240_229);
const runs = Number(process.env.RW_TLA_RUNS ?? 120);

/** The evaluator takes a millisecond for a state, and many where a state is that of the kernel's. */
const statesMax = { bundled: 200, generated: 4000 };

interface Answer {
  states: number;
  transitions: number;
  violated: readonly string[];
  pool: boolean;
}

let variantsCompared = 0;

/**
 * The engine's outcome in the words of a module; undefined where a limit cut it short, or where the
 * program asks for what is no invariant.
 */
function answerOf(program: Program, states_max: number): Answer | undefined {
  const isInfinite = program.properties.some(
    ({ name, watched, liveness }) => watched && (liveness !== undefined || name === 'livelock'),
  );
  if (isInfinite) return undefined;
  const { bounds, states, transitions, violations } = explore(program);
  if (states > states_max) return undefined;
  const told = bounds.map(({ limit }) => limit).filter((limit) => limit !== 'schedule');
  if (told.some((limit) => !limit.startsWith('pool '))) return undefined;
  const violated = violations.map(({ property }) => program.properties[property]?.name ?? '');
  return { states, transitions, violated: violated.sort(), pool: told.length > 0 };
}

function modelAnswer(program: Program, { module, config, invariants }: TlaModule): Answer {
  const { states, transitions, violated } = exploreTla(module, config, statesMax.generated);
  const broken = invariants.filter(({ name }) => violated.includes(name));
  const properties = broken.filter(({ of }) => of.kind === 'property');
  const names = properties.map(({ of }) => program.properties[of.index]?.name ?? '');
  return { states, transitions, violated: names.sort(), pool: broken.length > names.length };
}

test.each(bundledFiles)(
  'a module has the states and transitions of %s',
  (name) => {
    for (const { info, program, text } of bundledVariants(name, {
      statesMax: statesMax.bundled,
    })) {
      const expected = answerOf(program, statesMax.bundled);
      if (expected === undefined) continue;
      const exported = tla(program, { title: info.name, textOf: () => text, name: 'Model' });
      if (exported.kind !== 'model') throw new Error(`${info.name}: ${exported.reason}`);
      const answer = modelAnswer(program, exported);
      expect({ variant: info.name, ...answer }).toEqual({ variant: info.name, ...expected });
      variantsCompared++;
    }
  },
  300_000,
);

test('most bundled variants were small enough for that', () => {
  expect(variantsCompared).toBeGreaterThanOrEqual(10);
});

test(
  'a module has the states and transitions of generated programs',
  () => {
    const seen = { compared: 0, deadlocks: 0, violations: 0, pools: 0, schedules: 0, largest: 0 };
    const reasons = new Map<string, number>();
    for (const scenario of fc.sample(scenarios(5), { seed, numRuns: runs })) {
      const program = lower(scenario);
      const expected = answerOf(program, statesMax.generated);
      if (expected === undefined) continue;
      const exported = tla(program, { title: 'generated', textOf: () => undefined, name: 'Model' });
      if (exported.kind !== 'model') {
        reasons.set(exported.reason, (reasons.get(exported.reason) ?? 0) + 1);
        continue;
      }
      const note = { seed, scenario: JSON.stringify(scenario) };
      expect({ ...modelAnswer(program, exported), ...note }).toEqual({ ...expected, ...note });
      seen.compared++;
      if (expected.violated.includes('deadlock')) seen.deadlocks++;
      if (expected.violated.length > 0) seen.violations++;
      if (expected.pool) seen.pools++;
      if (program.schedule.length > 0) seen.schedules++;
      seen.largest = Math.max(seen.largest, expected.states);
    }
    if (process.env.RW_TLA_RUNS !== undefined) console.log(seen, reasons);
    // The comparison is worth nothing if it doesn't get everywhere.
    expect(seen.compared).toBeGreaterThan(runs * 0.8);
    expect(Math.min(seen.deadlocks, seen.violations, seen.pools, seen.schedules)).toBeGreaterThan(
      0,
    );
  },
  60_000 + runs * 2000,
);
