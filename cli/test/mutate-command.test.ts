// What `racewalk mutate` and `racewalk repair` print.
import { readFileSync } from 'node:fs';
import { kernelLibrary } from '@racewalk/kernel';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { runIn } from './memory-host.ts';

const locked = `int counter;
spinlock_t lock;
static void add(void)
{
	spin_lock(&lock);
	int old = READ_ONCE(counter);
	WRITE_ONCE(counter, old + 1);
	spin_unlock(&lock);
}
scenario "two additions" {
	kernel v6.2;
	thread a { add(); }
	thread b { add(); }
	finally { assert(counter == 2); }
	expect pass;
	variant "without the lock" {
		expect assertion;
		static void add(void)
		{
			int old = READ_ONCE(counter);
			WRITE_ONCE(counter, old + 1);
		}
	}
}
`;

const files = { 'a.race': locked, 'b.race': locked.replaceAll('counter', 'countr').slice(14) };

async function screen(...args: readonly string[]): Promise<string> {
  const { exit, out, err } = await runIn(files, args, {}, kernelLibrary);
  return `\n${out}${err}--- exit ${exit}\n`;
}

interface Unit {
  readonly number: number;
  readonly mutant: { readonly removals: readonly { readonly sentence: string }[] };
}

async function unitsOf(...args: readonly string[]): Promise<readonly Unit[]> {
  const { out } = await runIn(files, ['mutate', '--format', 'json', ...args], {}, kernelLibrary);
  const document: { readonly total: number; readonly units: readonly Unit[] } = JSON.parse(out);
  return document.units;
}

describe('racewalk mutate', () => {
  it('says what each line is needed for, of the variants that pass', async () => {
    expect(await screen('mutate', 'a.race')).toMatchInlineSnapshot(`
      "
      two additions, as written, v6.2: pass, 16 states
      needed (5)
        a: without add()
            a.race:12
            assertion in 4 steps (0 switches)
        b: without add()
            a.race:13
            assertion in 4 steps (0 switches)
        add: without spin_lock(&lock)
            a.race:5
            assertion in 4 steps (2 switches)
        add: without WRITE_ONCE(counter, old + 1)
            a.race:7
            assertion in 6 steps (1 switch)
        add: spin_unlock(&lock) before WRITE_ONCE(counter, old + 1)
            a.race:7
            assertion in 8 steps (2 switches)
      6 programs explored, 76 states
      ledger: v6.2, memory sc
      --- exit 0
      "
    `);
  });

  it('prints the runs in Markdown', async () => {
    const text = await screen('mutate', '--format', 'markdown', 'a.race');
    expect(text).toContain('- add: `without spin_lock(&lock)`');
    expect(text).toContain('<details><summary>assertion in 4 steps (2 switches)</summary>');
    expect(text).toContain('Violates assertion');
  });

  it('answers in shards what one run answers', async () => {
    const whole = await unitsOf('a.race');
    const parts = [
      await unitsOf('--shard', '1/2', 'a.race'),
      await unitsOf('--shard', '2/2', 'a.race'),
    ];
    const joined = parts.flat().sort((a, b) => a.number - b.number);
    const names = (units: readonly Unit[]) =>
      units.map(({ mutant }) => mutant.removals[0]?.sentence);
    expect(joined.map(({ number }) => number)).toEqual(whole.map(({ number }) => number));
    expect(names(joined)).toEqual(names(whole));
  });

  it('is joined from its shards into the bytes of one run', async () => {
    const json = async (...args: readonly string[]): Promise<string> =>
      (await runIn(files, ['mutate', 'a.race', ...args], {}, kernelLibrary)).out;
    const whole = await json('--format', 'json');
    const parts = {
      '1.json': await json('--shard', '1/2'),
      '2.json': await json('--shard', '2/2'),
    };
    const merged = await runIn(parts, ['merge', '2.json', '1.json']);
    expect(merged.out).toBe(whole);
    expect((await runIn(parts, ['merge', '1.json'])).err).toContain('missing: shard 2/2');
    const asText = await runIn(parts, ['merge', '--format', 'text', '1.json', '2.json']);
    expect(asText.out).toContain('needed (');
  });

  it('says in JSON what may hold for nothing, and a shard does not', async () => {
    const vain = locked.replace('scenario "two', 'property never { counter < 9 }\nscenario "two');
    const watched = vain.replace('expect pass;', 'forbid never;\n\texpect pass;');
    const json = async (...args: readonly string[]): Promise<string> => {
      const own = { 'a.race': watched };
      return (await runIn(own, ['mutate', 'a.race', ...args], {}, kernelLibrary)).out;
    };
    const whole = await json('--format', 'json');
    const of = { file: 'a.race', scenario: 'two additions', variant: 'as written' };
    expect(JSON.parse(whole).vacuous).toEqual([{ ...of, property: 'never', how: 'never lost' }]);
    const parts = {
      '1.json': await json('--shard', '1/2'),
      '2.json': await json('--shard', '2/2'),
    };
    expect(JSON.parse(parts['1.json']).vacuous).toEqual([]);
    expect((await runIn(parts, ['merge', '1.json', '2.json'])).out).toBe(whole);
  });

  it('prints documents that keep to their schema', async () => {
    const schema: object = JSON.parse(
      readFileSync(new URL('../../schemas/racewalk.bench-1.schema.json', import.meta.url), 'utf8'),
    );
    const validate = new Ajv2020({ strict: false }).compile(schema);
    for (const command of ['mutate', 'repair']) {
      const { out } = await runIn(
        files,
        [command, '--format', 'json', 'a.race'],
        {},
        kernelLibrary,
      );
      validate(JSON.parse(out));
      expect(validate.errors, command).toBe(null);
    }
  });

  it('takes no pairs of a shard', async () => {
    expect(await screen('mutate', '--pairs', '--shard', '1/2', 'a.race')).toContain('--- exit 4');
    expect(await screen('mutate', '--shard', '3/2', 'a.race')).toContain('expected i/n');
  });

  it('says so where nothing passes, and where it is bounded', async () => {
    expect(await screen('mutate', 'b.race')).toContain('--- exit 2');
    const text = await screen('mutate', '--max-states', '5', '--variant', 'as written', 'a.race');
    expect(text).toContain('not decided: a limit was reached');
    expect(text).toContain('--- exit 3');
  });
});

describe('racewalk repair', () => {
  it('prints the edits that repair a race, as variants', async () => {
    expect(await screen('repair', 'a.race')).toMatchInlineSnapshot(`
      "
      two additions, without the lock, v6.2 breaks assertion: 1 repair
        take a lock: every property holds with 1 of 3

      1. take a lock in add(): spin_lock(&lock) around int old = READ_ONCE(counter); WRITE_ONCE(counter, old + 1) (1 edit, 16 states)
         costs: lock 2; waits up to 3 steps
      	variant "add(): spin_lock(&lock) around int old = READ_ONCE(counter); WRITE_ONCE(counter, old + 1)" {
      		expect pass;
      		static void add(void)
      		{
      			spin_lock(&lock);
      			int old = READ_ONCE(counter);
      			WRITE_ONCE(counter, old + 1);
      			spin_unlock(&lock);
      		}
      	}

      tried: take a lock: 3; 1 hold, 0 not decided, 0 no program
      4 programs explored, 84 states
      ledger: v6.2, memory sc
      --- exit 0
      "
    `);
  });

  it('has nothing to do where nothing fails', async () => {
    const text = await screen('repair', '--variant', 'as written', 'a.race');
    expect(text).toContain('nothing to repair: no variant fails');
    expect(text).toContain('--- exit 1');
  });
});
