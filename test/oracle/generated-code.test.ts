// The generated code against the interpreter: the same states with the same numbers, the same
// parents and edges, the same findings, outcomes and bounds, on generated programs.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Limits, Program } from '../../simulator/src/index.ts';
import { limitsWith } from '../../simulator/src/limits.ts';
import { analyseIndependence } from '../../simulator/src/reduction/independence.ts';
import { ReducedExploration } from '../../simulator/src/reduction/reduced-exploration.ts';
import { Exploration } from '../../simulator/src/search/exploration.ts';
import { Stepper } from '../../simulator/src/stepper.ts';
import { compileExploration } from '../../simulator/src/wasm/compiled-exploration.ts';
import { lower } from './lower.ts';
import { scenarios } from './scenarios.ts';
import { viewOf } from './space-view.ts';

const seed = Number(process.env.RW_SEED ?? 20_240_229);
const runs = Number(process.env.RW_RUNS ?? 600);

function compare(program: Program, overrides: Partial<Limits>): boolean {
  const limits = limitsWith(overrides);
  const compiled = compileExploration(program, limits, new Stepper(program, limits));
  if (compiled === undefined) return false;
  expect(viewOf(compiled)).toEqual(viewOf(new Exploration(program, limits)));
  return true;
}

function compareAll(statement: number, overrides: Partial<Limits>): number {
  let compared = 0;
  void fc.assert(
    fc.property(scenarios(statement), (scenario) => {
      if (compare(lower(scenario), overrides)) compared++;
    }),
    { seed, numRuns: runs },
  );
  return compared;
}

test('generated code finds what the interpreter finds, state by state', () => {
  expect(compareAll(5, { states_max: 1500 })).toBeGreaterThan(runs * 0.5);
}, 120_000);

test('it keeps to limits as the interpreter does', () => {
  compareAll(4, { states_max: 7, choices_max: 2, local_instructions_max: 9, outcomes_max: 1 });
}, 120_000);

/** What a reduced exploration decides, and how many states that takes. */
function compareReduced(program: Program): boolean {
  const limits = limitsWith({ states_max: 5000 });
  const independence = analyseIndependence(program);
  if ('off' in independence) return false;
  const stepper = new Stepper(program, limits);
  const compiled = compileExploration(program, limits, stepper, { independence });
  if (compiled === undefined) return false;
  const reference = new ReducedExploration(program, independence, limits);
  while (!reference.finished) reference.advance(1000);
  while (!compiled.finished) compiled.advance(61);
  if (reference.bounds.has('states_max')) return false;
  expect({
    states: compiled.states,
    transitions: compiled.transitions,
    violated: [...compiled.findings.keys()].sort(),
    witnessed: compiled.witnesses.map((found) => found !== undefined),
    outcomes: [...compiled.outcomes.keys()],
    bounds: [...compiled.bounds.keys()].sort(),
  }).toEqual({
    states: reference.table.count,
    transitions: reference.transitions,
    violated: [...reference.violated].sort(),
    witnessed: reference.witnessed,
    outcomes: [...reference.outcomes.keys()],
    bounds: [...reference.bounds.keys()].sort(),
  });
  return true;
}

test('generated code leaves out what the reference of the reduction leaves out', () => {
  let compared = 0;
  void fc.assert(
    fc.property(scenarios(4), (scenario) => {
      if (compareReduced(lower(scenario))) compared++;
    }),
    { seed, numRuns: runs },
  );
  expect(compared).toBeGreaterThan(runs * 0.3);
}, 120_000);
