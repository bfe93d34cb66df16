// Generated scenarios: small enough for the oracle, and with every instruction and expression there
// is. lower.ts makes Programs of them.
import * as fc from 'fast-check';
import type { BinaryOperator, Range } from '../../simulator/src/program.ts';
import { ranges } from '../../simulator/test/builder.ts';

/**
 * What expressions are made of before registers have numbers: `local` counts a thread's registers.
 */
export type Formula =
  | { kind: 'constant'; value: number }
  | { kind: 'local'; local: number }
  | {
      kind: 'unary';
      op: 'negate' | 'complement' | 'not' | 'convert' | 'cast';
      range: Range;
      of: Formula;
    }
  | { kind: 'binary'; operator: BinaryOperator; range: Range; left: Formula; right: Formula };

export type Where =
  | { kind: 'slot'; slot: number }
  | { kind: 'array'; index: Formula }
  | { kind: 'object'; field: number }
  | { kind: 'member' }
  | { kind: 'pooled' };

export type Pointer =
  | { kind: 'constant'; value: number }
  | { kind: 'advance'; by: Formula }
  | { kind: 'address'; index: Formula }
  | { kind: 'member' };

export type Statement =
  | { kind: 'load'; local: number; where: Where }
  | { kind: 'loadWide' }
  | { kind: 'store'; where: Where; value: Formula }
  | { kind: 'storeWide'; values: [Formula, Formula] }
  | { kind: 'set'; local: number; value: Formula }
  | { kind: 'point'; pointer: Pointer }
  | { kind: 'any'; local: number; low: number; high: number }
  | { kind: 'choose'; branches: Statement[][] }
  | { kind: 'if'; condition: Formula; yes: Statement[]; no: Statement[] }
  | { kind: 'repeat'; times: number; body: Statement[] }
  | { kind: 'spin'; slot: number; value: number }
  | { kind: 'atomic'; body: Statement[] }
  | { kind: 'await'; slot: number; value: number; alone: boolean }
  | { kind: 'allocate' }
  | { kind: 'free' }
  | { kind: 'check'; property: number; condition: Formula; ends: boolean }
  /** The pointer goes to, or comes from, a global variable. */
  | { kind: 'publish' }
  | { kind: 'fetch' }
  | { kind: 'mark' };

export interface Scenario {
  /**
   * Most formulas stay in range and most pointers valid, so that runs are long; else anything goes.
   */
  calm: boolean;
  slotRanges: Range[];
  initial: number[];
  threads: Statement[][];
  property: Formula;
  witness: Formula;
  finally: Formula;
  poolSize: number;
  ignored: boolean;
  schedule: number[];
}

const locals = 3;
const plainSlots = 3;

const range: fc.Arbitrary<Range> = fc.constantFrom<Range>(
  ranges.s32,
  ranges.u32,
  ranges.s32,
  ranges.u8,
  ranges.bool,
  { min: 0, max: 3 },
  { min: -2, max: 5 },
);

const value = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -1, max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 31 - 1, -(2 ** 31), 255, 31, 32) },
);

const operator = fc.constantFrom<BinaryOperator>(
  '+',
  '-',
  '*',
  '/',
  '%',
  '&',
  '|',
  '^',
  '<<',
  '>>',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
);

const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('constant' as const), value }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('local' as const), local: fc.nat(locals - 1) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('unary' as const),
        op: fc.constantFrom('negate', 'complement', 'not', 'convert', 'cast'),
        range,
        of: tie('formula'),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('binary' as const),
        operator,
        range,
        left: tie('formula'),
        right: tie('formula'),
      }),
    },
  ),
}));

const where: fc.Arbitrary<Where> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('slot' as const), slot: fc.nat(plainSlots - 1) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('array' as const), index: formula }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('object' as const), field: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('member' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pooled' as const) }) },
);

const pointer: fc.Arbitrary<Pointer> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), value: fc.nat(4) }),
  fc.record({ kind: fc.constant('advance' as const), by: formula }),
  fc.record({ kind: fc.constant('address' as const), index: formula }),
  fc.record({ kind: fc.constant('member' as const) }),
);

const local = fc.nat(locals - 1);
const small = fc.integer({ min: 0, max: 2 });
const kind = <Kind extends string>(name: Kind) => fc.constant(name);

const { statement } = fc.letrec<{ statement: Statement }>((tie) => {
  const block = fc.array(tie('statement'), { minLength: 0, maxLength: 3 });
  return {
    statement: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { weight: 5, arbitrary: fc.record({ kind: kind('load'), local, where }) },
      { weight: 5, arbitrary: fc.record({ kind: kind('store'), where, value: formula }) },
      { weight: 2, arbitrary: fc.record({ kind: kind('set'), local, value: formula }) },
      { weight: 2, arbitrary: fc.record({ kind: kind('point'), pointer }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('loadWide') }) },
      {
        weight: 1,
        arbitrary: fc.record({ kind: kind('storeWide'), values: fc.tuple(formula, formula) }),
      },
      { weight: 1, arbitrary: fc.record({ kind: kind('any'), local, low: small, high: small }) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: kind('await'),
          slot: local,
          value: small,
          alone: fc.boolean(),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: kind('allocate') }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('free') }) },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: kind('check'),
          property: fc.nat(3),
          condition: formula,
          ends: fc.boolean(),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: kind('mark') }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('publish') }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('fetch') }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('spin'), slot: local, value: small }) },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: kind('choose'),
          branches: fc.array(block, { minLength: 1, maxLength: 3 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: kind('if'),
          condition: formula,
          yes: block,
          no: block,
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: kind('repeat'), times: small, body: block }) },
      { weight: 3, arbitrary: fc.record({ kind: kind('atomic'), body: block }) },
    ),
  };
});

/** Up to `statements` statements per thread, nested ones not counted. */
export function scenarios(statements: number): fc.Arbitrary<Scenario> {
  const body = fc.array(statement, { minLength: 2, maxLength: statements, size: 'max' });
  return fc.record({
    calm: fc.constantFrom(true, true, true, true, false),
    slotRanges: fc.array(range, { minLength: plainSlots, maxLength: plainSlots }),
    initial: fc.array(fc.nat(1), { minLength: plainSlots, maxLength: plainSlots }),
    threads: fc.array(body, { minLength: 2, maxLength: 3 }),
    property: formula,
    witness: formula,
    finally: formula,
    poolSize: fc.integer({ min: 1, max: 2 }),
    ignored: fc.boolean(),
    schedule: fc.oneof(
      { weight: 4, arbitrary: fc.constant<number[]>([]) },
      { weight: 1, arbitrary: fc.array(fc.nat(1), { minLength: 1, maxLength: 4 }) },
    ),
  });
}
