// `racewalk bench`: each part is what its own command prints.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { violationsOf } from '../../checker/test/schema-validator.ts';
import { runIn } from './memory-host.ts';

function schemaOf(name: string) {
  const url = new URL(`../../schemas/racewalk.${name}-1.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

const text = `
int lock_owner;
int x;
void add(void) { int old = x; x = old + 1; }
scenario "two increments" {
	thread a { add(); }
	thread b { add(); }
	finally { assert(x == 2); }
	forbid deadlock;
	expect assertion;
	variant "in one step" { expect pass; void add(void) { atomic { x++; } } }
	variant "guarded" {
		expect pass;
		void add(void) {
			atomic { wait_until(lock_owner == 0); lock_owner = 1; }
			int old = x;
			x = old + 1;
			lock_owner = 0;
		}
	}
}
scenario "one increment" {
	thread a { add(); }
	finally { assert(x == 1); }
	forbid deadlock;
}
`;
const files = { 'r.race': text };

async function output(...args: string[]): Promise<string> {
  const { exit, out, err } = await runIn(files, [...args, 'r.race']);
  expect([exit, err]).toEqual([0, '']);
  return out;
}

/** What each command prints by itself, for the variants that the bench chooses. */
async function parts(format: string): Promise<readonly string[]> {
  const chosen = [
    ['--scenario', 'two increments', '--variant', 'in one step'],
    ['--scenario', 'one increment', '--variant', 'as written'],
  ];
  const of = (command: string) =>
    Promise.all(chosen.map((which) => output(command, '--format', format, ...which)));
  return [
    await output('compare', '--format', format),
    await output('history', '--format', format),
    (await of('coverage')).join(''),
    (await of('mutate')).join(''),
    await output('repair', '--format', format),
  ];
}

const titles = [
  'Which is cheapest',
  'Which release',
  'Which locks are held',
  'What each line is for',
  'What repairs it',
];

test.each([
  ['text', '==='],
  ['markdown', '##'],
])('in %s, one part after the other', async (format, sign) => {
  const alone = await parts(format);
  const wanted = titles.map((title, at) => `${sign} ${title}\n\n${alone[at]}`).join('\n');
  expect(await output('bench', '--format', format)).toBe(wanted);
});

test('in JSON, the documents of all parts', async () => {
  const document = JSON.parse(await output('bench', '--format', 'json'));
  expect(violationsOf(schemaOf('bench'), document)).toEqual([]);
  const [compare, history, coverage, mutate, repair, ...more] = document.units.map(
    (unit: { document: { command?: string } }) => unit.document,
  );
  expect(more).toEqual([]);
  for (const one of [compare, history, mutate, repair])
    expect(violationsOf(schemaOf('bench'), one)).toEqual([]);
  expect(violationsOf(schemaOf('coverage'), coverage)).toEqual([]);
  expect(compare).toEqual(JSON.parse(await output('compare', '--format', 'json')));
  expect(history).toEqual(JSON.parse(await output('history', '--format', 'json')));
  expect(mutate.units.length).toBe(mutate.total);
  expect(repair).toEqual(JSON.parse(await output('repair', '--format', 'json')));
});

test('a variant can be named, and what is named wrongly is said', async () => {
  const out = await output('bench', '--scenario', 'two increments', '--variant', 'guarded');
  expect(out).toContain('two increments, guarded');
  expect(out).not.toContain('one increment');
  const wrong = await runIn(files, ['bench', '--variant', 'guarde', 'r.race']);
  expect(wrong).toMatchObject({ exit: 4, out: '' });
  expect(wrong.err).toContain('no variant is called "guarde"');
});

test('where nothing passes or nothing fails, the part says so', async () => {
  const failing = text
    .replaceAll('expect pass;', '')
    .replaceAll('x++;', 'x = 1;')
    .replaceAll('lock_owner = 1;', '');
  const { out } = await runIn({ 'r.race': failing }, [
    'bench',
    '--scenario',
    'two increments',
    'r.race',
  ]);
  expect(out).toContain('no variant passes');
  expect(await output('bench', '--scenario', 'one increment')).toContain('no variant fails');
});

test('a limit leaves things open, and an interruption ends it', async () => {
  const limited = await runIn(files, ['bench', '--max-states', '3', 'r.race']);
  expect(limited.exit).toBe(3);
  const stopped = await runIn(files, ['bench', 'r.race'], { interrupted: () => true });
  expect(stopped).toMatchObject({ exit: 130 });
});
