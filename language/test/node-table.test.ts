// A table of nodes is a map, however the nodes lie in the text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NodeTable } from '../src/check/node-table.ts';

test('finds what was set last of each node, and of no other', () => {
  const place = fc.nat({ max: 5000 });
  fc.assert(
    fc.property(fc.array(fc.tuple(place, fc.nat({ max: 9 }), fc.boolean())), (sets) => {
      const nodes = sets.map(([start]) => ({ start, end: start }));
      const table = new NodeTable<{ readonly start: number; readonly end: number }, number>();
      const map = new Map<object, number>();
      for (const [index, [, value, again]] of sets.entries()) {
        const node = nodes[again ? index >> 1 : index];
        if (node === undefined) continue;
        table.set(node, value);
        map.set(node, value);
      }
      for (const node of nodes) expect(table.get(node)).toBe(map.get(node));
      expect(table.get({ start: 0, end: 0 })).toBeUndefined();
      const values = [...map.values()];
      for (let value = 0; value <= 9; value += 1) {
        expect(table.some((one) => one === value)).toBe(values.includes(value));
      }
    }),
  );
});
