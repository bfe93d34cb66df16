// Generated programs with more threads and slots than those of scenarios.ts, and less in each step:
// what one thread does has often nothing to do with what the others do, and loops, locks, flags that
// are set once and pools are frequent. Reductions find work here.
import * as fc from 'fast-check';
import type { Program, RegisterId, SlotId } from '../../simulator/src/program.ts';
import {
  at,
  binary,
  constant,
  indexed,
  ProgramBuilder,
  register,
  through,
} from '../../simulator/test/builder.ts';

type Act =
  | { kind: 'copy'; from: number; to: number }
  | { kind: 'put'; slot: number; value: number }
  | { kind: 'add'; slot: number }
  | { kind: 'flag'; flag: number }
  | { kind: 'unless'; flag: number; body: Act[] }
  /** The value is read in one step and looked at in a later one. */
  | { kind: 'later'; slot: number; body: Act[] }
  | { kind: 'await'; slot: number; value: number }
  | { kind: 'locked'; lock: number; body: Act[] }
  | { kind: 'loop'; times: number; body: Act[] }
  | { kind: 'spin'; slot: number; value: number }
  | { kind: 'check'; slot: number; value: number; ends: boolean }
  | { kind: 'element'; index: number; value: number }
  | { kind: 'choose'; left: Act[]; right: Act[] }
  | { kind: 'any'; slot: number }
  | { kind: 'take'; gives: boolean }
  | { kind: 'pause' };

/** A generated program, before it is built. */
export interface Crowd {
  threads: Act[][];
  initial: number[];
  /** A state property and a witness: two slots and the values they are to have, or not to have. */
  property: { slots: [number, number]; values: [number, number]; watched: boolean };
  witness: { slots: [number, number]; values: [number, number] };
}

const slotCount = 5;
const flagCount = 2;
const lockCount = 2;
const slot = fc.nat(slotCount - 1);
const small = fc.nat(2);
const kind = <Kind extends string>(name: Kind) => fc.constant(name);

const { act } = fc.letrec<{ act: Act }>((tie) => {
  const body = fc.array(tie('act'), { minLength: 0, maxLength: 2 });
  return {
    act: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { weight: 4, arbitrary: fc.record({ kind: kind('copy'), from: slot, to: slot }) },
      { weight: 4, arbitrary: fc.record({ kind: kind('put'), slot, value: small }) },
      { weight: 2, arbitrary: fc.record({ kind: kind('add'), slot }) },
      { weight: 3, arbitrary: fc.record({ kind: kind('flag'), flag: fc.nat(flagCount - 1) }) },
      {
        weight: 1,
        arbitrary: fc.record({ kind: kind('check'), slot, value: small, ends: fc.boolean() }),
      },
      { weight: 1, arbitrary: fc.record({ kind: kind('await'), slot, value: small }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('element'), index: slot, value: small }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('spin'), slot, value: small }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('any'), slot }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('take'), gives: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('pause') }) },
      {
        weight: 3,
        arbitrary: fc.record({ kind: kind('unless'), flag: fc.nat(flagCount - 1), body }),
      },
      { weight: 2, arbitrary: fc.record({ kind: kind('later'), slot, body }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: kind('locked'), lock: fc.nat(lockCount - 1), body }),
      },
      { weight: 2, arbitrary: fc.record({ kind: kind('loop'), times: small, body }) },
      { weight: 1, arbitrary: fc.record({ kind: kind('choose'), left: body, right: body }) },
    ),
  };
});

const judged = {
  slots: fc.tuple(slot, slot),
  values: fc.tuple(small, small),
};

/** Up to `acts` acts per thread, nested ones not counted. */
export function crowds(threads: number, acts: number): fc.Arbitrary<Crowd> {
  const body = fc.array(act, { minLength: 1, maxLength: acts, size: 'max' });
  return fc.record({
    threads: fc.array(body, { minLength: 2, maxLength: threads, size: 'max' }),
    initial: fc.array(fc.nat(1), { minLength: slotCount, maxLength: slotCount }),
    property: fc.record({ ...judged, watched: fc.boolean() }),
    witness: fc.record(judged),
  });
}

/** The Program of a crowd. */
export function buildCrowd(crowd: Crowd): Program {
  const b = new ProgramBuilder();
  const range = { min: 0, max: 3 };
  const slots = crowd.initial.map((value, index) => b.slot(`x${index}`, value, range));
  const flags = Array.from({ length: flagCount }, (_, index) => b.slot(`f${index}`, 0, range));
  const locks = Array.from({ length: lockCount }, (_, index) => b.slot(`l${index}`, 0, range));
  const elements = [0, 1, 2, 3].map((index) => b.slot(`a[${index}]`, 0, range));
  const members = [0, 1].map((index) => {
    const status = b.slot(`q${index}.status`, 0, { min: 0, max: 2 });
    return { slot: b.slot(`q${index}.value`, 0, range), status };
  });
  const domain = b.domain('object', members);
  const pool = b.pool('q', domain, [1, 2]);
  const both = ({ slots: [left, right], values: [one, other] }: Crowd['witness']) =>
    b.value((load) =>
      binary(
        binary(load(slots[left]!), '==', constant(one)),
        '&',
        binary(load(slots[right]!), '==', constant(other)),
      ),
    );
  const broken = both(crowd.property);
  b.witness('witness', both(crowd.witness));
  b.property('state', broken, crowd.property.watched);
  const event = b.property('event');
  slots.forEach((one, index) => {
    b.observe(
      `x${index}`,
      b.value((load) => load(one)),
    );
  });
  crowd.threads.forEach((body, thread) => {
    const own = { temporary: b.register(range), counter: b.register(range) };
    const pointer = b.register({ min: 0, max: 2 });
    const name = `t${thread}`;
    b.thread(name, () =>
      new Building(b, {
        ...{ slots, flags, locks, elements, domain, pool, event, name, pointer },
        ...own,
      }).block(body),
    );
  });
  return b.build();
}

interface Place {
  slots: SlotId[];
  flags: SlotId[];
  locks: SlotId[];
  elements: SlotId[];
  domain: number;
  pool: number;
  event: number;
  name: string;
  pointer: RegisterId;
  temporary: RegisterId;
  counter: RegisterId;
}

class Building {
  private readonly b: ProgramBuilder;
  private readonly at: Place;
  private labels = 0;

  constructor(b: ProgramBuilder, place: Place) {
    this.b = b;
    this.at = place;
  }

  block(acts: Act[]): void {
    for (const one of acts) this.act(one);
  }

  private act(one: Act): void {
    const { b } = this;
    const { slots, flags, locks, elements, temporary, counter, event, name } = this.at;
    const value = register(temporary);
    switch (one.kind) {
      case 'copy':
        b.load(temporary, at(slots[one.from]!));
        b.store(at(slots[one.to]!), value);
        break;
      case 'put':
        b.store(at(slots[one.slot]!), constant(one.value));
        break;
      case 'add':
        b.atomic(() => {
          b.load(temporary, at(slots[one.slot]!));
          b.store(at(slots[one.slot]!), binary(binary(value, '+', constant(1)), '&', constant(3)));
        });
        break;
      case 'flag':
        b.store(at(flags[one.flag]!), constant(1));
        break;
      case 'unless':
        b.load(temporary, at(flags[one.flag]!));
        this.unlessSet(one.body);
        break;
      case 'later':
        b.load(temporary, at(slots[one.slot]!));
        b.mark();
        this.unlessSet(one.body);
        break;
      case 'await':
        this.awaitValue(slots[one.slot]!, one.value);
        break;
      case 'locked':
        b.atomic(() => {
          this.awaitValue(locks[one.lock]!, 0);
          b.store(at(locks[one.lock]!), constant(1));
        });
        this.block(one.body);
        b.store(at(locks[one.lock]!), constant(0));
        break;
      case 'loop': {
        const [begin, end] = [`${name}.${this.labels++}`, `${name}.${this.labels++}`];
        b.set(counter, constant(0));
        b.label(begin);
        b.branch(binary(register(counter), '<', constant(one.times)), end);
        b.set(counter, binary(register(counter), '+', constant(1)));
        this.block(one.body.filter((inner) => inner.kind !== 'loop'));
        b.jump(begin);
        b.label(end);
        break;
      }
      case 'spin': {
        const [begin, end] = [`${name}.${this.labels++}`, `${name}.${this.labels++}`];
        b.label(begin);
        b.load(temporary, at(slots[one.slot]!));
        b.branch(binary(value, '==', constant(one.value)), end);
        b.jump(begin);
        b.label(end);
        break;
      }
      case 'check':
        b.load(temporary, at(slots[one.slot]!));
        b.check(
          one.ends ? b.builtin('assertion') : event,
          binary(value, '!=', constant(one.value)),
          one.ends,
        );
        break;
      case 'element':
        b.load(temporary, at(slots[one.index]!));
        b.store(indexed(elements[0]!, value, 4), constant(one.value));
        break;
      case 'choose':
        this.choose(one.left, one.right);
        break;
      case 'any':
        b.any(temporary, constant(0), constant(1));
        b.store(at(slots[one.slot]!), value);
        break;
      case 'take':
        this.take(one.gives);
        break;
      case 'pause':
        b.mark();
        break;
    }
  }

  private unlessSet(body: Act[]): void {
    const end = `${this.at.name}.${this.labels++}`;
    this.b.branch({ op: 'not', value: register(this.at.temporary) }, end);
    this.block(body);
    this.b.label(end);
  }

  private awaitValue(slot: SlotId, value: number): void {
    const { b, at: place } = this;
    b.atomic(() => {
      b.load(place.temporary, at(slot));
      b.await(binary(register(place.temporary), '==', constant(value)));
    });
  }

  private choose(left: Act[], right: Act[]): void {
    const { b } = this;
    const [first, second, end] = [0, 1, 2].map(() => `${this.at.name}.${this.labels++}`);
    b.choose(first!, second!);
    b.label(first!);
    this.block(left);
    b.jump(end!);
    b.label(second!);
    this.block(right);
    b.label(end!);
  }

  private take(gives: boolean): void {
    const { b } = this;
    const { pointer, pool, domain, temporary, slots } = this.at;
    b.allocate(pointer, pool);
    b.load(temporary, at(slots[0]!));
    b.store(through(domain, register(pointer)), register(temporary));
    if (gives) b.free(domain, register(pointer));
  }
}
