// Whether help is worth its beginning: a thread reads the library anew, and its code is slow at first.

/** About what it takes before a thread has done more than it has cost. */
const helpsFromMilliseconds = 4000;

interface Advancing {
  advance(expansions: number): boolean;
  progress(): { readonly done: number; readonly total: number };
}

/** The same work, which calls `start` once what is left, at the pace so far, takes long enough. */
export function helpedWhenLong<Work extends Advancing>(
  work: Work,
  now: () => number,
  start: () => void,
): Pick<Work, 'advance'> {
  let first: { readonly done: number; readonly at: number } | undefined;
  let isStarted = false;
  return {
    advance(expansions) {
      const isOver = work.advance(expansions);
      const { done, total } = work.progress();
      if (isStarted || done === 0) return isOver;
      first ??= { done, at: now() };
      const each = (now() - first.at) / Math.max(1, done - first.done);
      if (each * (total - done) < helpsFromMilliseconds) return isOver;
      isStarted = true;
      start();
      return isOver;
    },
  };
}
