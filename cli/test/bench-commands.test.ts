// compare, history and merge as a user types them. Shards of any number merge into the bytes of one
// run, and what is not all of one run is refused.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { violationsOf } from '../../checker/test/schema-validator.ts';
import { runIn, screenOf } from './memory-host.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/racewalk.bench-1.schema.json', import.meta.url), 'utf8'),
);

const text = `
struct page { int copies; };
struct page page;
/// counts: copy
void work(struct page *p) { int old = p->copies; p->copies = old + 1; }
int x;
void add(void) { int old = x; x = old + 1; }
scenario "two increments" {
	thread a { add(); }
	thread b { add(); }
	finally { assert(x == 2); }
	forbid deadlock;
	variant "atomic" { void add(void) { atomic { x++; } } }
	variant "with xchg" { void add(void) { xchg(&x, 2); } }
}
scenario "work" { thread a { work(&page); } thread b { add(); } finally { assert(page.copies == 1); } forbid deadlock; }
`;
const files = { 'r.race': text };

/** As expected, not as expected, and with a table of outcomes. */
const different = `
bool fits(int last) { return true; }
scenario "told" {
	thread a { x = 1; }
	thread b { x = 2; }
	finally { assert(fits(x)); }
	observe x as "last";
	expect pass;
	variant "wrong" { bool fits(int last) { return last == 1; } expect pass; }
	variant "right" { bool fits(int last) { return last != 1; } expect assertion; }
}
`;

async function output(...args: string[]): Promise<string> {
  const { exit, out, err } = await runIn(files, args);
  expect([exit, err]).toEqual([0, '']);
  return out;
}

test.each(['compare', 'history'])(
  '%s: the JSON is golden, and as its schema says',
  async (command) => {
    const out = await output(command, '--format', 'json', 'r.race');
    await expect(out).toMatchFileSnapshot(`golden/${command}.json`);
    expect(violationsOf(schema, JSON.parse(out))).toEqual([]);
    const shard = JSON.parse(await output(command, '--shard', '1/2', 'r.race'));
    expect(violationsOf(schema, shard)).toEqual([]);
    expect(violationsOf(schema, { ...shard, units: [{}] })).not.toEqual([]);
  },
);

test.each(['compare', 'history'])('%s: the text is golden', async (command) => {
  await expect(await output(command, 'r.race')).toMatchFileSnapshot(`golden/${command}.txt`);
  await expect(await output(command, '--format', 'markdown', 'r.race')).toMatchFileSnapshot(
    `golden/${command}.md.txt`,
  );
});

test.each(['compare', 'history'])(
  '%s: 1, 2 and 3 shards merge into the bytes of one run',
  async (command) => {
    const whole = await output(command, '--format', 'json', 'r.race');
    for (const of of [1, 2, 3]) {
      const parts: Record<string, string> = {};
      for (let index = of; index >= 1; index--) {
        parts[`${index}.json`] = await output(command, '--shard', `${index}/${of}`, 'r.race');
      }
      const merged = await runIn(parts, ['merge', ...Object.keys(parts)]);
      expect(merged).toEqual({ exit: 0, out: whole, err: '' });
      const asText = await runIn(parts, ['merge', '--format', 'text', ...Object.keys(parts)]);
      expect(asText.out).toBe(await output(command, 'r.race'));
    }
  },
);

test.each([
  ['check', 'r.race'],
  ['mutate', '--variant', 'atomic', 'r.race'],
])('%s: shards merge into the bytes of one run, too', async (...command) => {
  const shards = async (of: number): Promise<Record<string, string>> => {
    const parts: Record<string, string> = {};
    for (let index = 1; index <= of; index++) {
      const args = [...command, '--shard', `${index}/${of}`];
      const json = command[0] === 'mutate' ? [...args, '--format', 'json'] : args;
      parts[`${index}.json`] = (await runIn(files, json)).out;
    }
    return parts;
  };
  const whole = (await shards(1))['1.json'] ?? '';
  expect(JSON.parse(whole).units.length).toBeGreaterThan(2);
  expect(violationsOf(schema, JSON.parse(whole))).toEqual([]);
  for (const of of [1, 2, 3]) {
    const parts = await shards(of);
    const merged = await runIn(parts, ['merge', ...Object.keys(parts)]);
    const exit = command[0] === 'check' ? 1 : 0;
    expect(merged).toEqual({ exit, out: whole, err: '' });
  }
});

/** Parts name neither times nor how much was explored in all. */
function withoutEffort(out: string): string {
  return out
    .replaceAll(/; \d+(\.\d)? m?s$/gmu, '')
    .replaceAll(/ +\d+(\.\d)? m?s(?= {2}|$)/gmu, '')
    .replaceAll(/^(- )?\d+ programs explored.*\n/gmu, '');
}

test.each([
  ['check', 'text'],
  ['mutate', 'text'],
  ['mutate', 'markdown'],
])('%s: shards merge into what one run prints as %s', async (command, format) => {
  const inFile = { 'r.race': command === 'check' ? `${text}${different}` : text };
  const whole = await runIn(inFile, [command, '--format', format, 'r.race']);
  const parts: Record<string, string> = {};
  for (const index of [2, 1]) {
    const args = [command, '--format', 'json', '--shard', `${index}/2`, 'r.race'];
    parts[`${index}.json`] = (await runIn(inFile, args)).out;
  }
  const merged = await runIn(parts, ['merge', '--format', format, '1.json', '2.json']);
  const isSource = /^ +\d* \| .*\n/gmu;
  expect(merged.out).toBe(withoutEffort(whole.out).replaceAll(isSource, ''));
  expect([merged.exit, merged.err]).toEqual([whole.exit, '']);
});

test('shards of check are told as text and as JSON alone', async () => {
  const { out } = await runIn(files, ['check', '--shard', '1/1', 'r.race']);
  const merged = await runIn({ '1.json': out }, ['merge', '--format', 'markdown', '1.json']);
  const err = 'racewalk: shards of check are joined as text or json\n';
  expect(merged).toEqual({ exit: 2, out: '', err });
});

test('shards that are missing, doubled, cut or of another run are refused with a reason', async () => {
  const first = await output('compare', '--shard', '1/2', 'r.race');
  const second = await output('compare', '--shard', '2/2', 'r.race');
  const cut = JSON.parse(second);
  const other = await runIn({ 'r.race': text.replace('x == 2', 'x == 1') }, [
    'compare',
    '--shard',
    '2/2',
    'r.race',
  ]);
  const parts = {
    '1.json': first,
    '2.json': second,
    'cut.json': JSON.stringify({ ...cut, units: cut.units.slice(1) }),
    'other.json': other.out,
    'per.json': await output('compare', '--per', 'add', '--shard', '2/2', 'r.race'),
    'history.json': await output('history', '--shard', '2/2', 'r.race'),
    'third.json': await output('compare', '--shard', '3/3', 'r.race'),
    'no.json': '{',
    'list.json': '[]',
  };
  const refusals = [
    ['1.json'],
    ['1.json', '2.json', '1.json'],
    ['1.json', 'cut.json'],
    ['1.json', 'other.json'],
    ['1.json', 'per.json'],
    ['1.json', 'history.json'],
    ['1.json', 'third.json'],
    ['1.json', 'no.json'],
    ['list.json'],
    ['absent.json'],
  ];
  const screens = [];
  for (const names of refusals) screens.push(await screenOf(parts, ['merge', ...names]));
  expect(screens.join('')).toMatchInlineSnapshot(`
    "
    $ racewalk merge 1.json
    --- stderr
    racewalk: missing: shard 2/2
    --- exit 2

    $ racewalk merge 1.json 2.json 1.json
    --- stderr
    racewalk: 1.json and 1.json are both shard 1/2
    --- exit 2

    $ racewalk merge 1.json cut.json
    --- stderr
    racewalk: the shards have 3 of 4 units
    --- exit 2

    $ racewalk merge 1.json other.json
    --- stderr
    racewalk: other.json and 1.json are not of one run: they differ in texts
    --- exit 2

    $ racewalk merge 1.json per.json
    --- stderr
    racewalk: per.json and 1.json are not of one run: other things were asked for
    --- exit 2

    $ racewalk merge 1.json history.json
    --- stderr
    racewalk: history.json and 1.json are not of one run: they differ in command
    --- exit 2

    $ racewalk merge 1.json third.json
    --- stderr
    racewalk: third.json is one of 3 shards, 1.json one of 2
    --- exit 2

    $ racewalk merge 1.json no.json
    --- stderr
    racewalk: can't merge no.json: it is no JSON
    --- exit 2

    $ racewalk merge list.json
    --- stderr
    racewalk: can't merge list.json: it is no racewalk.bench-1 document
    --- exit 2

    $ racewalk merge absent.json
    --- stderr
    racewalk: can't read absent.json: no such file
    --- exit 2
    "
  `);
});

test('--diff shows the step where two variants part, and both runs', async () => {
  const out = await output(
    'compare',
    'r.race',
    '--property',
    'assertion',
    '--diff',
    'as written',
    'atomic',
  );
  expect(out).toMatchInlineSnapshot(`
    "They part at step 1:
      as written: a: read x: 0 in add()
      atomic: a: atomic { x++; } [x: 0 -> 1] in add()

    two increments, as written, v6.12: assertion in 4 steps, 2 context switches

    Initial: x=0

    CPU0 (a)                                     CPU1 (b)
    --------                                     --------
    add()
      read x: 0
                                                 add()
                                                   read x: 0
                                                   x = 1
      x = 1 /* !!! assertion: assert(x == 2) */

    Violates assertion: no assert() or BUG_ON() fails

    Final: x=1 (was 0)

    two increments, atomic, v6.12: the same schedule, as far as it goes in 2
      steps, 1 context switch

    Initial: x=0

    CPU0 (a)                        CPU1 (b)
    --------                        --------
    add()
      atomic { x++; } [x: 0 -> 1]
                                    add()
                                      atomic { x++; } [x: 1 -> 2]

    About assertion: no assert() or BUG_ON() fails

    Final: x=2 (was 0)
    "
  `);
});

test('what can not be asked is said, with its exit code', async () => {
  const wrong = [
    ['compare', '--diff', 'a', 'b', '--', 'r.race'],
    ['compare', '--property', 'x', 'r.race'],
    ['compare', '--shard', '3/2', 'r.race'],
    ['compare', '--scenario', 'none', 'r.race'],
    ['compare', 'absent.race'],
    ['history', '--variant', 'none', 'r.race'],
    ['compare', 'r.race', '--property', 'assertion', '--diff', 'atomic', 'as written'],
    ['compare', 'r.race', '--property', 'assertion', '--diff', 'atomic', 'none'],
  ];
  const screens = [];
  for (const args of wrong) screens.push(await screenOf(files, args));
  expect(screens.join('')).toMatchInlineSnapshot(`
    "
    $ racewalk compare --diff a b -- r.race
    --- stderr
    error: --diff needs --property
    run 'racewalk --help' for usage
    --- exit 4

    $ racewalk compare --property x r.race
    --- stderr
    error: --property is for --diff
    run 'racewalk --help' for usage
    --- exit 4

    $ racewalk compare --shard 3/2 r.race
    --- stderr
    error: option '--shard <i/n>' argument '3/2' is invalid. expected i/n, as in 1/4.
    run 'racewalk --help' for usage
    --- exit 4

    $ racewalk compare --scenario none r.race
    --- stderr
    racewalk: no scenario is called "none"
    --- exit 4

    $ racewalk compare absent.race
    --- stderr
    absent.race: error RW0807: can't read it: no such file
    --- exit 2

    $ racewalk history --variant none r.race
    --- stderr
    racewalk: no variant is called "none"
    --- exit 4

    $ racewalk compare r.race --property assertion --diff atomic as written
    --- stderr
    racewalk: no run of "atomic" breaks assertion
    --- exit 1

    $ racewalk compare r.race --property assertion --diff atomic none
    --- stderr
    racewalk: no scenario has the variants "atomic" and "none"
    --- exit 4
    "
  `);
});

test('a limit that was reached is exit code 3, and a variant that does not compile is 2', async () => {
  const bounded = await runIn(files, ['compare', '--max-states', '3', 'r.race']);
  expect(bounded.exit).toBe(3);
  const broken = { 'r.race': text.replace('xchg(&x, 2)', 'gone()') };
  expect((await runIn(broken, ['compare', 'r.race'])).exit).toBe(2);
});
