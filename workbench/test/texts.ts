// Small scenarios whose load-bearing lines and repairs can be seen by eye.
import { kernelLibrary } from '@racewalk/kernel';
import { analyse } from '@racewalk/language';
import type { Subject } from '../src/edits/apply.ts';

/** One lock, an inner and an outer: either is enough. */
export const twoLocks = `
int counter;
spinlock_t outer;
spinlock_t inner;

static void add(void)
{
	spin_lock(&outer);
	spin_lock(&inner);
	int old = READ_ONCE(counter);
	WRITE_ONCE(counter, old + 1);
	spin_unlock(&inner);
	spin_unlock(&outer);
	smp_mb();
}

static void never(void)
{
	WRITE_ONCE(counter, 7);
}

scenario "two additions" {
	thread a { add(); if (counter > 5) never(); }
	thread b { add(); }
	finally { assert(counter == 2); }
	expect pass;
}
`;

export const oneLock = twoLocks.replace(/\tspin_(?:un)?lock\(&inner\);\n/gu, '');

/** The flag says too much: it is set before the work. */
export const flagFirst = `
unsigned long flags : enum pageflags;
int work;
property unfinished "where the flag is set, the work is done";

static void sync(void)
{
	if (!test_and_set_bit(PG_dcache_clean, &flags))
		WRITE_ONCE(work, 1);
}

static void use(void)
{
	sync();
	int seen = READ_ONCE(work);
	require(unfinished, seen == 1);
}

scenario "flag first" {
	thread a { use(); }
	thread b { use(); }
	forbid unfinished;
	expect unfinished;

	variant "twice" {
		expect unfinished;
		static void use(void)
		{
			sync();
			require(unfinished, READ_ONCE(work) == 1);
		}
	}
}
`;

export function subjectOf(text: string, variant = 0): Subject {
  const analysis = analyse({ name: 'a.race', text }, () => undefined, kernelLibrary);
  const errors = analysis.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
  return { analysis, scenario: 0, variant };
}
