import { expect, test } from 'vitest';
import { explore, replay } from '../src/index.ts';
import { at, binary, constant, not, ProgramBuilder, ranges, register } from './builder.ts';

/** Two threads that each do x++ as a read and a write. */
function lostUpdate(): ProgramBuilder {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  for (const name of ['cpu0', 'cpu1']) {
    const r = b.register(ranges.u8);
    b.thread(name, () => {
      b.load(r, at(x));
      b.store(at(x), binary(register(r), '+', constant(1)));
    });
  }
  b.observe(
    'x',
    b.value((load) => load(x)),
  );
  return b;
}

test('a lost update has two outcomes and six interleavings', () => {
  const outcome = explore(lostUpdate().build());
  expect(outcome.verdict).toBe('pass');
  expect(outcome.interleavings).toBe('6');
  expect(outcome.outcomes.map(({ values }) => values)).toEqual([[2], [1]]);
  expect(outcome).toMatchObject({ states: 12, transitions: 14, depth: 4, bounds: [] });
});

test('a deadlock names who waits for what', () => {
  const b = new ProgramBuilder();
  const locks = [b.slot('a', 0, ranges.bool), b.slot('b', 0, ranges.bool)];
  [
    [0, 1],
    [1, 0],
  ].forEach((order, thread) => {
    b.thread(`cpu${thread}`, () => {
      for (const index of order) {
        const lock = locks[index]!;
        const r = b.register(ranges.bool);
        b.atomic(() => {
          b.load(r, at(lock));
          b.await(not(register(r)), `wait_until(!${index === 0 ? 'a' : 'b'})`);
          b.store(at(lock), constant(1));
        });
      }
      for (const index of order) b.store(at(locks[index]!), constant(0));
    });
  });
  const program = b.build();
  const outcome = explore(program);
  expect(outcome.verdict).toBe('fail');
  expect(outcome.violations).toMatchObject([
    {
      property: b.builtin('deadlock'),
      message: 'cpu0 waits at wait_until(!b), cpu1 waits at wait_until(!a)',
      run: [
        { thread: 0, choice: 0 },
        { thread: 1, choice: 0 },
      ],
      switches: 1,
      shortest: true,
    },
  ]);
  const events = replay(program, outcome.violations[0]!.run).steps.at(-1)?.events;
  expect(events?.[0]?.message).toBe(outcome.violations[0]!.message);
});
