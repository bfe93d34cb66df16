// Random runs against exploration: what they find is there, it replays, and they find what the
// bundled scenarios expect. RW_SEED chooses other generated programs.
import { explore, type Outcome, type Program, replay, startSimulation } from '@racewalk/simulator';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundledFiles, bundledVariants } from './bundled-variants.ts';
import { lower } from './lower.ts';
import { scenarios } from './scenarios.ts';

const seed = Number(process.env.RW_SEED ?? 20_240_229);

/**
 * Some thousand random runs find what takes so few steps and switches; the rest they may miss. The
 * schedulers change priorities at most twice, and a race that needs more switches at exact places
 * is met once in tens of thousands of runs.
 */
const easy = { steps: 60, switches: 2 };

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

test.each(bundledFiles)(
  'random runs break what %s expects',
  (name) => {
    for (const { info, program } of bundledVariants(name)) {
      const all = explore(program, { states_max: 300_000 });
      const met = simulated(program, 2000);
      const broken = all.violations.filter(({ property }) => !isLive(program, property));
      const expected = broken.filter(
        ({ run, switches }) => run.length <= easy.steps && switches <= easy.switches,
      );
      const found = properties(met);
      expect({
        variant: info.name,
        missed: expected.filter(({ property }) => !found.includes(property)),
      }).toEqual({ variant: info.name, missed: [] });
      expect(found.filter((one) => !broken.some(({ property }) => property === one))).toEqual([]);
      expect(met.verdict).toBe(found.length > 0 ? 'fail' : 'bounded');
      expectReplays(program, met);
      for (const { property, switches } of met.violations) {
        const best = all.violations.find((one) => one.property === property);
        expect(switches).toBeGreaterThanOrEqual(best?.switches ?? 0);
      }
    }
  },
  60_000,
);

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
