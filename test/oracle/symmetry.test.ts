// Symmetry against the whole graph: the same verdicts, and orbits that add up to all states, with
// the images of a state worked out from what the generator knows and nothing of the engine.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalize } from '../../simulator/src/symmetry/canonicalize.ts';
import { type Explored, exploreQuotient, symmetryOf } from './quotient.ts';
import { lowerTwins, type TwinProgram, twins } from './twins.ts';

const seed = Number(process.env.RW_SEED ?? 20_261_123);
const numRuns = Number(process.env.RW_RUNS ?? 600);
const statesMax = 4000;

interface Plain {
  readonly slots: readonly number[];
  readonly threads: readonly { readonly at: number; readonly values: readonly number[] }[];
}

function plainOf({ columns }: TwinProgram, { stepper }: Explored, words: Int32Array): Plain {
  stepper.moveTo(words);
  const { cells, registerBase } = stepper.machine.context;
  // What nothing writes is no part of a state.
  const slots = [...cells.subarray(0, registerBase)].map((value, slot) =>
    stepper.layout.fieldOf(slot) === undefined ? 0 : value,
  );
  const threads = columns.map(({ entry, registers }, thread) => {
    stepper.layout.decodeThread(words, thread, cells);
    const live = new Set(stepper.layout.liveOf(words, thread));
    return {
      at: stepper.layout.pcOf(words, thread) - entry,
      values: registers.map((one) => (live.has(one) ? cells[registerBase + one]! : 0)),
    };
  });
  return { slots, threads };
}

/** The state in which thread `to[i]` is where thread i was. */
function permuted(of: TwinProgram, state: Plain, to: readonly number[]): Plain {
  const { columns, ids, pointers } = of;
  // Ids count threads from 1, and the first pointers point to the objects of the threads.
  const rename = (value: number): number => (to[value - 1] ?? value - 1) + 1;
  const slots = state.slots.map((value, slot) =>
    ids.slots.has(slot) || pointers.slots.has(slot) ? rename(value) : value,
  );
  const result = [...slots];
  columns.forEach((column, thread) => {
    column.slots.forEach((slot, index) => {
      result[columns[to[thread]!]!.slots[index]!] = slots[slot]!;
    });
  });
  const threads = [...state.threads];
  state.threads.forEach(({ at, values }, thread) => {
    const [value, id, pointer] = values;
    threads[to[thread]!] = { at, values: [value!, rename(id!), rename(pointer!)] };
  });
  return { slots: result, threads };
}

function permutations(classes: readonly (readonly number[])[], count: number): number[][] {
  let all: number[][] = [Array.from({ length: count }, (_, index) => index)];
  for (const members of classes) {
    all = all.flatMap((to) =>
      orders(members).map((order) => {
        const next = [...to];
        members.forEach((member, index) => {
          next[member] = order[index]!;
        });
        return next;
      }),
    );
  }
  return all;
}

function orders(members: readonly number[]): readonly number[][] {
  if (members.length === 0) return [[]];
  return members.flatMap((first) =>
    orders(members.filter((one) => one !== first)).map((rest) => [first, ...rest]),
  );
}

/** Distinct orbits among the states explored, and how many states all of them have together. */
function orbitsOf(of: TwinProgram, found: Explored, classes: readonly (readonly number[])[]) {
  const all = permutations(classes, of.columns.length);
  const orbits = new Map<string, number>();
  const words = new Int32Array(found.stepper.layout.words);
  for (let state = 0; state < found.table.count; state++) {
    found.table.read(state, words);
    const plain = plainOf(of, found, words);
    const images = new Set(all.map((to) => JSON.stringify(permuted(of, plain, to))));
    orbits.set([...images].sort()[0]!, images.size);
  }
  const total = [...orbits.values()].reduce((sum, size) => sum + size, 0);
  return { orbits: orbits.size, total };
}

test('exploring one of all images finds the same, and the orbits add up to all states', () => {
  const seen = { compared: 0, off: 0, orbits: 0, explored: 0, violated: new Set<number>() };
  void fc.assert(
    fc.property(twins, (scenario) => {
      const twin = lowerTwins(scenario);
      const symmetry = symmetryOf(twin.program);
      if ('off' in symmetry) {
        seen.off++;
        return;
      }
      const full = exploreQuotient(twin.program, undefined, statesMax);
      const quotient = exploreQuotient(twin.program, symmetry, statesMax);
      if (full === undefined || quotient === undefined) return;
      const { violated, witnessed, outcomes } = full;
      expect(quotient).toMatchObject({ violated, witnessed, outcomes });
      const { orbits, total } = orbitsOf(twin, quotient, symmetry.classes);
      expect(total).toBe(full.table.count);
      const isPair = symmetry.classes.every(({ length }) => length === 2);
      if (isPair) expect(quotient.table.count).toBe(orbits);
      seen.compared++;
      seen.orbits += orbits;
      seen.explored += quotient.table.count;
      for (const property of violated) seen.violated.add(property);
    }),
    { seed, numRuns },
  );
  // Worth nothing if hardly anything is symmetric, or nothing goes wrong.
  expect(seen.compared).toBeGreaterThan(numRuns * 0.4);
  expect(seen.off).toBeGreaterThan(0);
  expect(seen.violated.size).toBeGreaterThanOrEqual(4);
  expect(seen.explored / seen.orbits).toBeLessThan(1.05);
}, 120_000);

test('a representative is its own representative', () => {
  void fc.assert(
    fc.property(twins, (scenario) => {
      const { program } = lowerTwins(scenario);
      const symmetry = symmetryOf(program);
      if ('off' in symmetry) return;
      const found = exploreQuotient(program, symmetry, 300);
      if (found === undefined) return;
      const words = new Int32Array(symmetry.words);
      for (let state = 0; state < found.table.count; state++) {
        found.table.read(state, words);
        const before = words.slice();
        canonicalize(symmetry, words);
        expect(words).toEqual(before);
      }
    }),
    { seed, numRuns: numRuns / 4 },
  );
}, 60_000);
