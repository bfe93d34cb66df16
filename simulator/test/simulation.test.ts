import { describe, expect, test } from 'vitest';
import { explore, type Program, type Search, startSimulation } from '../src/index.ts';
import { Random } from '../src/simulation/random.ts';
import { PriorityScheduler } from '../src/simulation/scheduler.ts';
import { at, binary, constant, ProgramBuilder, ranges, register } from './builder.ts';

function finished(search: Search, slice = 1000): Search {
  while (!search.advance(slice));
  return search;
}

/** Threads that add one to a counter each, in two steps; the last one asserts the sum. */
function lostUpdate(threads: number): Program {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  for (let thread = 0; thread < threads; thread++) {
    const r = b.register(ranges.u8);
    b.thread(`cpu${thread}`, () => {
      b.load(r, at(x));
      b.store(at(x), binary(register(r), '+', constant(1)));
    });
  }
  b.observe(
    'x',
    b.value((load) => load(x)),
  );
  b.witness(
    'all',
    b.value((load) => binary(load(x), '==', constant(threads))),
  );
  return b.build();
}

/** Two locks taken in both orders, `work` private steps around them in either thread. */
function lockOrder(work: number): Program {
  const b = new ProgramBuilder();
  const locks = [b.slot('a', 0, ranges.bool), b.slot('b', 0, ranges.bool)];
  for (const order of [locks, [...locks].reverse()]) {
    const own = b.slot('own', 0, ranges.u8);
    b.thread('cpu', () => {
      for (let step = 0; step < work; step++) b.store(at(own), constant(step % 7));
      for (const lock of order) {
        const r = b.register(ranges.bool);
        b.atomic(() => {
          b.load(r, at(lock));
          b.await(binary(register(r), '==', constant(0)));
          b.store(at(lock), constant(1));
        });
      }
      for (const lock of order) b.store(at(lock), constant(0));
    });
  }
  return b.build();
}

/** A thread that never ends, and one that does. */
function endless(): Program {
  const b = new ProgramBuilder();
  const x = b.slot('x', 0, ranges.bool);
  b.thread('spins', () => {
    b.label('again');
    b.store(at(x), constant(1));
    b.jump('again');
  });
  b.thread('ends', () => b.store(at(x), constant(0)));
  return b.build();
}

describe('random runs', () => {
  test('are the same for the same seed, however they are sliced', () => {
    const program = lostUpdate(4);
    const options = { runs: 50, seed: 3 };
    const once = finished(startSimulation(program, options)).outcome();
    expect(finished(startSimulation(program, options), 1).outcome()).toEqual(once);
    const other = finished(startSimulation(program, { ...options, seed: 4 })).outcome();
    expect(other.outcomes).not.toEqual(once.outcomes);
  });

  test('meet outcomes, witnesses and states that an exploration knows, and say how many', () => {
    const program = lostUpdate(3);
    const all = explore(program);
    const met = finished(startSimulation(program)).outcome();
    const sorted = (outcomes: typeof all.outcomes) => outcomes.map(({ values }) => values).sort();
    expect(sorted(met.outcomes)).toEqual(sorted(all.outcomes));
    expect(met.states).toBe(all.states);
    expect(met.witnesses[0]?.run).toHaveLength(6);
    expect(met).toMatchObject({
      verdict: 'bounded',
      bounds: [{ limit: 'simulation', text: 'simulation: 10 000 random runs, seed 1' }],
      transitions: 60_000,
      depth: 6,
      interleavings: undefined,
    });
  });

  test('never pass, not even a program with a single run', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    b.thread('alone', () => b.store(at(x), constant(1)));
    expect(finished(startSimulation(b.build(), { runs: 3 })).outcome().verdict).toBe('bounded');
  });

  test('are left after so many steps, and say so', () => {
    const options = { runs: 8, run_steps_max: 30 };
    const { bounds, depth } = finished(startSimulation(endless(), options)).outcome();
    expect(bounds).toContainEqual({ limit: 'run_steps_max', text: '30 steps in one random run' });
    expect(depth).toBe(30);
  });

  test('stopped early say how far they came, and what they found', () => {
    const search = startSimulation(lockOrder(0), { runs: 1000 });
    search.advance(600);
    const { verdict, bounds } = search.outcome();
    expect(verdict).toBe('fail');
    expect(bounds[0]?.text).toMatch(/^simulation: \d+ of 1 000 random runs, seed 1$/u);
    expect(bounds.map(({ limit }) => limit)).toContain('cancelled');
    expect(finished(search).outcome()).toEqual(
      finished(startSimulation(lockOrder(0), { runs: 1000 })).outcome(),
    );
  });

  test('count states as far as the limit lets them', () => {
    const limits = { states_max: 5 };
    const outcome = finished(startSimulation(lostUpdate(3), { runs: 20 }, limits)).outcome();
    expect(outcome.states).toBe(5);
    expect(outcome.bounds.map(({ text }) => text)).toContain('states are counted up to 5');
  });

  test('take every choice inside a step, and leave out what belongs to a broken property', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    const idle = b.slot('idle');
    const r = b.register(ranges.u8);
    const small = b.property(
      'small',
      b.value((load) => binary(load(x), '<', constant(3))),
    );
    b.thread('chooses', () => {
      b.any(r, constant(0), constant(3));
      b.store(at(x), register(r));
    });
    b.thread('idles', () => {
      for (let step = 0; step < 4; step++) b.store(at(idle), constant(step));
    });
    b.observe(
      'x',
      b.value((load) => load(x)),
    );
    const { outcomes, violations } = finished(startSimulation(b.build(), { runs: 40 })).outcome();
    expect(outcomes.map(({ values }) => values[0]).sort()).toEqual([0, 1, 2, 3]);
    expect(violations).toMatchObject([{ property: small, switches: 0 }]);
    expect(violations[0]?.run).toEqual([
      { thread: 0, choice: 3 },
      { thread: 0, choice: 0 },
    ]);
  });

  test('follow a schedule and are free behind it', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    for (let thread = 0; thread < 2; thread++) {
      b.thread(`cpu${thread}`, () => b.store(at(x), constant(thread + 1)));
    }
    b.observe(
      'x',
      b.value((load) => load(x)),
    );
    b.schedule = [1];
    const { outcomes, bounds } = finished(startSimulation(b.build())).outcome();
    expect(outcomes.map(({ values }) => values)).toEqual([[1]]);
    expect(bounds.map(({ limit }) => limit)).toEqual(['simulation', 'schedule']);
  });

  test('take a step that a limit hides for no deadlock', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    b.thread('loops', () => {
      b.store(at(x), constant(1));
      b.atomic(() => {
        b.load(b.register(ranges.u8), at(x));
        b.label('for ever');
        b.jump('for ever');
      });
    });
    const outcome = finished(startSimulation(b.build(), { runs: 4 })).outcome();
    expect(outcome.verdict).toBe('bounded');
    expect(outcome.bounds.map(({ limit }) => limit)).toContain('local_instructions_max');
  });
});

describe('a run that a simulation shows', () => {
  test('is shrunk to the switches that matter', () => {
    const { violations } = finished(startSimulation(lockOrder(5), { runs: 200 })).outcome();
    const best = explore(lockOrder(5)).violations;
    expect(violations[0]).toMatchObject({ switches: 1, shortest: false });
    expect(violations[0]?.run).toHaveLength(best[0]!.run.length);
  });

  test('is found where exploration meets its limit', () => {
    const program = lockOrder(200);
    expect(explore(program, { states_max: 2000 }, { reduce: 'off' }).verdict).toBe('bounded');
    const { violations } = finished(startSimulation(program, { runs: 400 })).outcome();
    expect(violations).toHaveLength(1);
  });
});

describe('random numbers', () => {
  test('are those of xoshiro128** and stay what they are', () => {
    const random = new Random(1);
    const numbers = Array.from({ length: 5 }, () => random.below(1000));
    expect(numbers).toMatchInlineSnapshot(`
      [
        158,
        751,
        871,
        829,
        66,
      ]
    `);
  });

  test('are as often one as another', () => {
    const random = new Random(9);
    const met = [0, 0, 0, 0, 0, 0, 0];
    for (let draw = 0; draw < 70_000; draw++) met[random.below(7)]!++;
    for (const count of met) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

describe('priorities', () => {
  test('let one thread run on, and another take over where they change', () => {
    const plan = { threads: 3, changes: 1, steps: 20 };
    const scheduler = new PriorityScheduler(new Random(5), plan);
    const picks = Array.from({ length: 20 }, () => scheduler.pick([0, 1, 2]));
    expect(new Set(picks).size).toBe(2);
    expect(picks.filter((pick, step) => step > 0 && pick !== picks[step - 1])).toHaveLength(1);
  });

  test('give way to chance where a run is longer than thought', () => {
    const plan = { threads: 2, changes: 0, steps: 5 };
    const scheduler = new PriorityScheduler(new Random(5), plan);
    const picks = Array.from({ length: 60 }, () => scheduler.pick([0, 1]));
    expect(new Set(picks.slice(0, 20)).size).toBe(1);
    expect(new Set(picks.slice(20)).size).toBe(2);
  });
});
