import { expect, test } from 'vitest';
import {
  type BinaryOperator,
  type Expression,
  explore,
  objectStatus,
  type Range,
  replay,
} from '../src/index.ts';
import {
  at,
  binary,
  constant,
  indexed,
  ProgramBuilder,
  ranges,
  register,
  through,
} from './builder.ts';

const { s32, u32, u8 } = ranges;

/** What a thread stores that evaluates the expression, or the property that this breaks. */
function storedValue(expression: Expression, range: Range): number | string {
  const b = new ProgramBuilder();
  const x = b.slot('x', 0, range);
  b.thread('cpu0', () => {
    b.store(at(x), expression);
  });
  const program = b.build();
  const [step] = replay(program, [{ thread: 0, choice: 0 }]).steps;
  const [event] = step?.events ?? [];
  if (event !== undefined) return program.properties[event.property]?.name ?? '';
  return step?.after.slots[x] ?? '';
}

/** The same, where the operands come out of memory. */
function loaded(left: number, operator: BinaryOperator, right: number, range: Range) {
  const b = new ProgramBuilder();
  const wide = (value: number): Range => (value > s32.max ? u32 : s32);
  const slots = [left, right].map((value, index) => b.slot(`v${index}`, value, wide(value)));
  const registers = [left, right].map((value) => b.register(wide(value)));
  const x = b.slot('x', 0, range);
  b.thread('cpu0', () => {
    b.atomic(() => {
      slots.forEach((slot, index) => {
        b.load(registers[index]!, at(slot));
      });
      const [first, second] = registers.map(register);
      b.store(at(x), binary(first!, operator, second!, range));
    });
  });
  const program = b.build();
  const [step] = replay(program, [{ thread: 0, choice: 0 }]).steps;
  const [event] = step?.events ?? [];
  return event === undefined ? step?.after.slots[x] : program.properties[event.property]?.name;
}

test.each<[number, BinaryOperator, number, Range, number | string]>([
  [2, '+', 3, u8, 5],
  [255, '+', 1, u8, 'overflow'],
  [u32.max, '+', 0, u32, u32.max],
  [u32.max, '+', 1, u32, 'overflow'],
  [s32.max, '+', 1, s32, 'overflow'],
  [s32.max, '+', 1, u32, 2 ** 31],
  [s32.min, '-', 1, s32, 'overflow'],
  [0, '-', 1, u32, 'overflow'],
  [65536, '*', 65536, u32, 'overflow'],
  [u32.max, '*', u32.max, u32, 'overflow'],
  [65535, '*', 65537, u32, u32.max],
  [0, '*', -5, s32, 0],
  [-7, '/', 2, s32, -3],
  [s32.min, '/', -1, s32, 'overflow'],
  [s32.min, '/', -1, u32, 2 ** 31],
  [7, '/', 0, s32, 'overflow'],
  [u32.max, '/', 2, u32, s32.max],
  [-7, '%', 2, s32, -1],
  [7, '%', -2, s32, 1],
  [-4, '%', 2, s32, 0],
  [7, '%', 0, s32, 'overflow'],
  [u32.max, '%', 10, u32, 5],
  [u32.max, '&', 0xf0, u32, 0xf0],
  [-1, '&', -2, s32, -2],
  [-1, '&', 0xff, u32, 0xff],
  [-1, '|', 0, u32, u32.max],
  [1, '|', 0x80000000, s32, s32.min + 1],
  [-1, '^', 1, s32, -2],
  [u32.max, '^', u32.max, u32, 0],
  [0x1ff, '&', 0x100, u8, 'overflow'],
  [1, '<<', 31, u32, 2 ** 31],
  [1, '<<', 31, s32, 'overflow'],
  [-1, '<<', 31, s32, s32.min],
  [1, '<<', 32, u32, 'overflow'],
  [1, '<<', -1, u32, 'overflow'],
  [3, '<<', 31, u32, 'overflow'],
  [0, '<<', 32, u32, 'overflow'],
  [0, '<<', 31, u32, 0],
  [u32.max, '>>', 31, u32, 1],
  [-1, '>>', 31, s32, -1],
  [-8, '>>', 1, s32, -4],
  [1, '>>', 32, s32, 'overflow'],
  [u32.max, '==', -1, u8, 0],
  [u32.max, '>', s32.max, u8, 1],
  [-1, '<', u32.max, u8, 1],
  [-1, '>=', 0, u8, 0],
  [2, '<=', 2, u8, 1],
  [2, '!=', 2, u8, 0],
])('%d %s %d in %o is %s', (left, operator, right, range, expected) => {
  expect(loaded(left, operator, right, range)).toBe(expected);
  expect(storedValue(binary(constant(left), operator, constant(right), range), range)).toBe(
    expected,
  );
});

test.each<[string, Expression, Range, number | string]>([
  ['-5', { op: 'negate', value: constant(5), range: s32 }, s32, -5],
  ['-0', { op: 'negate', value: constant(0), range: s32 }, s32, 0],
  ['-INT_MIN', { op: 'negate', value: constant(s32.min), range: s32 }, s32, 'overflow'],
  ['~0u', { op: 'complement', value: constant(0), range: u32 }, u32, u32.max],
  ['~0', { op: 'complement', value: constant(0), range: s32 }, s32, -1],
  ['!0', { op: 'not', value: constant(0) }, u8, 1],
  ['!7', { op: 'not', value: constant(7) }, u8, 0],
  ['(s8)255', { op: 'cast', value: constant(255), bits: 8, signed: true }, s32, -1],
  ['(u8)-1', { op: 'cast', value: constant(-1), bits: 8, signed: false }, s32, 255],
  ['(u32)-1', { op: 'cast', value: constant(-1), bits: 32, signed: false }, u32, u32.max],
  ['(s32)~0u', { op: 'cast', value: constant(u32.max), bits: 32, signed: true }, s32, -1],
  ['(1 bit)3', { op: 'cast', value: constant(3), bits: 1, signed: false }, u8, 1],
  ['u8 = 255', { op: 'convert', value: constant(255), range: u8 }, u8, 255],
  ['u8 = 256', { op: 'convert', value: constant(256), range: u8 }, s32, 'overflow'],
  ['u8 = -1', { op: 'convert', value: constant(-1), range: u8 }, s32, 'overflow'],
])('%s', (_, expression, range, expected) => {
  expect(storedValue(expression, range)).toBe(expected);
});

test('the first fault in evaluation order is the one reported', () => {
  const division = binary(constant(1), '/', constant(0));
  const b = new ProgramBuilder();
  const x = b.slot('x');
  const domain = b.domain('x', [{ slot: x }]);
  b.thread('cpu0', () => {
    b.store(through(domain, constant(0)), division);
  });
  const outcome = explore(b.build());
  expect(outcome.violations.map(({ property }) => property)).toEqual([
    b.builtin('null_dereference'),
  ]);
  expect(outcome.violations[0]?.message).toBe('NULL is dereferenced, in store 0');
});

test('a store is checked against the range of the slot that it writes', () => {
  const b = new ProgramBuilder();
  const first = b.slot('a[0]', 0, u8);
  b.slot('a[1]', 0, ranges.bool);
  const i = b.register(u8);
  b.thread('cpu0', () => {
    b.any(i, constant(0), constant(2));
    b.store(indexed(first, register(i), 2), constant(2));
  });
  const { violations, states, transitions } = explore(b.build());
  expect(violations.map(({ property, message }) => [property, message])).toEqual([
    [b.builtin('out_of_bounds'), 'index 2 is outside 0 .. 1, in store 0'],
    [b.builtin('overflow'), '2 is outside 0 .. 1, in store 0'],
  ]);
  // Initial, three values of i, and one that was written.
  expect({ states, transitions }).toEqual({ states: 5, transitions: 6 });
});

test('a wide store writes all or nothing, and a wide load reads all at once', () => {
  const b = new ProgramBuilder();
  const first = b.slot('w.a', 1, u8);
  const second = b.slot('w.b', 2, ranges.u32);
  const [p, q] = [b.register(u8), b.register(ranges.u32)];
  b.thread('cpu0', () => {
    b.loadWide([p, q], at(first));
    b.store(at(first), constant(7), binary(register(q), '+', constant(u32.max - 2), u32));
    b.store(at(first), constant(8), constant(-1));
  });
  const program = b.build();
  const run = [0, 0, 0].map(() => ({ thread: 0, choice: 0 }));
  const { steps } = replay(program, run);
  expect(steps[1]?.effects.at(-1)).toMatchObject({ before: [1, 2], values: [7, u32.max] });
  expect(steps[2]).toMatchObject({ end: 'violation', after: { slots: [7, u32.max], ended: true } });
  expect(second).toBe(first + 1);
});

/** A pool of two objects, each with a status slot and one field. */
function poolOf(b: ProgramBuilder): { domain: number; pool: number; statuses: number[] } {
  const objects = [0, 1].map((index) => {
    const status = b.slot(`q${index}.status`, objectStatus.fresh, { min: 0, max: 2 });
    return { slot: b.slot(`q${index}.f`), status, name: `q[${index}]` };
  });
  const domain = b.domain('q', objects);
  const pool = b.pool('q', domain, [1, 2]);
  return { domain, pool, statuses: objects.map(({ status }) => status) };
}

test('an allocation gives any freed object or the first fresh one, and keeps the contents', () => {
  const b = new ProgramBuilder();
  const { domain, pool } = poolOf(b);
  const p = b.register(u8);
  const v = b.register(u8);
  b.thread('cpu0', () => {
    b.allocate(p, pool);
    b.store(through(domain, register(p)), constant(5));
    b.free(domain, register(p));
    b.allocate(p, pool);
    b.load(v, through(domain, register(p)));
  });
  const program = b.build();
  const taken = [0, 0, 0, 1, 0].map((choice) => ({ thread: 0, choice }));
  const freed = taken.map((action) => ({ ...action, choice: 0 }));
  expect(replay(program, taken).steps.at(-1)?.effects[0]).toMatchObject({ values: [0] });
  expect(replay(program, freed).steps.at(-1)?.effects[0]).toMatchObject({ values: [5] });
  expect(explore(program)).toMatchObject({ verdict: 'pass', interleavings: '2' });
});

test('an exhausted pool cuts the run and is a bound, not a deadlock', () => {
  const b = new ProgramBuilder();
  const { pool } = poolOf(b);
  const p = b.register(u8);
  b.thread('cpu0', () => {
    for (let count = 0; count < 3; count++) b.allocate(p, pool);
  });
  const outcome = explore(b.build());
  expect(outcome).toMatchObject({
    verdict: 'bounded',
    bounds: [{ limit: 'pool q', text: 'pool q: 2 objects' }],
    states: 3,
    transitions: 3,
    interleavings: '1',
  });
});

test.each<[string, (b: ProgramBuilder, p: number, q: ReturnType<typeof poolOf>) => void, string]>([
  ['freeing twice', (b, p, { domain }) => b.free(domain, register(p)), 'q[0] is freed, in free'],
  [
    'freeing what is of no pool',
    (b) => b.free(b.domain('x', [{ slot: b.slot('x') }]), constant(1)),
    'the object belongs to no pool, in free',
  ],
  [
    'using a fresh object',
    (b, _, { domain }) => b.store(through(domain, constant(2)), constant(1)),
    'q[1] was never allocated, in store 0',
  ],
  [
    'reading a freed object',
    (b, p, { domain }) => b.load(b.register(u8), through(domain, register(p))),
    'q[0] is freed, in load r1',
  ],
  [
    'a member pointer into a freed object',
    (b, _, { domain, statuses }) => {
      const slot = b.slot('member');
      const member = b.domain('member', [{ slot, status: statuses[0] }]);
      void domain;
      b.store(through(member, constant(1)), constant(1));
    },
    'q[0] is freed, in store 0',
  ],
  [
    'a direct place with a status',
    (b, _, { statuses }) => b.store({ ...at(1), status: statuses[0] }, constant(1)),
    'q[0] is freed, in store 1',
  ],
])('%s is a use after free', (_, use, message) => {
  const b = new ProgramBuilder();
  const q = poolOf(b);
  const p = b.register(u8);
  b.thread('cpu0', () => {
    b.allocate(p, q.pool);
    b.free(q.domain, register(p));
    use(b, p, q);
  });
  const { violations } = explore(b.build());
  expect(violations).toMatchObject([{ property: b.builtin('use_after_free'), message }]);
});

test('freeing NULL does nothing', () => {
  const b = new ProgramBuilder();
  const { domain } = poolOf(b);
  b.thread('cpu0', () => b.free(domain, constant(0)));
  expect(explore(b.build())).toMatchObject({ verdict: 'pass', states: 2 });
});

test('pointers move inside their array, and to members', () => {
  const b = new ProgramBuilder();
  const slots = [0, 1, 2, 3].map((index) => b.slot(`e${index}`, index));
  const elements = b.domain(
    'e',
    slots.slice(0, 2).map((slot) => ({ slot, arrayFirst: 1, arrayLast: 2 })),
  );
  const members = b.domain(
    'm',
    slots.slice(2).map((slot) => ({ slot })),
  );
  const [p, m, v] = [b.register(u8), b.register(u8), b.register(s32)];
  b.thread('cpu0', () => {
    b.mark();
    b.set(p, { op: 'address', domain: elements, place: indexed(slots[0]!, constant(1), 2) });
    b.set(m, { op: 'member', value: register(p), from: elements, to: members, offset: 2 });
    b.load(v, through(members, register(m)));
    b.set(p, { op: 'advance', domain: elements, pointer: register(p), by: constant(-1) });
    b.load(v, through(elements, register(p)));
    b.set(p, { op: 'advance', domain: elements, pointer: register(p), by: constant(2) });
  });
  const program = b.build();
  const { steps } = replay(
    program,
    [0, 0, 0].map(() => ({ thread: 0, choice: 0 })),
  );
  expect(steps[1]?.effects[0]).toMatchObject({ kind: 'read', slot: slots[3], values: [3] });
  expect(steps[2]?.effects[0]).toMatchObject({ kind: 'read', slot: slots[0], values: [0] });
  expect(steps[2]?.events).toMatchObject([
    { property: b.builtin('out_of_bounds'), message: 'e0 moved by 2 leaves its array' },
  ]);
});

test('a pointer does not move below its array either', () => {
  const b = new ProgramBuilder();
  const slots = [0, 1, 2].map((index) => b.slot(`e${index}`, index));
  const elements = b.domain(
    'e',
    slots.map((slot, index) => ({ slot, arrayFirst: index === 0 ? 1 : 2, arrayLast: 3 })),
  );
  const p = b.register(u8);
  b.thread('cpu0', () => {
    b.mark();
    b.set(p, { op: 'advance', domain: elements, pointer: constant(2), by: constant(-1) });
  });
  expect(explore(b.build()).violations).toMatchObject([
    { property: b.builtin('out_of_bounds'), message: 'e1 moved by -1 leaves its array' },
  ]);
});

test('a register that is too narrow for what it is loaded from overflows', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x', 7, u8);
  const r = b.register({ min: 0, max: 3 });
  b.thread('cpu0', () => b.load(r, at(x)));
  expect(explore(b.build()).violations).toMatchObject([
    { property: b.builtin('overflow'), message: '7 is outside 0 .. 3, in load r0' },
  ]);
});

test('every freed object is a candidate, in the order of the pool', () => {
  const b = new ProgramBuilder();
  const { domain, pool } = poolOf(b);
  const [p, q] = [b.register(u8), b.register(u8)];
  b.thread('cpu0', () => {
    b.atomic(() => {
      b.allocate(p, pool);
      b.allocate(q, pool);
      b.free(domain, register(q));
      b.free(domain, register(p));
    });
    b.allocate(p, pool);
  });
  const program = b.build();
  const taken = [0, 1].map((choice) => {
    const { steps } = replay(program, [
      { thread: 0, choice: 0 },
      { thread: 0, choice },
    ]);
    return steps[1]?.effects[0];
  });
  expect(taken).toMatchObject([{ value: 1 }, { value: 2 }]);
  expect(explore(program).interleavings).toBe('2');
});
