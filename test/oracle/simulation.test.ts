// Random runs against exploration: what they find is there, it replays, and they find what the
// bundled scenarios expect. RW_SEED chooses other generated programs.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import { explore, type Outcome, type Program, replay, startSimulation } from '@racewalk/simulator';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lower } from './lower.ts';
import { scenarios } from './scenarios.ts';

const seed = Number(process.env.RW_SEED ?? 20_240_229);
const folder = path.join(import.meta.dirname, '../../scenarios');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.race'))
  .sort();

function simulated(program: Program, runs: number): Outcome {
  const search = startSimulation(program, { runs, run_steps_max: 300 });
  while (!search.advance(10_000));
  return search.outcome();
}

function expectReplays(program: Program, { violations, outcomes, witnesses }: Outcome): void {
  for (const { property, run, message } of violations) {
    const { steps, initialEvents, misfit } = replay(program, run);
    expect(misfit).toBe(undefined);
    const events = run.length === 0 ? initialEvents : (steps.at(-1)?.events ?? []);
    expect(events).toContainEqual(expect.objectContaining({ property, message }));
  }
  for (const { run } of [...outcomes, ...witnesses]) {
    if (run !== undefined) expect(replay(program, run).misfit).toBe(undefined);
  }
}

const properties = ({ violations }: Outcome) => violations.map(({ property }) => property);

/** Properties that only whole runs break, which random runs do not judge. */
function isLive(program: Program, property: number): boolean {
  const { name, liveness } = program.properties[property]!;
  return name === 'livelock' || liveness !== undefined;
}

test.each(files)('random runs break what %s expects', (name) => {
  const text = readFileSync(path.join(folder, name), 'utf8');
  const analysis = analyse({ name, text }, () => undefined, kernelLibrary);
  analysis.scenarios.forEach(({ variants }, scenario) => {
    variants.forEach((info, variant) => {
      const { program } = analysis.compile(scenario, variant);
      if (program === undefined) return;
      const all = explore(program, { states_max: 300_000 });
      const met = simulated(program, 2000);
      const wanted = properties(all).filter((property) => !isLive(program, property));
      expect({ variant: info.name, broken: properties(met) }).toEqual({
        variant: info.name,
        broken: wanted,
      });
      expect(met.verdict).toBe(wanted.length > 0 ? 'fail' : 'bounded');
      expectReplays(program, met);
      for (const { property, switches } of met.violations) {
        const best = all.violations.find((one) => one.property === property);
        expect(switches).toBeGreaterThanOrEqual(best?.switches ?? 0);
      }
    });
  });
});

test('random runs of generated programs find only what exploration finds', () => {
  const seen = { compared: 0, violations: 0, complete: 0 };
  for (const scenario of fc.sample(scenarios(5), { seed, numRuns: 60 })) {
    const program = lower(scenario);
    const all = explore(program, { states_max: 10_000 });
    if (all.bounds.some(({ limit }) => limit.endsWith('_max'))) continue;
    const met = simulated(program, 100);
    const note = { seed, scenario: JSON.stringify(scenario) };
    const allowed = properties(all);
    const extra = properties(met).filter((property) => !allowed.includes(property));
    expect({ extra, verdict: met.verdict === 'pass', ...note }).toEqual({
      extra: [],
      verdict: false,
      ...note,
    });
    const known = all.outcomes.map(({ values }) => values.join());
    expect(met.outcomes.filter(({ values }) => !known.includes(values.join()))).toEqual([]);
    expect(met.states).toBeLessThanOrEqual(all.states);
    expectReplays(program, met);
    seen.compared++;
    if (met.violations.length > 0) seen.violations++;
    if (met.violations.length === all.violations.length) seen.complete++;
  }
  expect(seen.compared).toBeGreaterThan(40);
  expect(seen.violations).toBeGreaterThan(10);
  if (process.env.RW_SEED !== undefined) console.log(seen);
  // Programs this small hide little from some hundred runs.
  expect(seen.complete).toBeGreaterThan(seen.compared * 0.8);
}, 120_000);
