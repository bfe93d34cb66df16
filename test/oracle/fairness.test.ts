// Liveness against the oracle: the same properties broken, after as few steps; and every run shown
// is what it is said to be.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LivenessSearch } from '../../simulator/src/fairness/search.ts';
import {
  type Limits,
  type Program,
  Replayer,
  type State,
  type Violation,
} from '../../simulator/src/index.ts';
import { limitsWith } from '../../simulator/src/limits.ts';
import { fairProgram, fairScenarios } from './fair-programs.ts';
import { brokenLiveness, graphOf } from './fair-runs.ts';
import { Naive } from './naive.ts';

const seed = Number(process.env.RW_SEED ?? 20_240_607);
const runs = Number(process.env.RW_RUNS ?? 1200);
const statesMax = 120;

function forAll(statements: number, check: (program: Program) => void): void {
  void fc.assert(
    fc.property(fairScenarios(statements), (scenario) => check(fairProgram(scenario))),
    { seed, numRuns: runs },
  );
}

const isLiveness = (program: Program, { property }: Violation): boolean => {
  const { name, liveness } = program.properties[property]!;
  return name === 'livelock' || liveness !== undefined;
};

/** What the search for liveness alone finds; faults of goals are left out. */
function foundIn(program: Program, limits: Partial<Limits> = {}): Violation[] {
  const search = new LivenessSearch(program, limitsWith(limits), 0);
  search.advance(Number.MAX_SAFE_INTEGER);
  return search.violations.filter((one) => isLiveness(program, one));
}

/** The states that a run goes through, the initial one first. */
function statesOf(program: Program, { run }: Violation): State[] {
  const replayer = new Replayer(program);
  const states = [replayer.initial];
  for (const action of run) states.push(replayer.step(states.at(-1)!, action)!.after);
  return states;
}

test('the same properties are broken, after as few steps', () => {
  const seen = { compared: 0, passed: 0, cycles: 0, ends: 0, names: new Set<string>() };
  forAll(3, (program) => {
    const naive = new Naive(program);
    const graph = graphOf(naive, statesMax);
    if (graph === undefined) return;
    const found = foundIn(program);
    const broken = new Map(
      found.map(({ property, run, cycleSteps }) => [
        program.properties[property]!.name,
        run.length - (cycleSteps ?? 0),
      ]),
    );
    expect(broken).toEqual(brokenLiveness(program, naive, graph));
    seen.compared++;
    if (found.length === 0) seen.passed++;
    for (const { cycleSteps } of found) seen[cycleSteps === undefined ? 'ends' : 'cycles']++;
    for (const name of broken.keys()) seen.names.add(name);
  });
  expect(seen.compared).toBeGreaterThan(runs * 0.8);
  expect(seen.names).toEqual(new Set(['livelock', 'eventually', 'leads_to']));
  expect(Math.min(seen.passed, seen.cycles, seen.ends)).toBeGreaterThan(runs * 0.05);
}, 300_000);

test.each([
  ['the shortest', {}],
  ['found from thread to thread', { counterexample_states_max: 1 }],
])(
  'a cycle shown, %s, comes back to its first state, is fair, and owes all the time',
  (_, more) => {
    forAll(4, (program) => {
      const replayer = new Replayer(program);
      for (const violation of foundIn(program, { states_max: 2000, ...more })) {
        const states = statesOf(program, violation);
        const { run, cycleSteps, property } = violation;
        const around = states.slice(run.length - (cycleSteps ?? 0));
        expect(around[0]).toEqual(states.at(-1));
        const { liveness } = program.properties[property]!;
        for (const state of liveness === undefined ? [] : around) {
          expect(replayer.evaluate(liveness!.goal, state)).toBe(0);
        }
        const moved = new Set(
          run.slice(run.length - (cycleSteps ?? 0)).map(({ thread }) => thread),
        );
        for (const thread of program.threads.keys()) {
          const rests = around.some(
            (state) => !replayer.enabled(state).some((action) => action.thread === thread),
          );
          expect(moved.has(thread) || rests).toBe(true);
        }
      }
    });
  },
  300_000,
);

test('what is found within a limit is found without it', () => {
  forAll(3, (program) => {
    const names = (statesMax: number) =>
      foundIn(program, { states_max: statesMax }).map(
        ({ property }) => program.properties[property]!.name,
      );
    const all = names(5000);
    for (const name of names(7)) expect(all).toContain(name);
  });
}, 300_000);

test('the size of the slices changes nothing', () => {
  forAll(2, (program) => {
    const limits = limitsWith({ states_max: 500 });
    const search = new LivenessSearch(program, limits, 0);
    for (; !search.finished; search.advance(1)) expect(search.bounds()).not.toEqual([]);
    const whole = new LivenessSearch(program, limits, 0);
    whole.advance(Number.MAX_SAFE_INTEGER);
    expect([search.violations, search.bounds()]).toEqual([whole.violations, whole.bounds()]);
  });
}, 300_000);
