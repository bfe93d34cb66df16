import { expect, test } from 'vitest';
import { explore, type Program, startSearch } from '../src/index.ts';
import { at, binary, constant, not, ProgramBuilder, ranges, register } from './builder.ts';

/**
 * Counters that each count to `top`, one thread each: (top + 1)^threads states, and no limit to
 * time.
 */
function counters(threads: number, top: number): Program {
  const b = new ProgramBuilder();
  for (let thread = 0; thread < threads; thread++) {
    const x = b.slot(`x${thread}`, 0, { min: 0, max: top });
    const r = b.register(ranges.u8);
    b.thread(`cpu${thread}`, () => {
      b.label(`again${thread}`);
      b.atomic(() => {
        b.load(r, at(x));
        b.await(binary(register(r), '<', constant(top)));
        b.store(at(x), binary(register(r), '+', constant(1)));
      });
      b.jump(`again${thread}`);
    });
  }
  b.ignore('deadlock');
  return b.build();
}

test('more states than allowed is a bounded verdict with the number in it', () => {
  const outcome = explore(counters(3, 30), { states_max: 2000 });
  expect(outcome).toMatchObject({
    verdict: 'bounded',
    bounds: [{ limit: 'states_max', text: '2 000 states' }],
    states: 2000,
    interleavings: undefined,
    interleavingsNote: 'not counted: 2 000 states',
  });
});

test('exactly as many states as allowed is no bound', () => {
  const outcome = explore(counters(2, 9), { states_max: 100 });
  expect(outcome).toMatchObject({ verdict: 'pass', states: 100, bounds: [], depth: 18 });
  expect(explore(counters(2, 9), { states_max: 99 }, { reduce: 'off' }).verdict).toBe('bounded');
});

test('memory has a limit, and edges are the first to go', () => {
  const small = explore(counters(3, 40), { memory_max: 400_000 }, { reduce: 'off' });
  expect(small).toMatchObject({ verdict: 'bounded', bounds: [{ limit: 'memory_max' }] });
  const all = startSearch(counters(3, 40));
  while (!all.advance(1000));
  const tight = explore(counters(3, 40), { memory_max: all.progress().bytes + 600_000 });
  expect(tight.states).toBe(41 ** 3);
  expect(tight).toMatchObject({
    verdict: 'pass',
    interleavings: undefined,
    interleavingsNote: 'not counted: no memory left for it',
  });
});

test('a million states are explored within their memory', () => {
  const search = startSearch(counters(3, 101), { memory_max: 100_000_000 }, { reduce: 'off' });
  let largest = 0;
  while (!search.advance(50_000)) largest = Math.max(largest, search.progress().bytes);
  const outcome = search.outcome();
  expect(outcome.states).toBe(102 ** 3);
  expect(outcome.transitions).toBe(3 * 101 * 102 ** 2);
  expect(outcome.depth).toBe(303);
  expect(outcome.verdict).toBe('pass');
  expect(largest).toBeLessThan(100_000_000);
  expect(outcome.interleavingsNote).toBe('not counted: more than 1 000 000 states');
}, 60_000);

test('a step that never ends stops the search', () => {
  const b = new ProgramBuilder();
  b.thread('cpu0', () => {
    b.mark();
    b.label('loop');
    b.jump('loop');
  });
  expect(explore(b.build())).toMatchObject({
    verdict: 'bounded',
    bounds: [{ limit: 'local_instructions_max', text: '100 000 instructions inside one step' }],
  });
});

test('a thread that never comes to its first step stops the search', () => {
  const b = new ProgramBuilder();
  b.thread('cpu0', () => {
    b.label('loop');
    b.jump('loop');
  });
  const [bound] = explore(b.build(), { local_instructions_max: 10 }).bounds;
  expect(bound?.limit).toBe('local_instructions_max');
});

test('a property that never ends stops the search', () => {
  const b = new ProgramBuilder();
  b.thread('cpu0', () => b.mark());
  b.property(
    'endless',
    b.fragment(b.register(), () => {
      b.label('loop');
      b.jump('loop');
    }),
  );
  expect(explore(b.build())).toMatchObject({ verdict: 'bounded', violations: [] });
});

test('too many choices in a step are a bound, and never a deadlock', () => {
  const b = new ProgramBuilder();
  const r = b.register(ranges.u32);
  b.thread('cpu0', () => {
    b.atomic(() => {
      b.any(r, constant(0), constant(100));
      b.await(binary(register(r), '==', constant(100)));
    });
  });
  const program = b.build();
  expect(explore(program)).toMatchObject({ verdict: 'pass', states: 2, transitions: 1 });
  expect(explore(program, { choices_max: 50 })).toMatchObject({
    verdict: 'bounded',
    bounds: [{ limit: 'choices_max', text: '50 choices inside one step' }],
  });
});

test('outcomes beyond the limit are a bound', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x', 0, ranges.u8);
  const r = b.register(ranges.u8);
  b.thread('cpu0', () => {
    b.any(r, constant(0), constant(5));
    b.store(at(x), register(r));
  });
  b.observe(
    'x',
    b.value((load) => load(x)),
  );
  const outcome = explore(b.build(), { outcomes_max: 3 });
  expect(outcome.outcomes.map(({ values }) => values)).toEqual([[0], [1], [2]]);
  expect(outcome.bounds).toEqual([{ limit: 'outcomes_max', text: '3 final outcomes' }]);
});

test('a cancelled search is bounded, and says so', () => {
  const search = startSearch(counters(3, 30));
  expect(search.advance(100)).toBe(false);
  const outcome = search.outcome();
  expect(outcome.verdict).toBe('bounded');
  expect(outcome.bounds).toMatchObject([{ limit: 'cancelled' }]);
  expect(outcome.interleavingsNote).toBe('not counted: cancelled');
  // Looking at it does not disturb it.
  while (!search.advance(777));
  expect(search.outcome()).toEqual(explore(counters(3, 30)));
});

/** x is 2 only after cpu1 ran between two steps of cpu0. */
function racy(): { program: Program; property: number } {
  const b = new ProgramBuilder();
  const [x, y] = [b.slot('x'), b.slot('y', 0, ranges.bool)];
  const r = b.register(ranges.bool);
  b.thread('cpu0', () => {
    b.store(at(y), constant(1));
    for (let count = 0; count < 3; count++) b.mark();
    b.store(at(y), constant(0));
  });
  b.thread('cpu1', () => {
    for (let count = 0; count < 3; count++) b.mark();
    b.load(r, at(y));
    b.branch(register(r), 'out');
    b.store(at(x), constant(2));
    b.label('out');
  });
  const property = b.property(
    'small',
    b.value((load) => binary(load(x), '<', constant(2))),
  );
  return { program: b.build(), property };
}

test('the run shown has the fewest switches, and a limit gives the shortest found instead', () => {
  const { program, property } = racy();
  const [best] = explore(program).violations;
  expect(best).toMatchObject({ property, switches: 1, shortest: true });
  expect(best?.run.map(({ thread }) => thread)).toEqual([0, 1, 1, 1, 1, 1]);
  const bounded = explore(program, { counterexample_states_max: 2 });
  expect(bounded.verdict).toBe('fail');
  expect(bounded.violations[0]).toMatchObject({ property, shortest: false });
  expect(bounded.violations[0]?.run).toHaveLength(6);
});

test('a failure found before the cancellation stays a failure', () => {
  const { program } = racy();
  const search = startSearch(program);
  while (search.outcome().violations.length === 0) search.advance(1);
  const outcome = search.outcome();
  expect(outcome).toMatchObject({ verdict: 'fail', bounds: [{ limit: 'cancelled' }] });
  expect(outcome.violations[0]?.shortest).toBe(false);
});

test('a violation behind the state limit is still found by the search for the best run', () => {
  const b = new ProgramBuilder();
  const [x, y] = [b.slot('x'), b.slot('y')];
  const early = b.property(
    'early',
    b.value((load) => not(load(x))),
  );
  const late = b.property(
    'late',
    b.value((load) => binary(load(y), '!=', constant(9))),
  );
  b.thread('cpu0', () => {
    for (let count = 1; count < 10; count++) b.store(at(y), constant(count));
    b.store(at(x), constant(0));
  });
  b.thread('cpu1', () => {
    for (let count = 1; count < 20; count++) b.mark();
    b.store(at(x), constant(1));
  });
  const { violations, bounds } = explore(b.build(), { states_max: 225 }, { reduce: 'off' });
  expect(bounds).toMatchObject([{ limit: 'states_max' }]);
  expect(violations.map(({ property }) => property)).toEqual([early, late]);
});

test('a violation beside a step that never ends is still shown', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  const property = b.property(
    'zero',
    b.value((load) => not(load(x))),
  );
  b.thread('cpu0', () => {
    b.mark();
    b.store(at(x), constant(1));
  });
  b.thread('cpu1', () => {
    for (let count = 0; count < 3; count++) b.mark();
    b.mark();
    b.label('loop');
    b.jump('loop');
  });
  const { verdict, violations, bounds } = explore(b.build());
  expect(bounds).toMatchObject([{ limit: 'local_instructions_max' }]);
  expect({ verdict, violations }).toMatchObject({
    verdict: 'fail',
    violations: [{ property, switches: 0, shortest: true }],
  });
});

test('choices that were not looked at make no deadlock, whoever looks for one', () => {
  const b = new ProgramBuilder();
  const r = b.register(ranges.u32);
  const event = b.property('event');
  b.thread('cpu0', () => {
    b.mark();
    b.check(event, constant(0));
    b.atomic(() => {
      b.any(r, constant(0), constant(100));
      b.await(binary(register(r), '==', constant(100)));
    });
  });
  const { violations } = explore(b.build(), { choices_max: 50 });
  expect(violations).toMatchObject([{ property: event, shortest: false }]);
});

test('a state is left by the thread that came to it, however another one came there first', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x', 0, ranges.bool);
  const r = b.register(ranges.bool);
  const event = b.property('event');
  b.thread('cpu0', () => {
    b.mark();
    b.mark();
    b.load(r, at(x));
    b.check(event, not(register(r)));
  });
  b.thread('cpu1', () => b.store(at(x), constant(1)));
  const [violation] = explore(b.build()).violations;
  // cpu0 cpu1 and cpu1 cpu0 lead to the same state; only the second goes on without a switch.
  expect(violation?.run.map(({ thread }) => thread)).toEqual([1, 0, 0, 0]);
  expect(violation?.switches).toBe(1);
});
