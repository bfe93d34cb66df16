import { expect, it } from 'vitest';
import { helpedWhenLong } from '../src/jobs/worth-helping.ts';

/** Pieces of so many milliseconds each; how many were done when help came. */
function startedAt(pieces: readonly number[]): number | undefined {
  let [done, now] = [0, 0];
  let started: number | undefined;
  const work = {
    advance(_expansions: number) {
      now += pieces[done] ?? 0;
      done += 1;
      return done === pieces.length;
    },
    progress: () => ({ done, total: pieces.length }),
  };
  const start = () => {
    expect(started).toBeUndefined();
    started = done;
  };
  const helped = helpedWhenLong(work, () => now, start);
  while (!helped.advance(1));
  return started;
}

it('helps where much is left, whatever the first piece took', () => {
  expect(startedAt(Array<number>(20).fill(1000))).toBe(2);
  expect(startedAt([9000, ...Array<number>(10).fill(100)])).toBeUndefined();
  expect(startedAt([100, 100, 100, 6000, 100, 100])).toBe(4);
});
