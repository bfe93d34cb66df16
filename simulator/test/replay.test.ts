import { expect, test } from 'vitest';
import {
  enabledActions,
  evaluateFragment,
  explore,
  formatValue,
  initialState,
  Replayer,
  replay,
  valuesSeen,
} from '../src/index.ts';
import { at, binary, constant, ProgramBuilder, ranges, register } from './builder.ts';

function increments() {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  const registers = [0, 1].map((thread) => {
    const r = b.register(ranges.u8);
    b.thread(`cpu${thread}`, () => {
      b.load(r, at(x));
      b.store(at(x), binary(register(r), '+', constant(1)));
    });
    return r;
  });
  const value = b.value((load) => load(x));
  b.observe('x', value);
  return { program: b.build(), registers, value };
}

test('a replay tells effects, and states before and after', () => {
  const { program, registers } = increments();
  const run = [0, 1, 1, 0].map((thread) => ({ thread, choice: 0 }));
  const { steps, initial, misfit } = replay(program, run);
  expect(misfit).toBe(undefined);
  expect(steps[0]?.before).toEqual(initial);
  expect(steps[0]?.effects).toEqual([
    { kind: 'read', pc: 0, slot: 0, registers: [registers[0]], values: [0] },
  ]);
  expect(steps[0]?.after.threads[0]).toEqual({
    pc: 1,
    over: false,
    registers: new Map([[registers[0], 0]]),
  });
  expect(steps[3]?.effects).toEqual([{ kind: 'write', pc: 1, slot: 0, before: [1], values: [1] }]);
  expect(steps[3]?.after.threads.every(({ over }) => over)).toBe(true);
  expect(steps[3]?.after.slots).toEqual([1]);
});

test('an action that is not possible says which step it was', () => {
  const { program } = increments();
  const run = [0, 0, 0].map((thread) => ({ thread, choice: 0 }));
  expect(replay(program, run)).toMatchObject({ misfit: 2, steps: [{}, {}] });
  expect(replay(program, [{ thread: 0, choice: 1 }]).misfit).toBe(0);
  expect(replay(program, [{ thread: 7, choice: 0 }]).misfit).toBe(0);
});

test('states can be left and entered anew, in any order', () => {
  const { program, value } = increments();
  const replayer = new Replayer(program);
  const first = replayer.initial;
  expect(enabledActions(program, first)).toEqual([0, 1].map((thread) => ({ thread, choice: 0 })));
  const second = replayer.step(first, { thread: 0, choice: 0 })!.after;
  const third = replayer.step(second, { thread: 0, choice: 0 })!.after;
  expect(replayer.evaluate(value, third)).toBe(1);
  expect(replayer.evaluate(value, second)).toBe(0);
  expect(replayer.step(second, { thread: 0, choice: 0 })!.after).toEqual(third);
  expect(replayer.enabled(third)).toEqual([{ thread: 1, choice: 0 }]);
  expect(evaluateFragment(program, value, third)).toBe(1);
  expect(initialState(program)).toEqual(first);
});

test('the effects of a choice are those of the combination taken', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  const r = b.register(ranges.u8);
  b.thread('cpu0', () => {
    b.atomic(() => {
      b.choose('left', 'right');
      b.label('left');
      b.any(r, constant(1), constant(2));
      b.store(at(x), register(r));
      b.label('right');
      b.await(constant(1));
      b.set(r, constant(9));
    });
  });
  const { steps } = replay(b.build(), [{ thread: 0, choice: 1 }]);
  expect(steps[0]?.effects).toMatchObject([
    { kind: 'choose', to: 2 },
    { kind: 'any', register: r, value: 2 },
    { kind: 'write', values: [2], before: [0] },
    { kind: 'await' },
    { kind: 'set', register: r, value: 9 },
  ]);
  expect(enabledActions(b.build(), initialState(b.build()))).toHaveLength(3);
});

test('outcome runs and witness runs lead where they say', () => {
  const { program, value } = increments();
  for (const { values, run } of explore(program).outcomes) {
    const last = replay(program, run).steps.at(-1)!.after;
    expect([evaluateFragment(program, value, last)]).toEqual(values);
  }
});

test('values are shown as their declaration says', () => {
  const b = new ProgramBuilder();
  b.domain('page', [{ slot: b.slot('pages[0].flags'), name: 'pages[0]' }]);
  b.thread('cpu0', () => b.mark());
  const program = b.build();
  const bits = [
    { mask: 1, name: 'PG_locked' },
    { mask: 2 ** 31, name: 'PG_mte_tagged' },
  ];
  const shown = (display: Parameters<typeof formatValue>[1], value: number) =>
    formatValue(program, display, value);
  expect(shown({ kind: 'number' }, -3)).toBe('-3');
  expect(shown({ kind: 'bool' }, 1)).toBe('true');
  expect(shown({ kind: 'enum', names: new Map([[2, 'FREE']]) }, 2)).toBe('FREE');
  expect(shown({ kind: 'enum', names: new Map() }, 3)).toBe('3');
  expect(shown({ kind: 'bits', bits }, 2 ** 31 + 1)).toBe('PG_locked|PG_mte_tagged');
  expect(shown({ kind: 'bits', bits }, 2 ** 31 + 4)).toBe('PG_mte_tagged|0x4');
  expect(shown({ kind: 'bits', bits }, 16)).toBe('0x10');
  expect(shown({ kind: 'bits', bits }, 0)).toBe('0');
  expect(shown({ kind: 'pointer', domain: 0 }, 0)).toBe('NULL');
  expect(shown({ kind: 'pointer', domain: 0 }, 1)).toBe('&pages[0]');
  expect(shown({ kind: 'thread' }, 0)).toBe('none');
  expect(shown({ kind: 'thread' }, 1)).toBe('cpu0');
});

test('the values an instruction sees are those of all runs, and dead code is not seen', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  const r = b.register(ranges.u8);
  b.thread('cpu0', () => {
    b.load(r, at(x));
    b.branch(binary(register(r), '<', constant(3)), 'dead');
    b.jump('out');
    b.label('dead');
    b.store(at(x), constant(9));
    b.label('out');
  });
  b.thread('cpu1', () => {
    for (const value of [2, 1]) b.store(at(x), constant(value));
  });
  const { seen, complete } = valuesSeen(b.build());
  expect(complete).toBe(true);
  expect(seen.get(0)).toEqual({ values: [[0], [1], [2]], more: false });
  expect(seen.has(3)).toBe(false);
  expect(seen.get(2)).toEqual({ values: [], more: false });
  expect(valuesSeen(b.build(), { states_max: 2 }).complete).toBe(false);
});

test('more values than fit a line are cut, and what a false await hides is not seen', () => {
  const b = new ProgramBuilder();
  const r = b.register(ranges.u8);
  b.thread('cpu0', () => {
    b.atomic(() => {
      b.any(r, constant(0), constant(40));
      b.await(binary(register(r), '!=', constant(0)));
    });
  });
  const seen = valuesSeen(b.build()).seen.get(1);
  expect(seen?.more).toBe(true);
  expect(seen?.values).toHaveLength(16);
  expect(seen?.values[0]).toEqual([1]);
});
