// `racewalk coverage` as a person and as a program reads it.
import { readFileSync } from 'node:fs';
import { kernelLibrary } from '@racewalk/kernel';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { runIn, screenOf } from './memory-host.ts';
import { asExpected, endless, invalid } from './scenarios.ts';

const files = { 'a.race': asExpected };

describe('racewalk coverage', () => {
  it('names two accesses without a common lock, and a run that replays', async () => {
    const screen = await screenOf(files, ['coverage', '--variant', 'as written', 'a.race']);
    expect(screen).toMatchInlineSnapshot(`
      "
      $ racewalk coverage --variant as written a.race
      two increments, as written (v5.13)
        every interleaving, 12 states
        field  protection      held at every access  at every write
        x      no common lock  -                     -

        x: no common lock, one right behind the other
          step 2: a writes x = old + 1 in add, a.race:2; holds nothing
          step 3: b reads x in add, a.race:2; holds nothing
          racewalk replay a.race rw1.23380e58560e.0.0.a2b
      --- exit 0
      "
    `);
    const replay = /racewalk replay a\.race (\S+)/u.exec(screen)?.[1] ?? '';
    expect((await runIn(files, ['replay', 'a.race', replay])).exit).toBe(0);
  });

  it('says what is wrong with a lock, once for all variants', async () => {
    const text = `scenario "flags" {
	unsigned long word;
	void once(void) { if (!test_bit(0, &word)) set_bit(0, &word); }
	thread a { once(); }
	thread b { once(); }
	forbid deadlock;
	variant "the same" { expect pass; }
}
`;
    const { err, exit } = await runIn(
      { 'f.race': text },
      ['coverage', 'f.race'],
      {},
      kernelLibrary,
    );
    expect(exit).toBe(0);
    expect(err.match(/RW0904/gu)).toHaveLength(1);
    expect(err).toContain('f.race:3');
  });

  it('is Markdown and JSON, too', async () => {
    const markdown = await runIn(files, ['coverage', '--format', 'markdown', 'a.race']);
    expect(markdown.out).toContain('| x | no common lock (every write is atomic) | - | - |');
    const { out, exit } = await runIn(files, ['coverage', '--format', 'json', 'a.race']);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'racewalk.coverage/1',
      path: 'a.race',
      variants: [
        { scenario: 'two increments', name: 'as written', groups: [{ protection: 'none' }] },
        { name: 'atomic' },
      ],
    });
  });

  it('is JSON that keeps to its schema', async () => {
    const schema: object = JSON.parse(
      readFileSync(
        new URL('../../schemas/racewalk.coverage-1.schema.json', import.meta.url),
        'utf8',
      ),
    );
    const validate = new Ajv2020({ strict: false }).compile(schema);
    const text = readFileSync(
      new URL('../../scenarios/seed/two-mprotect-exec.race', import.meta.url),
      'utf8',
    );
    for (const [name, own] of Object.entries({ 'a.race': asExpected, 'b.race': text })) {
      const command = ['coverage', '--format', 'json', name];
      const { out } = await runIn({ [name]: own }, command, {}, kernelLibrary);
      validate(JSON.parse(out));
      expect(validate.errors, name).toBe(null);
      expect(validate({ ...JSON.parse(out), variants: [{ name: 'a' }] })).toBe(false);
    }
  });

  it('says that a limit was reached, and what does not compile', async () => {
    const bounded = ['coverage', '--max-states', '100', 'e.race'];
    expect(await screenOf({ 'e.race': endless }, bounded)).toMatch(
      /bounded: 100 states[\s\S]*exit 3/u,
    );
    expect((await runIn({ 'i.race': invalid }, ['coverage', 'i.race'])).exit).toBe(2);
    expect((await runIn(files, ['coverage', '--variant', 'none', 'a.race'])).exit).toBe(4);
  });
});
