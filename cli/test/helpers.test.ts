// Threads that help `racewalk mutate`, `repair` and `compare`: what is printed is what one thread prints, whatever
// happens in the others.
import { kernelLibrary } from '@racewalk/kernel';
import { describe, expect, it } from 'vitest';
import type { Host } from '../src/host.ts';
import { HelperServer, type HelperThreads } from '../src/jobs/helper.ts';
import { runIn } from './memory-host.ts';

/** Two threads in turn through a lock, a flag and an order: some edits leave equal programs. */
const text = `int counter, done;
spinlock_t lock, outer;
static void add(void)
{
	spin_lock(&outer);
	spin_lock(&lock);
	int old = READ_ONCE(counter);
	WRITE_ONCE(counter, old + 1);
	if (old > 5)
		done = 2;
	spin_unlock(&lock);
	spin_unlock(&outer);
	done = 1;
	done = 1;
}
scenario "two additions" {
	kernel v6.2;
	setup { done = 0; }
	thread a { add(); }
	thread b { add(); }
	finally { assert(counter == 2); }
	expect pass;
	variant "without a lock" {
		expect assertion;
		static void add(void)
		{
			int old = READ_ONCE(counter);
			WRITE_ONCE(counter, old + 1);
		}
	}
${['v5.10', 'v5.13', 'v5.14', 'v6.1', 'v6.6', 'v6.10'].map((name) => `	variant "in ${name}" { kernel ${name}; expect pass; }`).join('\n')}
}
`;
const files = { 'a.race': text };

/** What becomes of the next answer: given, failed at, or the thread ends in its place. */
type Fate = (thread: number, count: number) => 'given' | 'failed' | 'ended';

/** Threads that are none, but to which everything is cloned; `did` has the pieces that each did. */
function fakeHelpers(fate: Fate = () => 'given') {
  const did: number[] = [];
  let open = 0;
  const startHelpers: Host['startHelpers'] = (count, events): HelperThreads => {
    const servers = Array.from({ length: count }, () => new HelperServer(kernelLibrary));
    const alive = servers.map(() => true);
    open += count;
    return {
      count,
      send(thread, request) {
        const own = structuredClone(request);
        setImmediate(() => {
          const server = servers[thread];
          if (server === undefined || alive[thread] !== true) return;
          const what = own.kind === 'begin' ? 'given' : fate(thread, did.length);
          if (what === 'ended') {
            alive[thread] = false;
            events.ended(thread);
            return;
          }
          if (own.kind === 'work') did.push(thread);
          const failed = own.kind === 'work' && what === 'failed';
          events.reply(
            thread,
            failed ? { kind: 'failed', at: own.at } : structuredClone(server.answer(own)),
          );
        });
      },
      close() {
        open -= count;
      },
    };
  };
  return { startHelpers, did, open: () => open };
}

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

async function answers(args: readonly string[], helpers: ReturnType<typeof fakeHelpers>) {
  const alone = await runIn(files, [...args, '--jobs', '1'], {}, kernelLibrary);
  const { startHelpers } = helpers;
  const host = { startHelpers, pause };
  const together = await runIn(files, [...args, '--jobs', '3'], host, kernelLibrary);
  expect(helpers.open()).toBe(0);
  return { alone, together };
}

const commands = [
  ['mutate', 'a.race'],
  ['mutate', 'a.race', '--pairs', '--variant', 'as written'],
  ['mutate', 'a.race', '--variant', 'without a lock'],
  ['mutate', 'a.race', '--shard', '2/2'],
  ['repair', 'a.race', '--format', 'json'],
  ['repair', 'a.race', '--max-edits', '1'],
  ['repair', 'a.race', '--max-candidates', '5'],
  ['compare', 'a.race', '--format', 'json'],
  ['compare', 'a.race', '--shard', '2/2'],
];

describe('helping threads', () => {
  it.each(commands.map((args) => [args.join(' '), args] as const))(
    'change nothing about %s',
    async (_name, args) => {
      const helpers = fakeHelpers();
      const { alone, together } = await answers(args, helpers);
      expect(together).toEqual(alone);
      expect(together.out).not.toBe('');
      expect(helpers.did.length).toBeGreaterThan(0);
    },
  );

  it.each([
    ['mutate', 'a.race', '--variant', 'as written'],
    ['repair', 'a.race', '--format', 'json'],
    ['compare', 'a.race'],
  ])('that end or fail leave their work to the command: %s', async (...args) => {
    const dying = fakeHelpers((thread, count) => {
      if (thread === 0) return 'ended';
      return count % 2 === 0 ? 'failed' : 'given';
    });
    const { alone, together } = await answers(args, dying);
    expect(together).toEqual(alone);
    expect(dying.did.length).toBeGreaterThan(0);
  });

  it('are not started where there is one core', async () => {
    const { exit } = await runIn(files, ['compare', 'a.race'], {}, kernelLibrary);
    expect(exit).toBe(0);
  });
});
