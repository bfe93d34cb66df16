// Costs on programs whose counts can be seen at a glance.
import { analyse } from '@racewalk/language';
import { type CostResult, type Costs, startCosts } from '@racewalk/simulator';
import { comparedWorks, repeatableWorks, sleeping } from '@racewalk/workbench';
import { expect, test } from 'vitest';

const locks = `
struct spinlock { thread_t owner; };
struct spinlock lock;
/// counts: lock
void take(void) { atomic { wait_until(lock.owner == NO_THREAD); lock.owner = this_thread; } }
void drop(void) { lock.owner = NO_THREAD; }
/// counts: lock if true
bool try_take(void)
{
	bool taken;

	atomic {
		taken = lock.owner == NO_THREAD;
		if (taken)
			lock.owner = this_thread;
	}
	return taken;
}
`;

function countedResult(text: string, functions: readonly string[], states = 100_000): CostResult {
  const analysis = analyse({ name: 'test.race', text }, () => undefined, []);
  expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { program, diagnostics } = analysis.compile(0, 0, { counting: true });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (program === undefined) throw new Error('does not compile');
  const search = startCosts(
    program,
    { functions, works: comparedWorks, repeatable: repeatableWorks, sleeping },
    { states_max: states },
  );
  while (!search.advance(1000));
  return search.result();
}

function costsOf(text: string, ...functions: string[]): Costs {
  const result = countedResult(text, functions);
  if (result.kind === 'bounded') throw new Error(result.bound.text);
  return result.costs;
}

/** `lock 1/2`: alone and worst, what is never done left out. */
function words(works: Costs['run']): string {
  return works
    .filter(({ alone, worst }) => alone !== 0 || worst !== 0)
    .map(({ work, alone, worst }) => `${work} ${alone ?? '-'}/${worst}`)
    .join(', ');
}

test('a lock taken once a call counts once a call, and twice in a run of two calls', () => {
  const { calls, run, waits } = costsOf(
    `${locks}
void work(void) { take(); drop(); }
scenario "s" { thread a { work(); } thread b { work(); } forbid deadlock; }`,
    'work',
  );
  expect(calls.map((call) => `${call.function}: ${words(call.works)}`)).toEqual(['work: lock 1/1']);
  expect(words(run)).toBe('lock 2/2');
  // The other has taken the lock and gives it back: one step.
  expect(waits).toBe(1);
  expect(calls[0]?.waitsFor).toEqual(['a', 'b']);
});

test('a lock that was not taken is not counted', () => {
  const { run } = costsOf(
    `${locks}
int tries;
void work(void) { if (try_take()) tries = 1; }
scenario "s" { thread a { work(); } thread b { work(); } forbid deadlock; }`,
  );
  // Alone each would get it.
  expect(words(run)).toBe('lock 2/1');
});

test('the worst case is over all interleavings, not that of a thread alone', () => {
  const { calls } = costsOf(
    `${locks}
int busy;
void work(void) { if (busy) { smp_mb(); smp_mb(); } smp_wmb(); }
scenario "s" { thread a { work(); } thread b { busy = 1; } forbid deadlock; }`,
    'work',
  );
  expect(words(calls[0]?.works ?? [])).toBe('barrier 1/3');
});

test('what is counted on the way round a loop that others keep going has no most', () => {
  const { calls } = costsOf(
    `int stop;
void work(void) { while (!READ_ONCE(stop)) smp_mb(); }
scenario "s" { thread a { work(); } thread b { stop = 1; } forbid deadlock; }`,
    'work',
  );
  expect(words(calls[0]?.works ?? [])).toBe('barrier Infinity/Infinity');
});

test('calls of one function are counted each by itself', () => {
  const { calls, run } = costsOf(
    `${locks}
void work(void) { take(); drop(); }
void twice(void) { work(); work(); }
scenario "s" { thread a { twice(); twice(); } forbid deadlock; }`,
    'work',
    'twice',
    'never',
  );
  expect(calls.map((call) => `${call.function}: ${words(call.works)}`)).toEqual([
    'work: lock 1/1',
    'twice: lock 2/2',
  ]);
  expect(words(run)).toBe('lock 4/4');
});

test('work done twice to one object is told by the object', () => {
  const { repeated } = costsOf(
    `struct page { int tags; int flag; };
struct page pages[2];
/// counts: tag clear
void clear(struct page *page) { page->tags = 1; }
void sync(struct page *page) { if (!READ_ONCE(page->flag)) { clear(page); page->flag = 1; } }
scenario "s" { thread a { sync(&pages[0]); sync(&pages[1]); } thread b { sync(&pages[1]); } forbid deadlock; }`,
  );
  expect(repeated).toEqual([
    { work: 'tag clear', function: 'clear', object: 'pages[1]', times: 2 },
  ]);
});

test('a lock that is held where a call may sleep is told', () => {
  const { heldAsleep } = costsOf(
    `${locks}
/// counts: sleep
void might_sleep(void) { }
void work(void) { take(); might_sleep(); drop(); might_sleep(); }
scenario "s" { thread a { work(); } forbid deadlock; }`,
  );
  expect(heldAsleep).toEqual([{ thread: 'a', lock: 'lock', function: 'work' }]);
});

test('xchg and cmpxchg are atomics; a graph cut by a limit is not counted from', () => {
  const text = `int x;
scenario "s" { thread a { xchg(&x, 1); cmpxchg(&x, 1, 2); } thread b { x = 3; } forbid deadlock; }`;
  expect(words(costsOf(text).run)).toBe('atomic 2/2');
  expect(countedResult(text, [], 2)).toEqual({
    kind: 'bounded',
    bound: { limit: 'states_max', text: '2 states' },
  });
});
