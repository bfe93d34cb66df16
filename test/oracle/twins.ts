// Generated programs in which several threads run the same code on objects of their own: with ids,
// an owner, pointers to each other's objects, a pool, and now and then something that tells them
// apart.
import * as fc from 'fast-check';
import type { Display, Program } from '../../simulator/src/program.ts';
import {
  at,
  binary,
  constant,
  ProgramBuilder,
  register,
  through,
} from '../../simulator/test/builder.ts';

const kinds = [
  'read own',
  'read shared',
  'write own',
  'write shared',
  'add',
  'lock',
  'try lock',
  'unlock',
  'unlock slowly',
  'point',
  'publish',
  'fetch',
  'store through',
  'load through',
  'link',
  'follow',
  'is own',
  'remember owner',
  'sign',
  'allocate',
  'free',
  'skip',
  'any',
] as const;
export type Deed = (typeof kinds)[number] | 'number' | 'choose';

export interface Twins {
  readonly count: number;
  readonly deeds: readonly Deed[];
  /** What one more thread does, which is no twin. */
  readonly stranger: readonly Deed[];
  /** One twin begins with another value. */
  readonly uneven: boolean;
  /** Whose variable the property looks at: the shared one's, the first twin's, or that of who signed. */
  readonly property: 'shared' | 'first' | 'signer';
  readonly observed: 'shared' | 'owner' | 'first';
}

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom<Deed[]>(...kinds) },
  { weight: 1, arbitrary: fc.constant<Deed>('number') },
  { weight: 2, arbitrary: fc.constant<Deed>('choose') },
);

const rarely = <T>(usual: T, ...rest: T[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...rest) },
  );

export const twins: fc.Arbitrary<Twins> = fc.integer({ min: 2, max: 3 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    deeds: fc.array(deed, { minLength: 2, maxLength: count === 2 ? 6 : 4, size: 'max' }),
    stranger: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(deed, { minLength: 1, maxLength: 2 }) },
    ),
    uneven: rarely(false, true),
    property: rarely<Twins['property']>('shared', 'signer', 'first'),
    observed: rarely<Twins['observed']>('shared', 'owner', 'first'),
  }),
);

/** Where the values of a twin are, so that they can be permuted without the help of the engine. */
export interface Column {
  readonly slots: readonly number[];
  readonly entry: number;
  readonly registers: readonly number[];
}

export interface TwinProgram {
  readonly program: Program;
  readonly columns: readonly Column[];
  /** Slots and registers that hold a thread's id, or a pointer to an object. */
  readonly ids: { readonly slots: ReadonlySet<number>; readonly registers: ReadonlySet<number> };
  readonly pointers: {
    readonly slots: ReadonlySet<number>;
    readonly registers: ReadonlySet<number>;
  };
}

const small = { min: 0, max: 3 };
const poolSize = 2;

export function lowerTwins(twins: Twins): TwinProgram {
  return new TwinLowering(twins).lowered();
}

class TwinLowering {
  private readonly twins: Twins;
  private readonly b = new ProgramBuilder();
  private readonly ids = { slots: new Set<number>(), registers: new Set<number>() };
  private readonly pointers = { slots: new Set<number>(), registers: new Set<number>() };
  private readonly columns: Column[] = [];
  private readonly shared: number;
  private readonly owner: number;
  private readonly signer: number;
  private readonly head: number;
  private readonly own: readonly { readonly value: number; readonly object: number }[];
  private readonly objects: number;
  private readonly pool: number;
  private readonly misuse: number;
  private labels = 0;

  constructor(twins: Twins) {
    this.twins = twins;
    const { b } = this;
    const idRange = { min: 0, max: 9 };
    const pointerRange = { min: 0, max: twins.count + 1 + poolSize };
    this.shared = b.slot('shared', 0, small);
    this.owner = this.id(b.slot('owner', 0, idRange));
    this.signer = this.id(b.slot('signer', 0, idRange));
    this.head = this.pointer(b.slot('head', 0, pointerRange));
    this.own = Array.from({ length: twins.count + 1 }, (_, thread) => {
      const value = b.slot(`own${thread}`, twins.uneven && thread === 1 ? 1 : 0, small);
      const object = b.slot(`object${thread}.value`, 0, small);
      this.pointer(b.slot(`object${thread}.next`, 0, pointerRange));
      return { value, object };
    });
    const members = Array.from({ length: poolSize }, (_, index) => {
      const status = b.slot(`pool${index}.status`, 0, { min: 0, max: 2 });
      const slot = b.slot(`pool${index}.value`, 0, small);
      this.pointer(b.slot(`pool${index}.next`, 0, pointerRange));
      return { slot, status };
    });
    const objects = this.own.map(({ object }) => ({ slot: object }));
    this.objects = b.domain('object', [...objects, ...members]);
    const first = twins.count + 2;
    this.pool = b.pool('pool', this.objects, [first, first + 1]);
    this.misuse = b.property('misuse');
  }

  lowered(): TwinProgram {
    const { b, twins } = this;
    for (let thread = 0; thread < twins.count; thread++) this.thread(thread, twins.deeds);
    if (twins.stranger.length > 0) this.thread(twins.count, twins.stranger);
    b.property('state', this.property());
    b.witness(
      'full',
      b.value((load) => binary(load(this.shared), '==', constant(2))),
    );
    const slots = { shared: this.shared, owner: this.owner, first: this.own[0]!.value };
    b.observe(
      'seen',
      b.value((load) => load(slots[twins.observed])),
    );
    const { ids, pointers, columns } = this;
    return { program: this.displayed(b.build()), columns, ids, pointers };
  }

  private id(slot: number): number {
    this.ids.slots.add(slot);
    return slot;
  }

  private pointer(slot: number): number {
    this.pointers.slots.add(slot);
    return slot;
  }

  private property() {
    const { b, twins } = this;
    const slots = { shared: this.shared, first: this.own[0]!.value, signer: this.signer };
    const wrong = twins.property === 'signer' ? 1 : 2;
    return b.value((load) => binary(load(slots[twins.property]), '!=', constant(wrong)));
  }

  private thread(thread: number, deeds: readonly Deed[]): void {
    const { b } = this;
    const value = b.register(small);
    const id = b.register({ min: 0, max: 9 });
    const pointer = b.register({ min: 0, max: this.twins.count + 1 + poolSize });
    this.ids.registers.add(id);
    this.pointers.registers.add(pointer);
    b.thread(`t${thread}`, () => {
      for (const one of deeds) this.deed(one, thread, { value, id, pointer });
    });
    const { value: slot, object } = this.own[thread]!;
    this.columns.push({
      slots: [slot, object, object + 1],
      entry: 0,
      registers: [value, id, pointer],
    });
  }

  private deed(
    deed: Deed,
    thread: number,
    own: { readonly value: number; readonly id: number; readonly pointer: number },
  ): void {
    const { b, objects } = this;
    const { value, id, pointer } = own;
    const me = constant(thread + 1);
    const { value: slot } = this.own[thread]!;
    switch (deed) {
      case 'read own':
        b.load(value, at(slot));
        break;
      case 'read shared':
        b.load(value, at(this.shared));
        break;
      case 'write own':
        b.store(at(slot), register(value));
        break;
      case 'write shared':
        b.store(at(this.shared), register(value));
        break;
      case 'add':
        b.set(value, binary(binary(register(value), '+', constant(1)), '&', constant(3), small));
        break;
      case 'lock':
        b.atomic(() => {
          b.load(id, at(this.owner));
          b.await(binary(register(id), '==', constant(0)));
          b.store(at(this.owner), me);
        });
        break;
      case 'try lock':
        b.atomic(() => {
          b.load(id, at(this.owner));
          this.when(binary(register(id), '==', constant(0)), () => b.store(at(this.owner), me));
        });
        break;
      case 'unlock':
        b.atomic(() => {
          b.load(id, at(this.owner));
          b.check(this.misuse, binary(register(id), '==', me));
          b.store(at(this.owner), constant(0));
        });
        break;
      case 'unlock slowly':
        b.load(id, at(this.owner));
        b.mark();
        b.check(this.misuse, binary(register(id), '==', me));
        b.store(at(this.owner), constant(0));
        break;
      case 'point':
        b.set(pointer, me);
        break;
      case 'publish':
        b.store(at(this.head), constant(thread + 1));
        break;
      case 'fetch':
        b.load(pointer, at(this.head));
        break;
      case 'store through':
        this.when(register(pointer), () =>
          b.store(through(objects, register(pointer)), register(value)),
        );
        break;
      case 'load through':
        this.when(register(pointer), () => b.load(value, through(objects, register(pointer))));
        break;
      case 'link':
        b.store(through(objects, me, 1), register(pointer));
        break;
      case 'follow':
        this.when(register(pointer), () => b.load(pointer, through(objects, register(pointer), 1)));
        break;
      case 'is own':
        b.set(value, binary(register(pointer), '==', constant(thread + 1)));
        break;
      case 'remember owner':
        b.load(id, at(this.owner));
        break;
      case 'sign':
        b.store(at(this.signer), me);
        break;
      case 'allocate':
        b.allocate(pointer, this.pool);
        break;
      case 'free':
        b.free(objects, register(pointer));
        break;
      case 'skip':
        b.mark();
        break;
      case 'any':
        b.any(value, constant(0), constant(1));
        break;
      case 'number':
        b.set(value, binary(me, '&', constant(3), small));
        break;
      case 'choose': {
        const [one, other] = [this.label(), this.label()];
        b.choose(one, other);
        b.label(one);
        b.store(at(slot), constant(1));
        b.label(other);
      }
    }
  }

  private when(condition: Parameters<ProgramBuilder['branch']>[0], body: () => void): void {
    const end = this.label();
    this.b.branch(condition, end);
    body();
    this.b.label(end);
  }

  private label(): string {
    return `l${this.labels++}`;
  }

  private displayed(program: Program): Program {
    const displayOf = (kind: 'slots' | 'registers', index: number): Display => {
      if (this.ids[kind].has(index)) return { kind: 'thread' };
      if (this.pointers[kind].has(index)) return { kind: 'pointer', domain: this.objects };
      return { kind: 'number' };
    };
    this.columns.forEach((column, thread) => {
      this.columns[thread] = { ...column, entry: program.threads[thread]!.entry };
    });
    return {
      ...program,
      slots: program.slots.map((one, index) => ({ ...one, display: displayOf('slots', index) })),
      registers: program.registers.map((one, index) => ({
        ...one,
        display: displayOf('registers', index),
      })),
    };
  }
}
