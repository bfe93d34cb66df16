import { expect, test } from 'vitest';
import { Evaluator, Replayer } from '../src/index.ts';
import { at, binary, constant, ProgramBuilder, ranges, register } from './builder.ts';

function looked() {
  const b = new ProgramBuilder();
  const x = b.slot('x', 3);
  const held = b.register(ranges.u8, 'held');
  b.thread('cpu0', () => {
    b.load(held, at(x));
    b.store(at(x), binary(register(held), '+', constant(1)));
    b.store(at(x), register(held));
  });
  const twice = b.value((load) => binary(load(x), '*', constant(2)));
  const local = b.register(ranges.s32);
  const ofThread = b.fragment(local, () => b.set(local, register(held)));
  const divided = b.value((load) => binary(constant(1), '/', binary(load(x), '-', constant(3))));
  const [first, second] = [b.register(), b.register()];
  const both = b.fragment(first, () => {
    b.store(at(x), constant(9));
    b.set(first, constant(4));
    b.load(second, at(x));
  });
  const checked = b.fragment(undefined, () => {
    b.check(b.builtin('assertion'), constant(0), true, 'assert(0)');
  });
  const endless = b.fragment(undefined, () => {
    b.label('again');
    b.set(local, constant(1));
    b.jump('again');
  });
  const program = b.build();
  return { program, twice, ofThread, divided, both, second, checked, endless };
}

test('a fragment has its value in each state, with what threads hold there', () => {
  const { program, twice, ofThread } = looked();
  const evaluator = new Evaluator(program);
  const replayer = new Replayer(program);
  const { initial } = replayer;
  const second = replayer.step(initial, { thread: 0, choice: 0 })?.after ?? initial;
  const third = replayer.step(second, { thread: 0, choice: 0 })?.after ?? initial;
  const values = [initial, second, third].map((state) => [
    evaluator.evaluate(twice, state).value,
    evaluator.evaluate(ofThread, state).value,
  ]);
  expect(values).toEqual([
    [6, 0],
    [6, 3],
    [8, 3],
  ]);
});

test('where there is no value there is a reason', () => {
  const { program, divided, checked, endless } = looked();
  const evaluator = new Evaluator(program, { local_instructions_max: 1000 });
  const { initial } = new Replayer(program);
  const faults = [divided, checked, endless].map(
    (fragment) => evaluator.evaluate(fragment, initial).fault,
  );
  expect(faults).toEqual(['division by zero', 'assert(0)', 'it never comes to an end']);
});

test('fragments that share code run it once, and leave the state as it is', () => {
  const { program, twice, both, second, divided } = looked();
  const evaluator = new Evaluator(program);
  const { initial } = new Replayer(program);
  const other = { entry: both.entry, result: second };
  const answers = evaluator.evaluateAll([both, other, divided, twice], initial);
  expect(answers.map(({ value }) => value)).toEqual([4, 9, undefined, 6]);
  expect(answers[2]?.fault).toBe('division by zero');
});
