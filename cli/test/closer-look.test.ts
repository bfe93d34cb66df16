// `racewalk check --diagnostics`, and what every check says of variants that are the same.
import { kernelLibrary } from '@racewalk/kernel';
import { describe, expect, it } from 'vitest';
import { type Files, runIn, screenOf } from './memory-host.ts';

const files = (): Files => ({
  'idle.race': `int x;
int flag;
int fixed;
property steady "nothing moves it" { fixed == 0 };
void add(void) { x = x + 1; }
scenario "idle parts" {
	thread a {
		add();
		if (x > 4)
			x = 0;
	}
	thread waits { wait_until(flag == 1); flag = 0; }
	forbid steady;
	expect deadlock;
	variant "the same" { kernel v5.10; expect deadlock; }
}
`,
  'sleeps.race': `spinlock_t lock;
struct mutex mutex;
scenario "sleeps" {
	thread a {
		spin_lock(&lock);
		mutex_lock(&mutex);
		mutex_unlock(&mutex);
		might_sleep();
		spin_unlock(&lock);
	}
	thread b { spin_lock(&lock); spin_unlock(&lock); }
	forbid deadlock;
}
`,
});

describe('a check', () => {
  it('tells of a variant that is another one, and of nothing else unasked', async () => {
    expect(await screenOf(files(), ['check', 'idle.race'])).toMatchInlineSnapshot(`
      "
      $ racewalk check idle.race
      idle.race: idle parts
        ok         fail     as written  v6.12         4 states        1 interleaving     0 ms  deadlock in 3 steps (0 switches)
        ok         fail     the same    v5.10         4 states        1 interleaving     0 ms  deadlock in 3 steps (0 switches)
      idle.race:15:10: warning RW0908: "the same" is the same program as "as written": what it changes is not what the threads run
         15 | 	variant "the same" { kernel v5.10; expect deadlock; }
            | 	        ^^^^^^^^^^
        idle.race:6:10: note: "as written" is here
      2 variants in 1 file: 2 ok; 0 ms
      --- exit 0
      "
    `);
  });

  it('looks closer where that is asked for, with the same exit code', async () => {
    expect(await screenOf(files(), ['check', '--diagnostics', 'idle.race'])).toMatchInlineSnapshot(`
      "
      $ racewalk check --diagnostics idle.race
      idle.race: idle parts
        ok         fail     as written  v6.12         4 states        1 interleaving     0 ms  deadlock in 3 steps (0 switches)
        ok         fail     the same    v5.10         4 states        1 interleaving     0 ms  deadlock in 3 steps (0 switches)
      idle.race:10:4: information RW0905: no interleaving of any variant reaches this statement
         10 | 			x = 0;
            | 			^^^^^^
      idle.race:12:9: warning RW0906: waits never takes a step, in no interleaving of any variant
         12 | 	thread waits { wait_until(flag == 1); flag = 0; }
            | 	       ^^^^^
      idle.race:13:9: information RW0907: steady holds in every variant for nothing: what it looks at never changes
         13 | 	forbid steady;
            | 	       ^^^^^^
      idle.race:15:10: warning RW0908: "the same" is the same program as "as written": what it changes is not what the threads run
         15 | 	variant "the same" { kernel v5.10; expect deadlock; }
            | 	        ^^^^^^^^^^
        idle.race:6:10: note: "as written" is here
      2 variants in 1 file: 2 ok; 0 ms
      --- exit 0
      "
    `);
  });

  it('has all of it in SARIF and in JSON', async () => {
    for (const format of ['sarif', 'json', 'github']) {
      const args = ['check', '--diagnostics', '--format', format, 'idle.race'];
      const { exit, out } = await runIn(files(), args);
      expect(exit).toBe(0);
      for (const code of ['RW0905', 'RW0906', 'RW0907', 'RW0908']) expect(out).toContain(code);
    }
  });

  it('names every call that sleeps', async () => {
    const told = async (...options: string[]): Promise<number> => {
      const { out } = await runIn(files(), ['check', ...options, 'sleeps.race'], {}, kernelLibrary);
      return out.match(/RW0902/gu)?.length ?? 0;
    };
    expect(await told()).toBe(1);
    expect(await told('--diagnostics')).toBe(2);
  });

  it('says the same of the second of two variants alone', async () => {
    const { out } = await runIn(files(), ['check', '--variant', 'the same', 'idle.race']);
    expect(out).toContain('RW0908');
  });

  it('refuses what it can not be together with', async () => {
    for (const other of [['--simulate'], ['--shard', '1/2']]) {
      const { exit, err } = await runIn(files(), ['check', '--diagnostics', ...other, 'idle.race']);
      expect(exit).not.toBe(0);
      expect(err).toContain('--diagnostics');
    }
  });

  it('explains its codes', async () => {
    for (const code of ['RW0905', 'RW0906', 'RW0907', 'RW0908']) {
      expect((await runIn({}, ['explain', code])).exit).toBe(0);
    }
  });
});
