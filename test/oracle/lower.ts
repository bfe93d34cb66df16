// Makes Programs of generated scenarios.
import type { BinaryOperator, Expression, Place, Program } from '../../simulator/src/program.ts';
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
import type { Formula, Pointer, Scenario, Statement, Where } from './scenarios.ts';

interface Globals {
  b: ProgramBuilder;
  calm: boolean;
  shared: number;
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
  const { calm } = scenario;
  const slots = scenario.slotRanges.map((one, index) =>
    b.slot(`x${index}`, scenario.initial[index], calm && one.max < 3 ? { min: 0, max: 3 } : one),
  );
  const shared = b.slot('p', 0, { min: 0, max: 4 });
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
  const fields = b.domain(
    'field',
    [...starts, ...pooled].map(({ slot, status }) => ({ slot: slot + 1, status })),
  );
  const elements = b.domain(
    'element',
    [0, 1, 2].map((index) => ({ slot: array + index, arrayFirst: 1, arrayLast: 3 })),
  );
  const pool = b.pool('q', objects, scenario.poolSize === 1 ? [3] : [4, 3]);
  const globals = {
    b,
    calm,
    shared,
    slots,
    array,
    objects,
    fields,
    elements,
    pool,
    status: pooled[0]!.status,
  };
  const all = { ...globals, properties: addProperties(b, scenario, slots) };
  for (const [thread, body] of scenario.threads.entries()) lowerThread(all, `t${thread}`, body);
  if (scenario.ignored) b.ignore('overflow');
  b.schedule = scenario.schedule.filter((thread) => thread < scenario.threads.length);
  return b.build();
}

function addProperties(b: ProgramBuilder, scenario: Scenario, slots: number[]): number[] {
  const overSlots = (of: Formula) =>
    b.value((load) => {
      const values = slots.map((slot) => load(slot));
      return scenario.calm ? rarelyZero(of, values) : lowerFormula(of, values);
    });
  const state = b.property('state', overSlots(scenario.property));
  const event = b.property('event');
  const ignored = b.property('ignored', overSlots(scenario.property), false);
  for (const slot of slots)
    b.observe(
      `x${slot}`,
      b.value((load) => binary(load(slot), '&', constant(7))),
    );
  b.witness('witness', overSlots(scenario.witness));
  b.finally(
    b.fragment(undefined, () => {
      const to = b.register();
      b.load(to, at(slots[0]!));
      b.store(at(slots[0]!), register(to));
      b.check(
        event,
        lowerFormula(scenario.finally, [register(to), register(to), register(to)]),
        true,
      );
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
    if (globals.calm) {
      b.set(own.pointer, constant(1));
      b.set(own.member, constant(2));
    }
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
      case 'load':
        b.load(values[one.local]!, this.place(one.where));
        break;
      case 'loadWide':
        b.loadWide([values[0]!, values[1]!], at(array));
        break;
      case 'store':
        b.store(this.place(one.where), this.formula(one.value));
        break;
      case 'storeWide':
        b.store(at(array), ...one.values.map((of) => this.formula(of)));
        break;
      case 'set':
        b.set(values[one.local]!, this.formula(one.value));
        break;
      case 'point':
        this.point(one.pointer);
        break;
      case 'any':
        b.any(values[one.local]!, constant(one.low), constant(one.high));
        break;
      case 'choose':
        this.choose(one.branches, isAtomic);
        break;
      case 'if':
        this.branch(one, isAtomic);
        break;
      case 'repeat':
        this.repeat(one, isAtomic);
        break;
      case 'spin':
        if (!isAtomic) this.spin(one);
        break;
      case 'atomic':
        if (isAtomic) this.block(one.body, true);
        else b.atomic(() => this.block(one.body, true));
        break;
      case 'await':
        this.await(one, isAtomic);
        break;
      case 'allocate':
        b.allocate(pointer, pool);
        break;
      case 'free':
        if (this.globals.calm) b.allocate(pointer, pool);
        b.free(objects, register(pointer));
        break;
      case 'check':
        b.check(properties[one.property]!, this.condition(one.condition), one.ends);
        break;
      case 'publish':
        b.store(at(this.globals.shared), register(pointer));
        break;
      case 'fetch':
        this.fetch();
        break;
      case 'mark':
        b.mark();
        break;
    }
  }

  private place(of: Where): Place {
    const { slots, array, objects, fields, status } = this.globals;
    const { pointer, member } = this.own;
    switch (of.kind) {
      case 'slot':
        return at(slots[of.slot]!);
      case 'array':
        return indexed(array, this.index(of.index), 3);
      case 'object':
        return through(objects, register(pointer), of.field);
      case 'member':
        return through(fields, register(member));
      case 'pooled':
        // Nearly always not live: where runs are to be long, a plain variable stands in.
        if (this.globals.calm) return at(slots[2]!);
        return { ...at(status + 1), status };
    }
  }

  private point(of: Pointer): void {
    const { b, objects, fields, elements, array } = this.globals;
    const { pointer, member, element, values } = this.own;
    const pointed = register(pointer);
    switch (of.kind) {
      case 'constant':
        b.set(pointer, constant(this.globals.calm ? 1 + (of.value & 1) : of.value));
        break;
      case 'advance':
        b.set(pointer, {
          op: 'advance',
          domain: objects,
          pointer: pointed,
          by: this.formula(of.by),
        });
        break;
      case 'member':
        b.set(member, {
          op: 'member',
          value: pointed,
          from: objects,
          to: fields,
          offset: 1,
        });
        break;
      case 'address':
        b.set(element, {
          op: 'address',
          domain: elements,
          place: indexed(array, this.index(of.index), 3),
        });
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
    this.block(one.yes, isAtomic);
    b.jump(end);
    b.label(otherwise);
    this.block(one.no, isAtomic);
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
    this.block(
      one.body.filter(({ kind }) => kind !== 'repeat'),
      isAtomic,
    );
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

  private fetch(): void {
    const { b, shared, calm } = this.globals;
    const { pointer } = this.own;
    b.load(pointer, at(shared));
    if (!calm) return;
    const end = this.label();
    b.branch(binary(register(pointer), '==', constant(0)), end);
    b.set(pointer, constant(2));
    b.label(end);
  }

  private formula(of: Formula): Expression {
    const values = this.own.values.map(register);
    return this.globals.calm ? calmFormula(of, values) : lowerFormula(of, values);
  }

  private index(of: Formula): Expression {
    const index = this.formula(of);
    return this.globals.calm ? binary(index, '%', constant(3)) : index;
  }

  private condition(of: Formula): Expression {
    const values = this.own.values.map(register);
    return this.globals.calm ? rarelyZero(of, values) : lowerFormula(of, values);
  }
}

const calmOperators: Partial<Record<BinaryOperator, BinaryOperator>> = {
  '/': '+',
  '%': '^',
  '<<': '-',
  '>>': '!=',
};

/** The same formula with what often faults replaced, and its value brought to 0 .. 3. */
function calmFormula(of: Formula, values: readonly Expression[]): Expression {
  const within = (one: Formula): Formula => {
    const range = ranges.s32;
    switch (one.kind) {
      case 'constant':
        return { ...one, value: one.value & 3 };
      case 'local':
        return one;
      case 'unary':
        return { ...one, range, of: within(one.of) };
      case 'binary': {
        const operator = calmOperators[one.operator] ?? one.operator;
        return { ...one, operator, range, left: within(one.left), right: within(one.right) };
      }
    }
  };
  return binary(lowerFormula(within(of), values), '&', constant(3));
}

/** A condition that is broken by one combination of values in sixteen. */
function rarelyZero(of: Formula, values: readonly Expression[]): Expression {
  const first = binary(values[0]!, '&', constant(3), ranges.u32);
  const both = binary(binary(calmFormula(of, values), '*', constant(4)), '+', first);
  return binary(both, '!=', constant(6));
}

function lowerFormula(of: Formula, values: readonly Expression[]): Expression {
  const lowered = (one: Formula) => lowerFormula(one, values);
  switch (of.kind) {
    case 'constant':
      return constant(of.value);
    case 'local':
      return values[of.local]!;
    case 'binary':
      return binary(lowered(of.left), of.operator, lowered(of.right), of.range);
    case 'unary': {
      const inner = lowered(of.of);
      if (of.op === 'not') return { op: 'not', value: inner };
      if (of.op !== 'cast') return { op: of.op, value: inner, range: of.range };
      return { op: 'cast', value: inner, bits: 1 + (of.range.max & 31), signed: of.range.min < 0 };
    }
  }
}
