import { expect, test } from 'vitest';
import { IntegerLog, NumberSet } from '../src/integers.ts';
import { StateTable } from '../src/table.ts';

test('every state is kept once, under the number it came with, through growth', () => {
  const table = new StateTable(2);
  const state = new Int32Array(2);
  const put = (value: number) => {
    state[0] = value & 7;
    state[1] = Math.imul(value, 0x10001);
    return table.insert(state);
  };
  for (let value = 0; value < 50_000; value++) {
    expect(put(value)).toBe(value);
    expect(table.isNew).toBe(true);
  }
  for (let value = 0; value < 50_000; value += 7) {
    expect(put(value)).toBe(value);
    expect(table.isNew).toBe(false);
  }
  expect(table.count).toBe(50_000);
  table.read(49_999, state);
  expect([...state]).toEqual([49_999 & 7, Math.imul(49_999, 0x10001)]);
});

test('a full table refuses new states and still finds old ones', () => {
  const table = new StateTable(1);
  table.limit = 2;
  const of = (value: number) => table.insert(Int32Array.of(value));
  expect([of(5), of(6), of(7), of(6), of(5)]).toEqual([0, 1, -1, 1, 0]);
});

test('the bytes foretold cover the growth', () => {
  const table = new StateTable(3);
  const state = new Int32Array(3);
  for (let value = 0; value < 20_000; value++) {
    const foretold = table.bytesAfter(1);
    state[0] = value;
    table.insert(state);
    expect(table.bytes()).toBeLessThanOrEqual(foretold);
  }
});

test('logs and sets hold large indices', () => {
  const log = new IntegerLog();
  for (let value = 0; value < 10_000; value++) log.push(-value);
  expect([log.at(0), log.at(4095), log.at(4096), log.at(9999)].map((v) => v + 0)).toEqual([
    0, -4095, -4096, -9999,
  ]);
  const set = new NumberSet();
  for (const value of [0, 31, 32, 1_000_003]) set.add(value);
  expect([0, 1, 31, 32, 33, 1_000_003, 9_999_999].map((value) => set.has(value))).toEqual([
    true,
    false,
    true,
    true,
    false,
    true,
    false,
  ]);
});
