// Whole runs are for our own engine: another one must never pass what it was not asked.
import { analyse } from '@racewalk/language';
import { expect, it } from 'vitest';
import { openEngine } from '../src/index.ts';

const text = `int x;
scenario "s" {
	thread a { while (x == 0); }
	forbid livelock;
}
`;

it('an installed Spin does not pass a program that is asked for livelock', async (context) => {
  const choice = { kind: 'spin', runOptions: [], compilerOptions: [] } as const;
  const opened = await openEngine(choice, new AbortController().signal);
  if (opened.kind === 'unavailable') {
    context.skip(opened.reason);
    return;
  }
  const analysis = analyse({ name: 'a.race', text }, () => undefined, []);
  const { program } = analysis.compile(0, 0);
  if (program === undefined) throw new Error('the text compiles');
  const job = { program, title: 's', textOf: () => text, onProgress: () => undefined };
  const { outcome } = await opened.engine.explore(job);
  expect(outcome.verdict).toBe('bounded');
  expect(outcome.bounds[0]?.text).toContain('livelock is about whole runs');
});
