// What is made with marks that count leaves nothing behind for what is made without them.
import { expect, test } from 'vitest';
import { type Analysis, analyse } from '../src/index.ts';

const lock = `/// A lock.
struct lock { int owner; };
/// Takes it, in one step.
/// counts: lock
static inline void take(struct lock *l)
{
	atomic {
		wait_until(l->owner == 0);
		l->owner = 1;
	}
}
`;
const text = `struct lock guard;
scenario "s" {
	thread cpu0 { take(&guard); }
	thread cpu1 { take(&guard); }
	forbid deadlock;
}
`;

function steps(analysis: Analysis, counting: boolean): readonly string[] {
  const { program } = analysis.compile(0, 0, { counting });
  if (program === undefined) throw new Error('it does not compile');
  return program.code.flatMap((one) => (one.step && 'text' in one ? [one.text] : []));
}

test('a call has the same text, whether it was counted before or not', () => {
  const library = [{ name: 'kernel:/lock.race', text: lock }];
  const analysis = analyse({ name: 'a.race', text }, () => undefined, library);
  const wanted = ['take(&guard)', 'take(&guard)'];
  expect(steps(analysis, true)).toEqual(wanted);
  expect(steps(analysis, false)).toEqual(wanted);
});
