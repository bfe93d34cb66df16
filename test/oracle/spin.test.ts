// The exported models mean to the real Spin what the programs mean to the engine: the same verdict,
// distinct states, transitions and broken properties, and every run that Spin finds replays to its
// violation. RW_SPIN_RUNS sets the number of generated programs, RW_SPIN_SECONDS how long they may take (but
// for the first 250), RW_SEED chooses others; RW_SPIN_STATES says up to how many states a bundled variant is
// compared, and RW_SPIN_VARIANTS=all compares the first and the last variant of each bundled scenario rather
// than one of them.
import type { Engine } from '@racewalk/engines';
import { explore, type Program } from '@racewalk/simulator';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundledFiles, bundledVariants } from './bundled-variants.ts';
import { lower } from './lower.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { type Answer, answerOf, installedSpin } from './spin.ts';

const CI = process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false';
const seed = Number(process.env.RW_SEED ?? 20_240_229);
const runs = Number(process.env.RW_SPIN_RUNS ?? 50);
/** A slow machine compares fewer of them, but never fewer than this. */
const runsMin = Math.min(runs, 250);
const millisecondsMax = 1000 * Number(process.env.RW_SPIN_SECONDS ?? Number.POSITIVE_INFINITY);
const spin = await installedSpin();
if (typeof spin === 'string' && !CI) console.log(`skipped: ${spin}`);

/** On a machine made for tests a missing tool is a failure; on a user's it is told. */
const isSkipped = typeof spin === 'string' && !CI;

function engine(): Engine {
  if (typeof spin === 'string') throw new Error(spin);
  return spin;
}

/** Larger ones are not asked about, as each takes Spin and a C compiler up to a minute. */
const statesMax = Number(process.env.RW_SPIN_STATES ?? 2_000);

/** Spin's words for a model of more than some two thousand steps. */
const tooLong = 'd_step sequence too long';

const allVariants = process.env.RW_SPIN_VARIANTS === 'all';

/**
 * As written in one scenario, repaired in the next: Spin takes seconds to read a model of the
 * kernel's functions, and the two are nearly the same text. Tutorials are small.
 */
function isCompared(name: string, scenario: number, variant: number, last: number): boolean {
  if (allVariants || name.startsWith('tutorial/')) return true;
  const isRepaired = (bundledFiles.indexOf(name) + scenario) % 2 === 1;
  return variant === (isRepaired ? last : 0);
}

let variantsCompared = 0;

/** Undefined where a limit cut it short, or where the program asks for what Spin can't judge. */
function ownAnswer(program: Program): Answer | undefined {
  const isInfinite = program.properties.some(
    ({ name, watched, liveness }) => watched && (liveness !== undefined || name === 'livelock'),
  );
  if (isInfinite) return undefined;
  const outcome = explore(program);
  if (outcome.states > statesMax) return undefined;
  if (outcome.bounds.some(({ limit }) => !limit.startsWith('pool '))) return undefined;
  return answerOf(program, outcome);
}

/** The reason where the program can't be exported. */
async function spinAnswer(program: Program): Promise<Answer | string> {
  const job = { program, title: 'test', textOf: () => undefined, onProgress: () => {} };
  const { outcome } = await engine().explore(job);
  const gap = outcome.bounds.find(({ limit }) => limit === 'spin');
  if (gap?.text.includes('not exported') === true) return gap.text;
  return answerOf(program, outcome);
}

test.skipIf(isSkipped).each(bundledFiles)(
  'Spin counts the states and transitions of %s',
  async (name) => {
    const isChosen = (scenario: number, variant: number, last: number) =>
      isCompared(name, scenario, variant, last);
    for (const { info, program } of bundledVariants(name, { statesMax, isChosen })) {
      if (program.schedule.length > 0) continue;
      const expected = ownAnswer(program);
      if (expected === undefined) continue;
      const answer = await spinAnswer(program);
      if (typeof answer !== 'string' && answer.limits.some((limit) => limit.includes(tooLong)))
        continue;
      expect({ variant: info.name, answer }).toEqual({ variant: info.name, answer: expected });
      variantsCompared++;
    }
  },
  300_000,
);

test.skipIf(isSkipped)('nearly all bundled variants were small enough for that', () => {
  expect(variantsCompared).toBeGreaterThanOrEqual(90);
});

test.skipIf(isSkipped)(
  'Spin agrees about generated programs, and its runs replay',
  async () => {
    const reasons = new Map<string, number>();
    const seen = { compared: 0, deadlocks: 0, violations: 0, pools: 0, largest: 0 };
    const arbitrary = scenarios(5).map((scenario): Scenario => ({ ...scenario, schedule: [] }));
    // Shrinking would take a compiler run per attempt; the seed and the scenario say enough.
    const started = performance.now();
    let asked = 0;
    for (const scenario of fc.sample(arbitrary, { seed, numRuns: runs })) {
      if (asked >= runsMin && performance.now() - started > millisecondsMax) break;
      asked += 1;
      const program = lower(scenario);
      const expected = ownAnswer(program);
      if (expected === undefined) continue;
      const answer = await spinAnswer(program);
      if (typeof answer === 'string') {
        reasons.set(answer, (reasons.get(answer) ?? 0) + 1);
        continue;
      }
      const note = { seed, scenario: JSON.stringify(scenario) };
      expect({ ...answer, ...note }).toEqual({ ...expected, ...note });
      seen.compared++;
      if (expected.violated.includes('deadlock')) seen.deadlocks++;
      if (expected.violated.length > 0) seen.violations++;
      if (expected.limits.length > 0) seen.pools++;
      seen.largest = Math.max(seen.largest, expected.states);
    }
    if (process.env.RW_SPIN_RUNS !== undefined) console.log({ asked, ...seen }, reasons);
    // The comparison is worth nothing if it doesn't get everywhere.
    expect(seen.compared).toBeGreaterThan(asked * 0.7);
    expect(Math.min(seen.deadlocks, seen.violations, seen.pools)).toBeGreaterThan(0);
  },
  60_000 + runs * 5000,
);
