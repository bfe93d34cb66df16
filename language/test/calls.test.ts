// The calls of a part of a text are those of the whole that overlap it.
import { kernelLibrary } from '@racewalk/kernel';
import { callsIn, callsOver, parse } from '@racewalk/language';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const trees = kernelLibrary.map(({ name, text }) => parse(text, name).tree);

test('calls of any part, over the texts of the library', () => {
  expect(trees.flatMap((tree) => callsIn(tree)).length).toBeGreaterThan(500);
  fc.assert(
    fc.property(fc.constantFrom(...trees), fc.nat(), fc.nat(), (tree, one, other) => {
      const from = one % (tree.end + 1);
      const to = from + (other % (tree.end + 1 - from));
      const wanted = callsIn(tree).filter(({ call }) => call.end >= from && call.start <= to);
      expect(callsOver(tree, { from, to }).map(({ call }) => call)).toEqual(
        wanted.map(({ call }) => call),
      );
    }),
    { numRuns: 200 },
  );
});
