// The request for a run to walk, as an editor makes it.
import { kernelLibrary } from '@racewalk/kernel';
import { afterEach, expect, test } from 'vitest';
import {
  type CausesAnswer,
  causesRequest,
  type Walk,
  type WalkAnswer,
  walkRequest,
} from '../src/protocol.ts';
import { type Client, connected, uri } from './client.ts';
import { counter, pages } from './texts.ts';

let client: Client | undefined;

async function opened(text: string): Promise<Client> {
  client = await connected(kernelLibrary);
  await client.open(text);
  await client.settled();
  return client;
}

afterEach(async () => {
  await client?.shutdown();
  client = undefined;
});

function ask(editor: Client, choice?: string, variant = 0): Promise<WalkAnswer> {
  return editor.connection.sendRequest(walkRequest, { uri, scenario: 0, variant, choice });
}

async function walked(editor: Client, choice?: string, variant = 0): Promise<Walk> {
  const answer = await ask(editor, choice, variant);
  if ('reason' in answer) throw new Error(answer.reason);
  return answer;
}

test('answers the first violation, with all that a timeline needs', async () => {
  const editor = await opened(counter);
  const walk = await walked(editor);
  const { title, choice, trace, properties, runs, notice, replay, files, version } = walk;
  expect(title).toBe('two increments, as written, v6.17: assertion in 4 steps (2 switches)');
  expect(choice).toBe('violation:assertion');
  expect(trace.rows.map(({ thread, text }) => `${thread}: ${text}`)).toEqual([
    '0: read counter: 0',
    '1: read counter: 0',
    '1: counter = 1',
    '0: counter = 1',
  ]);
  expect(trace.pair).toEqual({ first: 0, second: 2, name: 'counter' });
  expect(properties.map(({ name }) => name)).toContain('assertion');
  expect(runs).toEqual([
    { choice: 'violation:assertion', label: 'assertion in 4 steps (2 switches)' },
  ]);
  expect(notice).toBe('');
  expect(files).toEqual([{ name: uri, uri }]);
  expect(version).toBe(1);
  expect((await walked(editor, `replay:${replay}`)).trace.rows).toEqual(trace.rows);
});

test('shows no run of an older text, and says that the verdict is of one', async () => {
  const editor = await opened(counter);
  await editor.edit('counter + 1; }', 'counter + 2; ');
  const answer = await ask(editor);
  expect(answer).toMatchObject({
    reason: expect.stringMatching(/of an older text|does not compile/),
  });
});

test('while a text has no verdict yet, there are words and no run', async () => {
  const editor = await opened(counter);
  await editor.edit('int counter;', 'int counter, other;');
  const answer = await ask(editor);
  expect('reason' in answer ? answer.reason : answer.title).toBe(
    'two increments, as written, v6.17: of an older text: fails: assertion, 4 steps, 2 switches · 12 states · as expected',
  );
});

test('a passing variant begins before its first step, to be explored', async () => {
  const editor = await opened(counter);
  const { trace, choice, notice } = await walked(editor, undefined, 1);
  expect(trace.rows).toEqual([]);
  expect(choice).toBeUndefined();
  expect(notice).toMatch(/explore/);
});

test('finds a run to a state that is described', async () => {
  const editor = await opened(counter);
  const { trace, title } = await walked(editor, 'where:counter == 2', 1);
  expect(title).toBe('two increments, in one step, v6.17: counter == 2 after 2 steps');
  expect(trace.rows.at(-1)?.changes).toMatchObject([{ name: 'counter', after: '2' }]);
});

test('tells the distinct causes of what is broken, and walks each', async () => {
  const editor = await opened(counter);
  const answer = await editor.connection.sendRequest<CausesAnswer>(causesRequest, {
    uri,
    scenario: 0,
    variant: 0,
  });
  expect(answer).toMatchInlineSnapshot(`
    {
      "complete": true,
      "runs": [
        {
          "choice": "cause:assertion:0",
          "label": "assertion by cpu0: read counter: 0 in increment(), then cpu1: counter = 1 in increment() (4 steps, 2 context switches)",
        },
        {
          "choice": "cause:assertion:1",
          "label": "assertion by cpu1: read counter: 0 in increment(), then cpu0: counter = 1 in increment() (4 steps, 2 context switches)",
        },
      ],
    }
  `);
  for (const { choice, label } of answer.runs) {
    const { title, trace, choice: shown } = await walked(editor, choice);
    expect(title.endsWith(label)).toBe(true);
    expect(shown).toBe(choice);
    expect(trace.rows.at(-1)?.events.map(({ property }) => property)).toEqual(['assertion']);
  }
  expect(await ask(editor, 'cause:assertion:99')).toMatchObject({
    reason: expect.stringContaining('there is no run "cause:assertion:99"'),
  });
});

test.each([
  ['where:counter == 7', 'holds in no reachable state'],
  ['where:counter ==', 'counter =='],
  ['where:a; b', 'without ; and comments'],
  ['replay:rw1.nonsense', 'that is no replay'],
  ['violation:deadlock', 'there is no run "violation:deadlock" (fails: assertion'],
])('%s is answered in words', async (choice, words) => {
  const answer = await ask(await opened(counter), choice);
  expect('reason' in answer ? answer.reason : answer.title).toContain(words);
});

test('a replay of a text that has changed says which step no longer fits', async () => {
  const editor = await opened(counter);
  const { replay } = await walked(editor);
  await editor.edit('counter = counter + 1;', 'atomic { counter = counter + 1; }');
  const { notice, trace } = await walked(editor, `replay:${replay}`);
  expect(notice).toBe(
    'The text has changed since this run was kept: step 3 of 4 no longer fits: cpu1 is over.',
  );
  expect(trace.rows).toHaveLength(2);
});

test('a text without such a variant, or that is not open, has no run', async () => {
  const editor = await opened(pages);
  expect(await ask(editor, undefined, 7)).toMatchObject({
    reason: 'The text has no such scenario or variant.',
  });
  const other = { uri: 'file:///project/other.race', scenario: 0, variant: 0 };
  expect(await editor.connection.sendRequest(walkRequest, other)).toMatchObject({
    reason: 'The text is not open.',
  });
  expect(await editor.connection.sendRequest(walkRequest, { uri })).toMatchObject({
    reason: 'This names no run.',
  });
});
