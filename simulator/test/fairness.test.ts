// Liveness: what weakly fair runs owe for ever, and the lasso that shows it.
import { describe, expect, test } from 'vitest';
import { LivenessSearch } from '../src/fairness/search.ts';
import {
  explore,
  type Limits,
  type Program,
  replay,
  startSearch,
  type Violation,
} from '../src/index.ts';
import { limitsWith } from '../src/limits.ts';
import { at, binary, constant, ProgramBuilder, ranges, register } from './builder.ts';

const is = (b: ProgramBuilder, slot: number, value: number) =>
  b.value((load) => binary(load(slot), '==', constant(value)));

/** `while (slot != value);` */
function spin(b: ProgramBuilder, slot: number, value: number): void {
  const to = b.register(ranges.u8);
  const [begin, end] = [`spin${to}`, `end${to}`];
  b.label(begin);
  b.load(to, at(slot));
  b.branch(binary(register(to), '!=', constant(value)), end);
  b.jump(begin);
  b.label(end);
}

/** One violation as a line: name, steps before the cycle, steps of the cycle. */
function foundIn(program: Program, limits: Partial<Limits> = {}): string[] {
  const { violations } = explore(program, limits);
  return violations.map((violation) => {
    returnsToItsBeginning(program, violation);
    const { run, cycleSteps } = violation;
    const name = program.properties[violation.property]?.name;
    return `${name}: ${run.length - (cycleSteps ?? 0)} + ${cycleSteps ?? 'end'}`;
  });
}

/** Stem and cycle can be replayed, and the cycle ends in the state in which it began. */
function returnsToItsBeginning(program: Program, { run, cycleSteps }: Violation): void {
  const { initial, steps, misfit } = replay(program, run);
  expect(misfit).toBe(undefined);
  if (cycleSteps === undefined) return;
  const before = steps[run.length - cycleSteps - 1]?.after ?? initial;
  expect(steps.at(-1)?.after).toEqual(before);
}

/** Two threads that try the other's lock with their own held, and back off for ever. */
function trylocks(withProgress: boolean): Program {
  const b = new ProgramBuilder();
  const locks = [b.slot('a'), b.slot('b')];
  for (const thread of [0, 1]) {
    const [own, other] = [locks[thread]!, locks[1 - thread]!];
    b.thread(`t${thread}`, () => {
      const to = b.register(ranges.u8);
      b.label(`retry${thread}`);
      b.atomic(() => {
        b.load(to, at(own));
        b.await(binary(register(to), '==', constant(0)));
        b.store(at(own), constant(1));
      });
      b.load(to, at(other));
      b.branch(binary(register(to), '!=', constant(0)), `done${thread}`);
      b.store(at(own), constant(0));
      if (withProgress) b.progress();
      b.jump(`retry${thread}`);
      b.label(`done${thread}`);
      b.store(at(own), constant(0));
    });
  }
  b.watch('livelock');
  return b.build();
}

describe('livelock', () => {
  test('is found where two threads back off from each other for ever', () => {
    expect(foundIn(trylocks(false))).toEqual(['livelock: 0 + 6']);
  });

  test('is not found where the step that repeats is marked as progress', () => {
    expect(foundIn(trylocks(true))).toEqual([]);
  });

  test('is not looked for unless it is watched', () => {
    const b = new ProgramBuilder();
    b.thread('t', () => spin(b, b.slot('x'), 1));
    expect(explore(b.build()).verdict).toBe('pass');
  });

  test('is waiting for what never comes', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    b.thread('t', () => spin(b, x, 1));
    b.watch('livelock');
    const { violations } = explore(b.build());
    expect(violations).toMatchObject([
      { message: 'no progress: the last step repeats for ever', switches: 0, shortest: true },
    ]);
    expect(foundIn(b.build())).toEqual(['livelock: 0 + 1']);
  });

  test('is not waiting for another thread that will move', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    b.thread('waits', () => spin(b, x, 1));
    b.thread('writes', () => b.store(at(x), constant(1)));
    b.watch('livelock');
    expect(explore(b.build()).verdict).toBe('pass');
  });

  test('is waiting for a thread that cannot move', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    const y = b.slot('y');
    b.thread('waits', () => spin(b, x, 1));
    b.thread('sleeps', () => {
      const to = b.register(ranges.u8);
      b.atomic(() => {
        b.load(to, at(y));
        b.await(register(to));
      });
      b.store(at(x), constant(1));
    });
    b.watch('livelock');
    expect(foundIn(b.build())).toEqual(['livelock: 0 + 1']);
  });

  test('takes each choice of a step for itself: one of them may be no progress', () => {
    const b = new ProgramBuilder();
    b.thread('t', () => {
      b.label('begin');
      b.choose('works', 'idles');
      b.label('works');
      b.progress();
      b.jump('begin');
      b.label('idles');
      b.jump('begin');
    });
    b.watch('livelock');
    expect(foundIn(b.build())).toEqual(['livelock: 0 + 1']);
    expect(explore(b.build()).violations[0]?.run).toEqual([{ thread: 0, choice: 1 }]);
  });

  test('says nothing where the only step of a thread ends the run', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    b.thread('waits', () => spin(b, x, 1));
    b.thread('fails', () => {
      b.mark();
      b.check(b.builtin('assertion'), constant(0), true);
    });
    b.watch('livelock');
    expect(foundIn(b.build())).toEqual(['assertion: 1 + end']);
  });
});

/** One thread sets x, the other waits for it by spinning. */
function handover(write: boolean): { b: ProgramBuilder; x: number; done: number } {
  const b = new ProgramBuilder();
  const [x, done] = [b.slot('x'), b.slot('done')];
  b.thread('waits', () => {
    spin(b, x, 1);
    b.store(at(done), constant(1));
  });
  b.thread('writes', () => b.store(at(write ? x : b.slot('other')), constant(1)));
  return { b, x, done };
}

describe('eventually', () => {
  test('holds where every fair run comes to it', () => {
    const { b, done } = handover(true);
    b.live('finished', { kind: 'eventually', goal: is(b, done, 1) });
    expect(explore(b.build()).verdict).toBe('pass');
  });

  test('is broken by a fair cycle', () => {
    const { b, done } = handover(false);
    b.live('finished', { kind: 'eventually', goal: is(b, done, 1) });
    expect(foundIn(b.build())).toEqual(['finished: 1 + 1']);
  });

  test('is broken by a run that ends before it', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    b.thread('t', () => b.store(at(x), constant(1)));
    b.live('two', { kind: 'eventually', goal: is(b, x, 2) });
    const { violations } = explore(b.build());
    expect(violations[0]?.message).toBe('never comes true: two comes: all threads have ended');
    expect(foundIn(b.build())).toEqual(['two: 1 + end']);
  });

  test('is broken by a deadlock, which is one, too', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    b.thread('t', () => {
      const to = b.register(ranges.u8);
      b.atomic(() => {
        b.load(to, at(x));
        b.await(register(to));
      });
    });
    b.live('one', { kind: 'eventually', goal: is(b, x, 1) });
    expect(foundIn(b.build())).toEqual(['deadlock: 0 + end', 'one: 0 + end']);
  });

  test('is satisfied for good by a state that comes early', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x', 1);
    b.thread('t', () => b.store(at(x), constant(0)));
    b.live('one', { kind: 'eventually', goal: is(b, x, 1) });
    expect(explore(b.build()).verdict).toBe('pass');
  });

  test('is not looked at where it is not watched', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    b.thread('t', () => b.mark());
    b.live('one', { kind: 'eventually', goal: is(b, x, 1) }, false);
    expect(explore(b.build()).verdict).toBe('pass');
  });
});

describe('leads_to', () => {
  function counting(values: readonly number[]): { b: ProgramBuilder; x: number } {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    b.thread('t', () => {
      for (const value of values) b.store(at(x), constant(value));
    });
    return { b, x };
  }

  test('asks again each time the trigger holds', () => {
    const { b, x } = counting([1, 2, 1]);
    b.live('answered', { kind: 'leads_to', trigger: is(b, x, 1), goal: is(b, x, 2) });
    expect(foundIn(b.build())).toEqual(['answered: 3 + end']);
  });

  test('is satisfied by an answer in the same state, and by one later', () => {
    const { b, x } = counting([1, 3, 2]);
    b.live('same', { kind: 'leads_to', trigger: is(b, x, 1), goal: is(b, x, 1) });
    b.live('later', { kind: 'leads_to', trigger: is(b, x, 1), goal: is(b, x, 2) });
    expect(explore(b.build()).verdict).toBe('pass');
  });

  test('asks nothing where the trigger never holds', () => {
    const { b, x } = counting([1]);
    b.live('idle', { kind: 'leads_to', trigger: is(b, x, 3), goal: is(b, x, 2) });
    expect(explore(b.build()).verdict).toBe('pass');
  });
});

describe('what keeps liveness from being decided', () => {
  test('a limit is told, and is never a pass', () => {
    const { violations, verdict, bounds } = explore(trylocks(true), { states_max: 3 });
    expect([violations, verdict]).toEqual([[], 'bounded']);
    expect(bounds.map(({ text }) => text)).toContain('liveness not decided: 3 states');
  });

  test('too little memory is told', () => {
    const b = new ProgramBuilder();
    const slots = Array.from({ length: 12 }, (_, index) => b.slot(`x${index}`));
    for (const slot of slots.slice(0, 7)) {
      b.thread(`t${slot}`, () => {
        for (let value = 1; value < 4; value++) b.store(at(slot), constant(value));
      });
    }
    b.watch('livelock');
    const { bounds, verdict } = explore(b.build(), { memory_max: 1_000_000 });
    expect(verdict).toBe('bounded');
    const told = bounds.map(({ text }) => text);
    expect(told).toContain('liveness not decided: 1 000 000 bytes');
  });

  test('a cycle found before the limit is a violation still', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    b.thread('spins', () => spin(b, x, 200));
    b.thread('counts', () => {
      const to = b.register(ranges.u8);
      b.load(to, at(x));
      b.branch(constant(0), 'stop');
      for (let value = 1; value < 100; value++) b.store(at(x), constant(value));
      b.label('stop');
    });
    b.watch('livelock');
    expect(foundIn(b.build(), { states_max: 4 })).toEqual(['livelock: 1 + 1']);
  });

  test('a thread whose steps a limit hides is not taken for one that cannot move', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x');
    b.thread('spins', () => spin(b, x, 1));
    b.thread('chooses', () => {
      const to = b.register(ranges.u8);
      b.atomic(() => {
        b.any(to, constant(0), constant(9));
        b.await(binary(register(to), '==', constant(9)));
      });
      b.store(at(x), constant(1));
    });
    b.watch('livelock');
    const { violations, bounds } = explore(b.build(), { choices_max: 4 });
    expect(violations).toEqual([]);
    const told = bounds.map(({ text }) => text);
    expect(told).toContain('liveness not decided: 4 choices inside one step');
    expect(explore(b.build()).verdict).toBe('pass');
  });

  test('a search that is left says so at any time', () => {
    const program = trylocks(true);
    const search = startSearch(program);
    while (!search.advance(1)) {
      expect(search.outcome().verdict).toBe('bounded');
      expect(search.progress().bytes).toBeGreaterThan(0);
    }
    expect(search.outcome().verdict).toBe('pass');
  });

  test('a fault in a goal is the violation, and claims nothing of the property', () => {
    const b = new ProgramBuilder();
    const x = b.slot('x', 0, ranges.u8);
    b.thread('t', () => b.mark());
    const goal = b.value((load) => binary(constant(1), '/', load(x)));
    b.live('divides', { kind: 'eventually', goal });
    expect(foundIn(b.build())).toEqual(['overflow: 0 + end']);
    const limits = limitsWith({});
    const search = new LivenessSearch(b.build(), limits, 0);
    search.advance(100);
    expect(search.violations).toMatchObject([{ run: [], message: 'division by zero' }]);
  });
});

describe('a fair cycle', () => {
  /** Three threads that go round for ever, each over `length` states. */
  function rounds(length: number): Program {
    const b = new ProgramBuilder();
    for (const thread of [0, 1, 2]) {
      const x = b.slot(`x${thread}`);
      b.thread(`t${thread}`, () => {
        b.label(`begin${thread}`);
        for (let value = 0; value < length; value++) b.store(at(x), constant(value));
        b.jump(`begin${thread}`);
      });
    }
    b.watch('livelock');
    return b.build();
  }

  test('lets each thread that can always move do so', () => {
    const [violation] = explore(rounds(2)).violations;
    expect(new Set(violation?.run.map(({ thread }) => thread))).toEqual(new Set([0, 1, 2]));
    expect(foundIn(rounds(2))).toEqual(['livelock: 3 + 6']);
  });

  test('is found from thread to thread where the shortest one takes too much', () => {
    const limits = { counterexample_states_max: 5 };
    expect(explore(rounds(3), limits).violations).toMatchObject([{ shortest: false }]);
    expect(foundIn(rounds(3), limits)).toEqual(['livelock: 3 + 9']);
  });
});
