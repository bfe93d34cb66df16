// Generated Programs: small enough for the oracle, and with every instruction and expression there is.
import * as fc from 'fast-check';
import type { BinaryOperator, Expression, Place, Program, Range } from '../../simulator/src/program.ts';
import {
  at,
  binary,
  constant,
  indexed,
  ProgramBuilder,
  ranges,
  register,
  through,
} from '../../simulator/test/builder.ts';

/** What expressions are made of before registers have numbers: `local` counts a thread's registers. */
type Formula =
  | { kind: 'constant'; value: number }
  | { kind: 'local'; local: number }
  | { kind: 'unary'; op: 'negate' | 'complement' | 'not' | 'convert' | 'cast'; range: Range; of: Formula }
  | { kind: 'binary'; operator: BinaryOperator; range: Range; left: Formula; right: Formula };

type Where =
  | { kind: 'slot'; slot: number }
  | { kind: 'array'; index: Formula }
  | { kind: 'object'; field: number }
  | { kind: 'member' }
  | { kind: 'pooled' };

type Pointer =
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
  | { kind: 'if'; condition: Formula; then: Statement[]; otherwise: Statement[] }
  | { kind: 'repeat'; times: number; body: Statement[] }
  | { kind: 'spin'; slot: number; value: number }
  | { kind: 'atomic'; body: Statement[] }
  | { kind: 'await'; slot: number; value: number; alone: boolean }
  | { kind: 'allocate' }
  | { kind: 'free' }
  | { kind: 'check'; property: number; condition: Formula; ends: boolean }
  | { kind: 'mark' };

export interface Scenario {
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
  '+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '==', '!=', '<', '<=', '>', '>=',
);

const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('constant' as const), value }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('local' as const), local: fc.nat(locals - 1) }) },
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
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('slot' as const), slot: fc.nat(plainSlots - 1) }) },
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
      { weight: 1, arbitrary: fc.record({ kind: kind('storeWide'), values: fc.tuple(formula, formula) }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('any'), local, low: small, high: small }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('await'), slot: local, value: small, alone: fc.boolean() }) },
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
      { weight: 1, arbitrary: fc.record({ kind: kind('spin'), slot: local, value: small }) },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: kind('choose'),
          branches: fc.array(block, { minLength: 1, maxLength: 3 }),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: kind('if'), condition: formula, then: block, otherwise: block }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('repeat'), times: small, body: block }) },
      { weight: 3, arbitrary: fc.record({ kind: kind('atomic'), body: block }) },
    ),
  };
});

/** Up to `statements` statements per thread, nested ones not counted. */
export function scenarios(statements: number): fc.Arbitrary<Scenario> {
  const body = fc.array(statement, { minLength: 1, maxLength: statements });
  return fc.record({
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

interface Globals {
  b: ProgramBuilder;
  slots: number[];
  array: number;
  objects: number;
  fields: number;
  elements: number;
  status: number;
  pool: number;
  properties: number[];
}

/** The Program of a scenario. */
export function lower(scenario: Scenario): Program {
  const b = new ProgramBuilder();
  const slots = scenario.slotRanges.map((one, index) => b.slot(`x${index}`, scenario.initial[index], one));
  const array = b.slot('a[0]');
  b.slot('a[1]', 1);
  b.slot('a[2]', 2, { min: -2, max: 5 });
  // Two plain objects, then two of a pool, which have a status slot before their two fields.
  const starts = [0, 1].map((index) => {
    const first = b.slot(`o${index}.f`, 0, { min: 0, max: 3 });
    b.slot(`o${index}.g`, 1);
    return { slot: first, status: undefined, arrayFirst: 1, arrayLast: 2 };
  });
  const pooled = [0, 1].map((index) => {
    const status = b.slot(`q${index}.status`, 0, { min: 0, max: 2 });
    const first = b.slot(`q${index}.f`, 0, { min: 0, max: 3 });
    b.slot(`q${index}.g`, 0);
    return { slot: first, status };
  });
  const objects = b.domain('object', [...starts, ...pooled]);
  const fields = b.domain('field', [...starts, ...pooled].map(({ slot, status }) => ({ slot: slot + 1, status })));
  const elements = b.domain('element', [0, 1, 2].map((index) => ({ slot: array + index, arrayFirst: 1, arrayLast: 3 })));
  const pool = b.pool('q', objects, scenario.poolSize === 1 ? [3] : [4, 3]);
  const globals = { b, slots, array, objects, fields, elements, pool, status: pooled[0]!.status };
  const shared = { ...globals, properties: addProperties(b, scenario, slots) };
  for (const [thread, body] of scenario.threads.entries()) lowerThread(shared, `t${thread}`, body);
  if (scenario.ignored) b.ignore('overflow');
  b.schedule = scenario.schedule.filter((thread) => thread < scenario.threads.length);
  return b.build();
}

function addProperties(b: ProgramBuilder, scenario: Scenario, slots: number[]): number[] {
  const overSlots = (of: Formula) =>
    b.value((load) => {
      const values = slots.map((slot) => load(slot));
      return lowerFormula(of, values);
    });
  const state = b.property('state', overSlots(scenario.property));
  const event = b.property('event');
  const ignored = b.property('ignored', overSlots(scenario.property), false);
  for (const slot of slots) b.observe(`x${slot}`, b.value((load) => binary(load(slot), '&', constant(7))));
  b.witness('witness', overSlots(scenario.witness));
  b.finally(
    b.fragment(undefined, () => {
      const to = b.register();
      b.load(to, at(slots[0]!));
      b.store(at(slots[0]!), register(to));
      b.check(event, lowerFormula(scenario.finally, [register(to), register(to), register(to)]), true);
    }),
  );
  return [state, event, ignored, b.builtin('assertion')];
}

interface Locals {
  values: number[];
  pointer: number;
  member: number;
  element: number;
  counter: number;
}

function lowerThread(globals: Globals, name: string, body: Statement[]): void {
  const { b } = globals;
  const own: Locals = {
    values: [b.register(), b.register(ranges.u32), b.register({ min: -2, max: 5 })],
    pointer: b.register({ min: 0, max: 4 }),
    member: b.register({ min: 0, max: 4 }),
    element: b.register({ min: 0, max: 3 }),
    counter: b.register({ min: 0, max: 3 }),
  };
  b.thread(name, () => {
    new Lowering(globals, own, name).block(body, false);
  });
}

class Lowering {
  private readonly globals: Globals;
  private readonly own: Locals;
  private readonly name: string;
  private labels = 0;

  constructor(globals: Globals, own: Locals, name: string) {
    this.globals = globals;
    this.own = own;
    this.name = name;
  }

  block(statements: Statement[], isAtomic: boolean): void {
    for (const one of statements) this.statement(one, isAtomic);
  }

  private statement(one: Statement, isAtomic: boolean): void {
    const { b, pool, objects, properties, array } = this.globals;
    const { values, pointer } = this.own;
    switch (one.kind) {
      case 'load': return b.load(values[one.local]!, this.place(one.where));
      case 'loadWide': return b.loadWide([values[0]!, values[1]!], at(array));
      case 'store': return b.store(this.place(one.where), this.formula(one.value));
      case 'storeWide': return b.store(at(array), ...one.values.map((of) => this.formula(of)));
      case 'set': return b.set(values[one.local]!, this.formula(one.value));
      case 'point': return this.point(one.pointer);
      case 'any': return b.any(values[one.local]!, constant(one.low), constant(one.high));
      case 'choose': return this.choose(one.branches, isAtomic);
      case 'if': return this.branch(one, isAtomic);
      case 'repeat': return this.repeat(one, isAtomic);
      case 'spin': return isAtomic ? undefined : this.spin(one);
      case 'atomic': return isAtomic ? this.block(one.body, true) : b.atomic(() => this.block(one.body, true));
      case 'await': return this.await(one, isAtomic);
      case 'allocate': return b.allocate(pointer, pool);
      case 'free': return b.free(objects, register(pointer));
      case 'check': return b.check(properties[one.property]!, this.formula(one.condition), one.ends);
      case 'mark': return b.mark();
    }
  }

  private place(of: Where): Place {
    const { slots, array, objects, fields, status } = this.globals;
    const { pointer, member, element } = this.own;
    switch (of.kind) {
      case 'slot': return at(slots[of.slot]!);
      case 'array': return indexed(array, this.formula(of.index), 3);
      case 'object': return through(objects, register(pointer), of.field);
      case 'member': return through(fields, register(member));
      case 'pooled':
        void element;
        return { ...at(status + 1), status };
    }
  }

  private point(of: Pointer): void {
    const { b, objects, fields, elements, array } = this.globals;
    const { pointer, member, element, values } = this.own;
    const pointed = register(pointer);
    switch (of.kind) {
      case 'constant': return b.set(pointer, constant(of.value));
      case 'advance': return b.set(pointer, { op: 'advance', domain: objects, pointer: pointed, by: this.formula(of.by) });
      case 'member': return b.set(member, { op: 'member', value: pointed, from: objects, to: fields, offset: 1 });
      case 'address':
        b.set(element, { op: 'address', domain: elements, place: indexed(array, this.formula(of.index), 3) });
        b.load(values[0]!, through(elements, register(element)));
    }
  }

  private choose(branches: Statement[][], isAtomic: boolean): void {
    const { b } = this.globals;
    const end = this.label();
    const labels = branches.map(() => this.label());
    b.choose(...labels);
    branches.forEach((branch, index) => {
      b.label(labels[index]!);
      this.block(branch, isAtomic);
      b.jump(end);
    });
    b.label(end);
  }

  private branch(one: Extract<Statement, { kind: 'if' }>, isAtomic: boolean): void {
    const { b } = this.globals;
    const [otherwise, end] = [this.label(), this.label()];
    b.branch(this.formula(one.condition), otherwise);
    this.block(one.then, isAtomic);
    b.jump(end);
    b.label(otherwise);
    this.block(one.otherwise, isAtomic);
    b.label(end);
  }

  /** A nested loop shares the counter, so it ends the outer one early: that's a program, too. */
  private repeat(one: Extract<Statement, { kind: 'repeat' }>, isAtomic: boolean): void {
    const { b } = this.globals;
    const { counter } = this.own;
    const [begin, end] = [this.label(), this.label()];
    b.set(counter, constant(0));
    b.label(begin);
    b.branch(binary(register(counter), '<', constant(one.times)), end);
    b.set(counter, binary(register(counter), '+', constant(1)));
    this.block(one.body.filter(({ kind }) => kind !== 'repeat'), isAtomic);
    b.jump(begin);
    b.label(end);
  }

  private spin({ slot, value: wanted }: Extract<Statement, { kind: 'spin' }>): void {
    const { b, slots } = this.globals;
    const [begin, end] = [this.label(), this.label()];
    const [, to] = this.own.values;
    b.label(begin);
    b.load(to!, at(slots[slot]!));
    b.branch(binary(register(to!), '!=', constant(wanted)), end);
    b.jump(begin);
    b.label(end);
  }

  private await(one: Extract<Statement, { kind: 'await' }>, isAtomic: boolean): void {
    const { b, slots } = this.globals;
    const to = this.own.values[0]!;
    const wait = (): void => {
      b.load(to, at(slots[one.slot]!));
      b.await(binary(register(to), '==', constant(one.value)));
    };
    if (isAtomic || one.alone) wait();
    else b.atomic(wait);
  }

  private label(): string {
    return `${this.name}.${this.labels++}`;
  }

  private formula(of: Formula): Expression {
    return lowerFormula(of, this.own.values.map(register));
  }
}

function lowerFormula(of: Formula, values: readonly Expression[]): Expression {
  const lowered = (one: Formula) => lowerFormula(one, values);
  switch (of.kind) {
    case 'constant': return constant(of.value);
    case 'local': return values[of.local]!;
    case 'binary': return binary(lowered(of.left), of.operator, lowered(of.right), of.range);
    case 'unary': {
      const inner = lowered(of.of);
      if (of.op === 'not') return { op: 'not', value: inner };
      if (of.op !== 'cast') return { op: of.op, value: inner, range: of.range };
      return { op: 'cast', value: inner, bits: 1 + (of.range.max & 31), signed: of.range.min < 0 };
    }
  }
}
