// Positions as editors count them.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineMapOf } from '../src/line-map.ts';

it('counts lines and characters from 0, whatever ends a line', () => {
  const map = lineMapOf('ab\ncd\r\n\re');
  const at = [0, 2, 3, 5, 7, 8, 9, 99].map((offset) =>
    Object.values(map.positionOf(offset)).join(':'),
  );
  expect(at).toEqual(['0:0', '0:2', '1:0', '1:2', '2:0', '3:0', '3:1', '3:1']);
  expect([0, 1, 2, 3, 4].map((line) => map.lineText(line))).toEqual(['ab', 'cd', '', 'e', '']);
});

it('gives back the offset from line and character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '\n', '\r', ' ') }),
      fc.nat(30),
      (text, offset) => {
        const map = lineMapOf(text);
        const inside = Math.min(offset, text.length);
        const { line, character } = map.positionOf(inside);
        const starts = [
          0,
          ...[...text.matchAll(/\r\n|\n|\r/gu)].map((end) => end.index + end[0].length),
        ];
        expect((starts[line] ?? Number.NaN) + character).toBe(inside);
      },
    ),
  );
});
