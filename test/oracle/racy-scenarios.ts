// Generated scenarios in which threads do little but race: loads, stores, waits and checks of three
// shared slots. Nearly all of what they break hangs on the order of two steps.
import * as fc from 'fast-check';
import type { Formula, Scenario, Statement } from './scenarios.ts';

const kind = <Kind extends string>(name: Kind) => fc.constant(name);
const slot = fc.nat(2);
const local = fc.nat(2);
const small = fc.integer({ min: 0, max: 2 });
const range = { min: 0, max: 3 };

const constant: fc.Arbitrary<Formula> = fc.record({ kind: kind('constant'), value: small });
const variable: fc.Arbitrary<Formula> = fc.record({ kind: kind('local'), local });
const comparison: fc.Arbitrary<Formula> = fc.record({
  kind: kind('binary'),
  operator: fc.constantFrom('==' as const, '!=' as const, '<=' as const),
  range: fc.constant(range),
  left: variable,
  right: fc.oneof(constant, variable),
});

const where = fc.record({ kind: kind('slot'), slot });
const load: fc.Arbitrary<Statement> = fc.record({ kind: kind('load'), local, where });
const store: fc.Arbitrary<Statement> = fc.record({
  kind: kind('store'),
  where,
  value: fc.oneof(constant, variable),
});
const wait: fc.Arbitrary<Statement> = fc.record({
  kind: kind('await'),
  slot: local,
  value: small,
  alone: fc.boolean(),
});
const check: fc.Arbitrary<Statement> = fc.record({
  kind: kind('check'),
  property: fc.nat(3),
  condition: comparison,
  ends: fc.boolean(),
});
const access = fc.oneof({ weight: 3, arbitrary: load }, { weight: 3, arbitrary: store });

const statement: fc.Arbitrary<Statement> = fc.oneof(
  { weight: 6, arbitrary: access },
  { weight: 1, arbitrary: wait },
  { weight: 2, arbitrary: check },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('atomic'),
      body: fc.array(fc.oneof({ weight: 4, arbitrary: access }, { weight: 1, arbitrary: wait }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: kind('if'),
      condition: comparison,
      yes: fc.array(access, { maxLength: 2 }),
      no: fc.array(access, { maxLength: 2 }),
    }),
  },
);

/** Two or three threads of up to so many statements. */
export function racyScenarios(statements: number): fc.Arbitrary<Scenario> {
  const body = fc.array(statement, { minLength: 2, maxLength: statements, size: 'max' });
  return fc.record({
    calm: fc.constant(true),
    slotRanges: fc.constant([range, range, range]),
    initial: fc.array(fc.nat(1), { minLength: 3, maxLength: 3 }),
    threads: fc.oneof(
      { weight: 3, arbitrary: fc.array(body, { minLength: 2, maxLength: 2 }) },
      { weight: 1, arbitrary: fc.array(body, { minLength: 3, maxLength: 3 }) },
    ),
    property: comparison,
    witness: comparison,
    finally: comparison,
    poolSize: fc.constant(1),
    ignored: fc.constant(false),
    schedule: fc.constant([]),
  });
}
