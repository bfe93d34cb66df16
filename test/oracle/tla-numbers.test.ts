// Arithmetic of exported modules at the edges of 32 bits: one program per case, whose one step writes
// what an expression comes to. The evaluator has TLC's integers, and stops where one leaves them.
// RW_TLA_RUNS sets the number of cases, RW_SEED chooses others.
import { tla } from '@racewalk/exporter';
import { explore, type Program, Replayer } from '@racewalk/simulator';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BinaryOperator, Expression, Range } from '../../simulator/src/program.ts';
import {
  at,
  binary,
  constant,
  indexed,
  ProgramBuilder,
  ranges,
  register,
} from '../../simulator/test/builder.ts';
import { exploreTla } from './tla.ts';

const seed = Number(process.env.RW_SEED ?? 20_240_229);
const runs = Number(process.env.RW_TLA_RUNS ?? 120) * 10;

const bases = [0, 1, 2, 3, 5, 31, 32, 255, 46_341, 65_535, 65_536, 98_765_432];
const edges = [...bases, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32 - 2, 2 ** 32 - 1];
const values = [...edges, ...edges.map((value) => -value)];

const range = fc.constantFrom<Range>(
  ranges.s32,
  ranges.u32,
  ranges.s32,
  ranges.u32,
  ranges.u8,
  ranges.bool,
  { min: -2, max: 5 },
);

const operand = range.chain((of) =>
  fc.record({
    range: fc.constant(of),
    value: fc.constantFrom(...values.filter((value) => value >= of.min && value <= of.max)),
    isConstant: fc.boolean(),
  }),
);

const operator = fc.constantFrom<BinaryOperator | 'negate' | 'complement' | 'convert' | 'cast'>(
  ...(['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>'] as const),
  ...(['==', '!=', '<', '<=', '>', '>='] as const),
  ...(['negate', 'complement', 'convert', 'cast'] as const),
);

const cases = fc.record({
  left: operand,
  right: operand,
  operator,
  result: range,
  out: range,
  bits: fc.constantFrom(1, 8, 16, 30, 32),
  signed: fc.boolean(),
  kind: fc.constantFrom('value', 'value', 'value', 'branch', 'index', 'advance'),
});

type Case = typeof cases extends fc.Arbitrary<infer Value> ? Value : never;

/** Makes some pairs numbers that differ by 2^32: the same bits, with a sign and without. */
function twinned(one: Case): Case {
  const isTwin = one.bits !== 32 && one.bits !== 30;
  if (!isTwin || one.left.value >= 0 || one.left.range.min !== -(2 ** 31)) return one;
  const twin = { ...one.right, range: ranges.u32, value: one.left.value + 2 ** 32 };
  return one.signed ? { ...one, right: twin } : { ...one, left: twin, right: one.left };
}

function expressionOf(one: Case, left: Expression, right: Expression): Expression {
  switch (one.operator) {
    case 'negate':
    case 'complement':
    case 'convert':
      return { op: one.operator, value: left, range: one.result };
    case 'cast':
      return { op: 'cast', value: left, bits: one.bits, signed: one.signed };
    default:
      return binary(left, one.operator, right, one.result);
  }
}

function programOf(one: Case): Program {
  const b = new ProgramBuilder();
  const [left, right] = [one.left, one.right].map(({ range: of, value }, index) => ({
    slot: b.slot(`in${index}`, value, of),
    register: b.register(of),
  }));
  const start = one.out.min > 0 ? one.out.min : 0;
  const out = b.slot('out', start, one.out);
  const array = b.slot('array[0]', 7);
  b.slot('array[1]', 8);
  const elements = b.domain(
    'element',
    [0, 1].map((index) => ({ slot: array + index, arrayFirst: 1, arrayLast: 2 })),
  );
  b.thread('t', () => {
    b.atomic(() => {
      b.load(left!.register, at(left!.slot));
      b.load(right!.register, at(right!.slot));
      const given = one.left.isConstant ? constant(one.left.value) : register(left!.register);
      const other = one.right.isConstant ? constant(one.right.value) : register(right!.register);
      const value = expressionOf(one, given, other);
      if (one.kind === 'index') b.store(indexed(array, value, 2), constant(9));
      else if (one.kind === 'advance') {
        const pointer = b.register({ min: 0, max: 2 });
        b.set(pointer, { op: 'advance', domain: elements, pointer: constant(2), by: value });
        b.store(at(array), register(pointer));
      } else if (one.kind === 'branch') {
        b.branch(value, 'no');
        b.store(at(array), constant(9));
        b.label('no');
        b.mark();
      } else b.store(at(out), value);
    });
  });
  return b.build();
}

/** Where the run of the one thread ends, as a module writes numbers. */
function memoryAfter(program: Program): string {
  const replayer = new Replayer(program);
  const [action] = replayer.enabled(replayer.initial);
  const step = action === undefined ? undefined : replayer.step(replayer.initial, action);
  const state = step?.end === undefined ? (step?.after ?? replayer.initial) : replayer.initial;
  const names = ['in0', 'in1', 'out', 'array_0', 'array_1'];
  const fields = state.slots.map(
    (value, slot) => `${names[slot]} |-> ${value >= 2 ** 31 ? value - 2 ** 32 : value}`,
  );
  return `mem = [${fields.join(', ')}]`;
}

test('arithmetic at the edges of 32 bits is that of the engine', () => {
  const seen = { faults: 0, values: 0 };
  for (const one of fc.sample(cases, { seed, numRuns: runs }).map(twinned)) {
    const program = programOf(one);
    const { violations, states, transitions } = explore(program);
    const exported = tla(program, { title: 'case', textOf: () => undefined, name: 'Model' });
    if (exported.kind !== 'model') throw new Error(exported.reason);
    const answer = exploreTla(exported.module, exported.config, 10);
    const expected = {
      states,
      transitions,
      violated: violations.map(({ property }) => program.properties[property]?.name).sort(),
      last: memoryAfter(program),
    };
    const last = answer.last.split('\n')[0]?.replace('/\\ ', '');
    const note = JSON.stringify(one);
    expect({ ...answer, last, note }).toEqual({ ...expected, note });
    if (violations.length > 0) seen.faults++;
    else seen.values++;
  }
  expect(Math.min(seen.faults, seen.values)).toBeGreaterThan(runs / 10);
}, 300_000);
