import { expect, test } from 'vitest';
import { type Program, validate } from '../src/index.ts';
import { at, constant, ProgramBuilder, ranges, register, through } from './builder.ts';

function valid(): Program {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  const domain = b.domain('x', [{ slot: x }]);
  const r = b.register(ranges.u8);
  b.thread('cpu0', () => {
    b.load(r, at(x));
    b.store(through(domain, constant(1)), register(r));
  });
  b.property(
    'p',
    b.value((load) => load(x)),
  );
  return b.build();
}

const changed = (program: Program, change: Partial<Program>): Program => ({
  ...program,
  ...change,
});

/** The program with one instruction replaced in part. */
const patched = (program: Program, pc: number, change: object): Program =>
  changed(program, {
    code: program.code.map((instruction, at) =>
      at === pc ? { ...instruction, ...change } : instruction,
    ),
  });

test('a well-formed program is valid', () => {
  expect(() => validate(valid())).not.toThrow();
});

test.each<[string, (program: Program) => Program]>([
  ['x begins in its range', (program) => changed(program, { initial: [256] })],
  ['every slot has an initial value', (program) => changed(program, { initial: [] })],
  [
    'the built-in property deadlock is there once',
    (program) => changed(program, { properties: program.properties.slice(1) }),
  ],
  ['a place is a slot', (program) => patched(program, 0, { from: at(1) })],
  ['a place ends at a slot', (program) => patched(program, 0, { to: [0, 0] })],
  ['a place is a slot', (program) => patched(program, 1, { to: through(0, constant(1), 1) })],
  ['instruction 0 names a register', (program) => patched(program, 0, { to: [99] })],
  ['goes on inside the code', (program) => patched(program, 2, { op: 'jump', to: 99 })],
  [
    'a fragment has no await',
    (program) => patched(program, 3, { op: 'await', condition: constant(1) }),
  ],
  ['a fragment has no steps', (program) => patched(program, 3, { step: true })],
  [
    'a thread chooses and waits in steps only',
    (program) => patched(program, 0, { op: 'choose', targets: [1], step: false }),
  ],
  [
    'register 0 belongs to one thread',
    (program) => changed(program, { threads: [...program.threads, ...program.threads] }),
  ],
  ['a schedule names threads', (program) => changed(program, { schedule: [1] })],
  ['a register is live once', (program) => patched(program, 1, { live: [0, 0] })],
])('%s', (why, change) => {
  expect(() => validate(change(valid()))).toThrow(why);
});
