import { expect, test } from 'vitest';
import { explore } from '../src/index.ts';
import { at, binary, constant, not, ProgramBuilder, ranges, register } from './builder.ts';

function twoWriters(): { b: ProgramBuilder; x: number } {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  b.thread('cpu0', () => {
    b.store(at(x), constant(1));
    b.store(at(x), constant(2));
  });
  b.thread('cpu1', () => b.store(at(x), constant(3)));
  b.observe(
    'x',
    b.value((load) => load(x)),
  );
  return { b, x };
}

test('a schedule restricts the runs to those that begin so, and is never a pass', () => {
  const { b } = twoWriters();
  b.schedule = [0, 1];
  expect(explore(b.build())).toMatchObject({
    verdict: 'bounded',
    bounds: [{ limit: 'schedule', text: 'only runs that begin with the given 2 steps' }],
    outcomes: [{ values: [2] }],
    states: 4,
    interleavings: '1',
    scheduleStuck: undefined,
  });
});

test('a schedule whose thread is over is told, with its step', () => {
  const { b } = twoWriters();
  b.schedule = [1, 1, 0];
  const outcome = explore(b.build());
  expect(outcome).toMatchObject({ verdict: 'bounded', scheduleStuck: 1, states: 2 });
  expect(outcome.bounds[1]?.text).toBe('cpu1 cannot move at step 2 of the schedule');
});

test('a schedule whose thread waits is stuck, and no deadlock while others could move', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x', 0, ranges.bool);
  const r = b.register(ranges.bool);
  b.thread('cpu0', () => {
    b.atomic(() => {
      b.load(r, at(x));
      b.await(register(r));
    });
  });
  b.thread('cpu1', () => b.store(at(x), constant(1)));
  b.schedule = [0];
  expect(explore(b.build())).toMatchObject({
    verdict: 'bounded',
    scheduleStuck: 0,
    violations: [],
  });
});

test('a violation inside the schedule is a failure with exactly those steps', () => {
  const { b, x } = twoWriters();
  const never = b.property(
    'never3',
    b.value((load) => binary(load(x), '!=', constant(3))),
  );
  b.schedule = [0, 0, 1];
  expect(explore(b.build())).toMatchObject({
    verdict: 'fail',
    violations: [
      { property: never, switches: 1, run: [0, 0, 1].map((thread) => ({ thread, choice: 0 })) },
    ],
  });
});

test('a run that ends inside the schedule is not stuck', () => {
  const b = new ProgramBuilder();
  b.thread('cpu0', () => {
    b.mark();
    b.check(b.builtin('assertion'), constant(0), true);
    b.mark();
  });
  b.schedule = [0, 0];
  expect(explore(b.build())).toMatchObject({ verdict: 'fail', scheduleStuck: undefined });
  void not;
});
