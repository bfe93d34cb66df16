// A reduced exploration judges a program as the full one does, on generated programs, on those that
// each part of the reduction is there for, and on the bundled scenarios.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explore, type Program } from '../../simulator/src/index.ts';
import { limitsWith } from '../../simulator/src/limits.ts';
import {
  analyseIndependence,
  type Independence,
} from '../../simulator/src/reduction/independence.ts';
import { ReducedExploration } from '../../simulator/src/reduction/reduced-exploration.ts';
import {
  at,
  binary,
  constant,
  ProgramBuilder,
  ranges,
  register,
} from '../../simulator/test/builder.ts';
import { bundledFiles, bundledVariants } from './bundled-variants.ts';
import { buildCrowd, crowds } from './crowds.ts';
import { lower } from './lower.ts';
import { type Change, mutations, regressions } from './reductions.ts';
import { scenarios } from './scenarios.ts';

const seed = Number(process.env.RW_SEED ?? 20_240_229);
const runs = Number(process.env.RW_RUNS ?? 600);
const limits = limitsWith({ states_max: 30_000, interleavings_states_max: 1 });

function exploreWith(program: Program, independence: Independence): ReducedExploration {
  const exploration = new ReducedExploration(program, independence, limits);
  exploration.advance(Number.MAX_SAFE_INTEGER);
  return exploration;
}

/** All that has to be the same. */
function answersOf({
  violated,
  witnessed,
  outcomes,
  bounds,
  lastStates,
  table,
  stepper,
}: ReducedExploration) {
  const words = new Int32Array(stepper.layout.words);
  const last = lastStates.map((state) => {
    table.read(state, words);
    return words.join();
  });
  return {
    violated: [...violated].sort((left, right) => left - right),
    witnessed,
    outcomes: [...outcomes.keys()].sort(),
    bounds: [...bounds.keys()].sort(),
    last: last.sort(),
  };
}

function independenceOf(program: Program): Independence | undefined {
  const independence = analyseIndependence(program);
  return 'off' in independence ? undefined : independence;
}

interface Comparison {
  readonly full: ReducedExploration;
  readonly reduced: ReducedExploration;
  readonly isSame: boolean;
}

/** Undefined: the reduction is off, or the program too large to compare. */
function compare(program: Program, change: Change = () => ({})): Comparison | undefined {
  const found = independenceOf(program);
  if (found === undefined) return undefined;
  // Where all threads are sticky, no set but that of all of them is ever used.
  const full = exploreWith(program, { ...found, isSticky: () => true });
  if (full.bounds.has('states_max') || full.bounds.has('local_instructions_max')) return undefined;
  const reduced = exploreWith(program, { ...found, ...change(found, program) });
  const isSame = JSON.stringify(answersOf(full)) === JSON.stringify(answersOf(reduced));
  return { full, reduced, isSame };
}

interface Sizes {
  compared: number;
  full: number;
  reduced: number;
  violated: Set<number>;
}

function compareAll<Generated>(
  arbitrary: fc.Arbitrary<Generated>,
  build: (generated: Generated) => Program,
): Sizes {
  const sizes = { compared: 0, full: 0, reduced: 0, violated: new Set<number>() };
  void fc.assert(
    fc.property(arbitrary, (generated) => {
      const comparison = compare(build(generated));
      if (comparison === undefined) return;
      const { full, reduced } = comparison;
      expect(answersOf(reduced)).toEqual(answersOf(full));
      sizes.compared++;
      sizes.full += full.table.count;
      sizes.reduced += reduced.table.count;
      for (const property of full.violated) sizes.violated.add(property);
    }),
    { seed, numRuns: runs },
  );
  return sizes;
}

describe('the same is judged with and without the reduction', () => {
  test('of programs with every instruction there is', () => {
    const sizes = compareAll(scenarios(5), lower);
    expect(sizes.compared).toBeGreaterThan(runs * 0.6);
    expect(sizes.reduced).toBeLessThan(sizes.full);
    expect(sizes.violated.size).toBeGreaterThanOrEqual(6);
  }, 600_000);

  test('of programs with many threads that have little to do with each other', () => {
    const sizes = compareAll(crowds(4, 4), buildCrowd);
    expect(sizes.compared).toBeGreaterThan(runs * 0.6);
    expect(sizes.reduced).toBeLessThan(sizes.full / 2);
    expect(sizes.violated.size).toBeGreaterThanOrEqual(4);
  }, 600_000);
});

test.each(bundledFiles)(
  '%s is judged the same',
  (name) => {
    for (const { program } of bundledVariants(name)) {
      const comparison = compare(program);
      if (comparison === undefined) continue;
      expect(answersOf(comparison.reduced)).toEqual(answersOf(comparison.full));
      expect(comparison.reduced.table.count).toBeLessThanOrEqual(comparison.full.table.count);
    }
  },
  120_000,
);

test('what moves all threads is what the full exploration does', () => {
  void fc.assert(
    fc.property(crowds(3, 3), (crowd) => {
      const program = buildCrowd(crowd);
      const comparison = compare(program);
      if (comparison === undefined) return;
      const { full } = comparison;
      const { states, transitions, violations, outcomes, witnesses } = explore(program, limits);
      expect({ states, transitions }).toEqual({
        states: full.table.count,
        transitions: full.transitions,
      });
      expect(violations.map(({ property }) => property)).toEqual(answersOf(full).violated);
      expect(outcomes.map(({ values }) => values.join()).sort()).toEqual(answersOf(full).outcomes);
      expect(witnesses.map(({ run }) => run !== undefined)).toEqual(full.witnessed);
    }),
    { seed, numRuns: Math.ceil(runs / 4) },
  );
}, 600_000);

test('a loop that counts does not keep the others from waiting', () => {
  const b = new ProgramBuilder();
  const slots = [b.slot('x'), b.slot('y')];
  for (const [index, slot] of slots.entries()) {
    const counter = b.register(ranges.u8);
    b.thread(`t${index}`, () => {
      b.set(counter, constant(0));
      b.label(`begin${index}`);
      b.branch(binary(register(counter), '<', constant(9)), `end${index}`);
      b.store(at(slot), register(counter));
      b.set(counter, binary(register(counter), '+', constant(1)));
      b.jump(`begin${index}`);
      b.label(`end${index}`);
    });
  }
  const { full, reduced } = compare(b.build())!;
  expect({ full: full.table.count, reduced: reduced.table.count }).toEqual({
    full: 100,
    reduced: 19,
  });
});

describe('no part of the reduction can be left out', () => {
  test.each(Object.entries(regressions))('%s: judged the same', (_, { build }) => {
    expect(compare(build())?.isSame).toBe(true);
  });

  const changed = Object.entries(regressions).flatMap(([name, { build, noticed }]) =>
    noticed.map((mutation) => ({ name, build, mutation })),
  );
  test.each(changed)('$name: notices "$mutation"', ({ build, mutation }) => {
    expect(compare(build(), mutations[mutation])?.isSame).toBe(false);
  });

  test.each(Object.keys(mutations))(
    'generated programs notice "%s"',
    (mutation) => {
      let differing = 0;
      for (const crowd of fc.sample(crowds(4, 4), { seed, numRuns: 600 })) {
        if (compare(buildCrowd(crowd), mutations[mutation])?.isSame === false) differing++;
        if (differing > 0) break;
      }
      expect(differing).toBeGreaterThan(0);
    },
    600_000,
  );
});
