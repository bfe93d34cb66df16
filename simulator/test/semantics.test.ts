import { expect, test } from 'vitest';
import { explore, type Instruction, type Program, replay } from '../src/index.ts';
import { at, binary, constant, ProgramBuilder, ranges, register } from './builder.ts';

const names = (program: Program) =>
  explore(program).violations.map(({ property }) => program.properties[property]?.name);

test('several events of one step are all reported, and the run goes on', () => {
  const b = new ProgramBuilder();
  const [one, two] = [b.property('one'), b.property('two')];
  const x = b.slot('x');
  b.thread('cpu0', () => {
    b.mark();
    b.check(one, constant(0), false, 'first');
    b.check(two, constant(0), false, 'second');
    b.store(at(x), constant(1));
  });
  const outcome = explore(b.build());
  expect(outcome.violations.map(({ message }) => message)).toEqual(['first', 'second']);
  expect(outcome.states).toBe(3);
});

test('a check that ends the run ends it, watched or not', () => {
  const b = new ProgramBuilder();
  const watched = b.property('watched');
  b.ignore('assertion');
  b.thread('cpu0', () => {
    b.mark();
    b.check(b.builtin('assertion'), constant(0), true);
    b.mark();
    b.check(watched, constant(0));
  });
  expect(explore(b.build())).toMatchObject({ verdict: 'pass', states: 1, transitions: 1 });
});

test('a disabled step raises nothing, though its check comes before the await', () => {
  const b = new ProgramBuilder();
  const event = b.property('event');
  const x = b.slot('x', 0, ranges.bool);
  const r = b.register(ranges.bool);
  b.thread('cpu0', () => {
    b.atomic(() => {
      b.check(event, constant(0));
      b.store(at(x), constant(1));
      b.load(r, at(x));
      b.await(binary(register(r), '==', constant(0)));
    });
  });
  expect(names(b.build())).toEqual(['deadlock']);
});

test('the initial state can break a property, and the empty run shows it', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  const nonzero = b.property(
    'nonzero',
    b.value((load) => load(x)),
  );
  b.thread('cpu0', () => b.store(at(x), constant(1)));
  expect(explore(b.build()).violations).toMatchObject([
    {
      property: nonzero,
      run: [],
      switches: 0,
      shortest: true,
      message: 'no longer true: nonzero holds',
    },
  ]);
});

test('events of the local beginning belong to no step, and may end the run', () => {
  const b = new ProgramBuilder();
  const r = b.register(ranges.u8);
  b.thread('cpu0', () => {
    b.set(r, constant(300));
    b.mark();
  });
  b.thread('cpu1', () => b.mark());
  const program = b.build();
  expect(explore(program)).toMatchObject({
    verdict: 'fail',
    violations: [{ run: [], message: '300 is outside 0 .. 255' }],
    states: 1,
    transitions: 0,
    interleavings: '1',
  });
  expect(replay(program, [])).toMatchObject({ initial: { ended: true }, misfit: undefined });
  expect(replay(program, [{ thread: 1, choice: 0 }]).misfit).toBe(0);
});

test('finally is checked on a copy, where all threads have ended', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  const done = b.property('done');
  b.thread('cpu0', () => b.store(at(x), constant(1)));
  b.thread('cpu1', () => b.store(at(x), constant(2)));
  b.finally(
    b.fragment(undefined, () => {
      const r = b.register(ranges.u8);
      b.load(r, at(x));
      b.store(at(x), constant(9));
      b.check(done, binary(register(r), '==', constant(2)), true, 'x is not 2');
    }),
  );
  b.observe(
    'x',
    b.value((load) => load(x)),
  );
  const outcome = explore(b.build());
  expect(outcome.outcomes.map(({ values }) => values)).toEqual([[2], [1]]);
  expect(outcome.violations).toMatchObject([
    { property: done, message: 'x is not 2', run: [{ thread: 1 }, { thread: 0 }], switches: 1 },
  ]);
});

test('a fault in a property is an event of its own', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  b.property(
    'quotient',
    b.value((load) => binary(constant(1), '/', load(x))),
  );
  b.thread('cpu0', () => b.store(at(x), constant(1)));
  const outcome = explore(b.build());
  expect(outcome).toMatchObject({ verdict: 'fail', states: 2 });
  expect(outcome.violations.map(({ message }) => message)).toEqual(['division by zero']);
});

test('a cycle has no count of runs', () => {
  const b = new ProgramBuilder();
  b.thread('cpu0', () => {
    b.label('again');
    b.mark();
    b.jump('again');
  });
  expect(explore(b.build())).toMatchObject({
    verdict: 'pass',
    interleavings: undefined,
    interleavingsNote: 'not counted: cyclic',
  });
});

test('counts of runs are exact beyond 2^53', () => {
  const b = new ProgramBuilder();
  for (const name of ['a', 'b', 'c']) {
    b.thread(name, () => {
      for (let count = 0; count < 15; count++) b.mark();
    });
  }
  // 45! / (15!)^3
  expect(explore(b.build()).interleavings).toBe('53494979785374631680');
});

test('a witness has a run, or none', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  b.thread('cpu0', () => b.store(at(x), constant(1)));
  for (const value of [1, 2]) {
    b.witness(
      `x is ${value}`,
      b.value((load) => binary(load(x), '==', constant(value))),
    );
  }
  expect(explore(b.build()).witnesses).toEqual([
    { witness: 0, run: [{ thread: 0, choice: 0 }] },
    { witness: 1, run: undefined },
  ]);
});

test('registers that are not live are zero in a state, whatever the code makes of that', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  const r = b.register(ranges.u8);
  b.thread('cpu0', () => {
    b.set(r, constant(7));
    b.mark();
    b.store(at(x), register(r));
  });
  b.observe(
    'x',
    b.value((load) => load(x)),
  );
  const program = b.build();
  const forgetful: Program = {
    ...program,
    code: program.code.map((instruction): Instruction => ({ ...instruction, live: [] })),
  };
  expect(explore(program).outcomes[0]?.values).toEqual([7]);
  expect(explore(forgetful).outcomes[0]?.values).toEqual([0]);
});
