import { expect, test } from 'vitest';
import type { Range } from '../src/index.ts';
import { Layout } from '../src/layout.ts';
import { PlaceSlots } from '../src/reach.ts';
import { at, constant, ProgramBuilder, ranges, register, through } from './builder.ts';

function layoutOf(b: ProgramBuilder) {
  const program = b.build();
  return { program, layout: new Layout(program, new PlaceSlots(program)) };
}

const odd: readonly Range[] = [
  ranges.u32,
  ranges.s32,
  ranges.bool,
  { min: -3, max: 4 },
  { min: 7, max: 7 },
  { min: 1000, max: 1100 },
  { min: 2 ** 31, max: 2 ** 32 - 1 },
  { min: 0, max: 2 ** 31 - 1 },
];

test('what is packed comes back, at the ends of every range', () => {
  const b = new ProgramBuilder();
  const slots = odd.map((range, index) => b.slot(`x${index}`, range.min, range));
  const registers = odd.map((range) => b.register(range));
  b.thread('cpu0', () => {
    b.mark();
    slots.forEach((slot, index) => {
      b.store(at(slot), register(registers[index]!));
    });
  });
  const { program, layout } = layoutOf(b);
  for (const pick of [(range: Range) => range.min, (range: Range) => range.max]) {
    const values = [...slots, ...registers].map((_, index) => pick(odd[index % odd.length]!));
    const cells = Int32Array.from(values.map((value) => value | 0));
    const words = new Int32Array(layout.words);
    layout.encode(words, cells, [0]);
    const decoded = new Int32Array(cells.length);
    decoded.set(program.initial.map((value) => value | 0));
    for (let word = 0; word < layout.words; word++) layout.decodeWord(words, word, decoded);
    layout.decodeThread(words, 0, decoded);
    expect([...decoded]).toEqual([...cells]);
    expect(layout.pcOf(words, 0)).toBe(0);
  }
});

test('slots that no thread can write take no room; those behind a pointer do', () => {
  const b = new ProgramBuilder();
  for (let index = 0; index < 100; index++) b.slot(`constant${index}`, 0, ranges.u32);
  b.thread('cpu0', () => b.mark());
  expect(layoutOf(b).layout.words).toBe(1);
  const domain = b.domain('x', [{ slot: 3 }, { slot: 7 }]);
  b.thread('cpu1', () => b.store(through(domain, constant(1), 1), constant(1)));
  expect(layoutOf(b).layout.words).toBe(3);
});

test('registers of different places overlay each other', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x', 0, ranges.u32);
  b.thread('cpu0', () => {
    for (let count = 0; count < 10; count++) {
      const r = b.register(ranges.u32);
      b.load(r, at(x));
      b.store(at(x), register(r));
    }
  });
  // x, one register, and the pc.
  expect(layoutOf(b).layout.words).toBe(3);
});

test('a value outside its range stops the engine rather than spoil a neighbour', () => {
  const b = new ProgramBuilder();
  const x = b.slot('x', 0, ranges.u8);
  b.thread('cpu0', () => b.store(at(x), constant(1)));
  const { layout } = layoutOf(b);
  expect(() => layout.encodeSlot(new Int32Array(layout.words), x, 256)).toThrow('holds its range');
});
