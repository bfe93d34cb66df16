// The exported models mean to the real Spin what the programs mean to the engine: the same distinct
// states and transitions, the same broken properties. RW_SPIN_RUNS sets the number of generated
// programs, RW_SEED chooses others.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promela } from '@racewalk/exporter';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { explore, type Program } from '@racewalk/simulator';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lower } from './lower.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { missingTool, runSpin, type SpinAnswer } from './spin.ts';

const CI = process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false';
const seed = Number(process.env.RW_SEED ?? 20_240_229);
const runs = Number(process.env.RW_SPIN_RUNS ?? 25);
const missing = missingTool();
if (missing !== undefined && !CI) console.log(`skipped: ${missing}`);

/** On a machine made for tests a missing tool is a failure; on a user's it is told. */
const isSkipped = missing !== undefined && !CI;

const folder = path.join(import.meta.dirname, '../../scenarios');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.race'))
  .sort();

/** Spin is compiled without optimisation here. */
const statesMax = 300_000;

let variantsCompared = 0;

/** The engine's outcome in the words of Spin; undefined where a limit cut it short. */
function answerOf(program: Program): SpinAnswer | undefined {
  const outcome = explore(program, { states_max: statesMax });
  if (outcome.bounds.some(({ limit }) => !limit.startsWith('pool '))) return undefined;
  const violated = outcome.violations.map(
    ({ property }) => program.properties[property]?.name ?? '',
  );
  return {
    states: outcome.states,
    transitions: outcome.transitions,
    deadlock: violated.includes('deadlock'),
    violated: violated.filter((name) => name !== 'deadlock').sort(),
    pool: outcome.bounds.length > 0,
  };
}

test.skipIf(isSkipped).each(files)(
  'Spin counts the states and transitions of %s',
  (name) => {
    expect(missing).toBe(undefined);
    const text = readFileSync(path.join(folder, name), 'utf8');
    const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
    analysis.scenarios.forEach(({ variants }, scenario) => {
      variants.forEach((info, variant) => {
        const { program } = analysis.compile(scenario, variant);
        if (program === undefined || program.schedule.length > 0) return;
        const exported = promela(program, { title: info.name, textOf: () => text });
        if (exported.kind !== 'model') throw new Error(`${info.name}: ${exported.reason}`);
        const expected = answerOf(program);
        if (expected === undefined) return;
        const answer = runSpin(exported.text);
        expect({ variant: info.name, ...answer }).toEqual({ variant: info.name, ...expected });
        variantsCompared++;
      });
    });
  },
  300_000,
);

test.skipIf(isSkipped)('nearly all bundled variants were small enough for that', () => {
  expect(variantsCompared).toBeGreaterThanOrEqual(10);
});

test.skipIf(isSkipped)(
  'Spin counts the states and transitions of generated programs',
  () => {
    expect(missing).toBe(undefined);
    const reasons = new Map<string, number>();
    const seen = { compared: 0, deadlocks: 0, violations: 0, largest: 0 };
    const arbitrary = scenarios(5).map((scenario): Scenario => ({ ...scenario, schedule: [] }));
    // Shrinking would take a compiler run per attempt; the seed and the model say enough.
    for (const scenario of fc.sample(arbitrary, { seed, numRuns: runs })) {
      const program = lower(scenario);
      const expected = answerOf(program);
      const exported = promela(program, { title: 'generated', textOf: () => undefined });
      if (expected === undefined) continue;
      if (exported.kind !== 'model') {
        reasons.set(exported.reason, (reasons.get(exported.reason) ?? 0) + 1);
        continue;
      }
      const note = { seed, scenario: JSON.stringify(scenario) };
      expect({ ...runSpin(exported.text), ...note }).toEqual({ ...expected, ...note });
      seen.compared++;
      if (expected.deadlock) seen.deadlocks++;
      if (expected.violated.length > 0) seen.violations++;
      seen.largest = Math.max(seen.largest, expected.states);
    }
    if (process.env.RW_SPIN_RUNS !== undefined) console.log(seen, reasons);
    // The comparison is worth nothing if it doesn't get everywhere.
    expect(seen.compared).toBeGreaterThan(runs * 0.7);
    expect(Math.min(seen.deadlocks, seen.violations)).toBeGreaterThan(0);
  },
  60_000 + runs * 5000,
);
