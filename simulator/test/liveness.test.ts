import { expect, test } from 'vitest';
import { analyseLiveness, type Instruction, liveOnEntry, withLiveness } from '../src/index.ts';
import { at, binary, constant, indexed, ProgramBuilder, ranges, register } from './builder.ts';

test('a register is live until its last read, and not before it is set', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  const [r, s] = [b.register(ranges.u8), b.register(ranges.u8)];
  b.thread('cpu0', () => {
    b.load(r, at(x));
    b.mark();
    b.load(s, indexed(x, register(r), 1));
    b.store(at(x), register(s));
  });
  const { code } = b.build();
  expect(analyseLiveness(code, [0])).toEqual([[], [r], [r], [s], []]);
});

test('a register that is read and set in one instruction is live before it', () => {
  const b = new ProgramBuilder();
  const r = b.register(ranges.u8);
  b.thread('cpu0', () => {
    b.mark();
    b.set(r, binary(register(r), '+', constant(1)));
    b.mark();
  });
  const { code } = b.build();
  expect(analyseLiveness(code, [0])[0]).toEqual([r]);
  expect(liveOnEntry(code, [0], [])).toEqual([[r]]);
});

test('what one branch reads is live before the branch, around a loop too', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  const [i, a, c] = [b.register(), b.register(), b.register()];
  b.thread('cpu0', () => {
    b.set(i, constant(0));
    b.set(a, constant(1));
    b.label('again');
    b.load(c, at(x));
    b.branch(register(c), 'out');
    b.store(at(x), register(a));
    b.set(i, binary(register(i), '+', constant(1)));
    b.branch(binary(register(i), '>', constant(3)), 'again');
    b.label('out');
  });
  const { code } = b.build();
  const live = analyseLiveness(code, [0]);
  const steps = live.filter((_, pc) => code[pc]?.step || code[pc]?.op === 'end');
  expect(steps).toEqual([[i, a], [i, a], []]);
  expect(liveOnEntry(code, [0], [])).toEqual([[]]);
});

test('code that no entry reaches keeps nothing alive', () => {
  const b = new ProgramBuilder();
  const r = b.register(ranges.u8);
  b.thread('cpu0', () => {
    b.mark();
    b.jump('out');
    b.store(at(b.slot('x')), register(r));
    b.label('out');
  });
  expect(analyseLiveness(b.build().code, [0])[0]).toEqual([]);
});

test('registers to be looked at stay alive in their own thread, to the end', () => {
  const b = new ProgramBuilder();
  const [r, s] = [b.register(ranges.u8), b.register(ranges.u8)];
  for (const own of [r, s]) {
    b.thread(`cpu${own}`, () => {
      b.mark();
      b.set(own, constant(1));
    });
  }
  const { code, threads } = b.build();
  const kept = withLiveness(
    code,
    threads.map(({ entry }) => entry),
    new Set([r]),
  );
  expect(kept.map(({ live }) => live)).toEqual([[r], [], [r], [], [], []]);
});

test('a hundred thousand instructions with long-lived registers are no burden', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x');
  const kept = Array.from({ length: 50 }, () => b.register(ranges.u8));
  b.thread('cpu0', () => {
    for (const r of kept) b.set(r, constant(1));
    for (let count = 0; count < 33_000; count++) {
      const r = b.register(ranges.u8);
      b.load(r, at(x));
      b.set(r, binary(register(r), '&', constant(1)));
      b.store(at(x), register(r));
    }
    for (const r of kept) b.store(at(x), register(r));
  });
  const { code } = b.build();
  const bare = code.map((instruction): Instruction => ({ ...instruction, live: [] }));
  const live = analyseLiveness(bare, [0]);
  expect(live[50]).toEqual(kept);
  expect(live[52]).toHaveLength(51);
});
