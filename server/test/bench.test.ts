import { kernelLibrary } from '@racewalk/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver';
import type { LoadBearingAnswer, LoadBearingMark, RepairAnswer } from '../src/bench-protocol.ts';
import { type Client, connected, uri } from './client.ts';

const text = `int counter;
spinlock_t lock;
static void add(void)
{
	spin_lock(&lock);
	int old = READ_ONCE(counter);
	WRITE_ONCE(counter, old + 1);
	spin_unlock(&lock);
	smp_mb();
}
scenario "two additions" {
	thread a { add(); }
	thread b { add(); }
	finally { assert(counter == 2); }
	expect pass;
}
`;

let client: Client | undefined;

afterEach(async () => {
  await client?.shutdown();
  client = undefined;
});

async function opened(): Promise<Client> {
  client = await connected(kernelLibrary, { settings: null });
  await client.open(text);
  return client;
}

function asked(editor: Client, variant = 0): Promise<LoadBearingAnswer> {
  return editor.connection.sendRequest<LoadBearingAnswer>('racewalk/loadBearing', {
    uri,
    scenario: 0,
    variant,
  });
}

const shown = ({ line, state, text: words }: LoadBearingMark) => `${line + 1}: ${state}: ${words}`;

describe('what is load-bearing', () => {
  it('is a mark for each line, with the run behind it', async () => {
    const { state, marks, text: words } = await asked(await opened());
    expect(state).toBe('done');
    expect(words).toMatch(/^two additions, as written: \d+ edits lose a property, \d+ lose none$/u);
    expect(marks.map(shown)).toMatchInlineSnapshot(`
      [
        "12: needed: needed: assertion",
        "13: needed: needed: assertion",
        "5: needed: needed: assertion",
        "7: needed: needed: assertion",
        "9: notJudged: not judged",
      ]
    `);
    const lock = marks.find(({ line }) => line === 4);
    expect(lock?.detail).toContain('without spin_lock(&lock)');
    expect(lock?.detail).toContain('```race\ntwo additions');
    expect(lock?.detail).toContain('memory sc');
  });

  it('has progress, and is cancelled by a new text', async () => {
    const editor = await opened();
    const answer = asked(editor);
    await editor.edit('old + 1', 'old + 2');
    expect(await answer).toEqual({ state: 'cancelled', text: 'cancelled', marks: [] });
    expect(JSON.stringify(editor.progress)).toContain('what is load-bearing');
  });

  it('is cancelled on request', async () => {
    const editor = await opened();
    const answer = asked(editor);
    await editor.connection.sendRequest('racewalk/cancel', { uri });
    expect((await answer).state).toBe('cancelled');
  });

  it('fails in words for what is not there, and for what does not compile', async () => {
    const editor = await opened();
    expect((await asked(editor, 7)).state).toBe('failed');
    await editor.edit('counter, old + 1', 'countr, old + 1');
    const { state, text: words } = await asked(editor);
    expect([state, words]).toEqual(['failed', 'it does not compile']);
  });
});

describe('what repairs a race', () => {
  const racy = text
    .replace(/\tspin_(?:un)?lock\(&lock\);\n/gu, '')
    .replace('expect pass', 'expect assertion');
  const actionsAt = (editor: Client, needle: string) => {
    const at = editor.positionOf(needle);
    return editor.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: at, end: at },
      context: { diagnostics: [], only: ['quickfix'] },
    });
  };

  it('is offered as a variant, by the answer and as a quick fix, until the text changes', async () => {
    client = await connected(kernelLibrary, { settings: null });
    await client.open(racy);
    expect(await actionsAt(client, '"two additions"')).toEqual([]);
    const params = { uri, scenario: 0, variant: 0 };
    const answer = await client.connection.sendRequest<RepairAnswer>('racewalk/repair', params);
    expect(answer.text).toBe('1 repair; take a lock: every property holds with 1 of 3');
    expect(answer.repairs[0]?.text).toContain('spin_lock(&lock);');
    const [action] = await actionsAt(client, '"two additions"');
    expect(action?.title).toMatch(/^add variant that repairs it: take a lock in add\(\)/u);
    expect(JSON.stringify(action?.edit)).toContain('expect pass;');
    expect(await actionsAt(client, 'thread a')).toEqual([]);
    // At the end of the scenario, where a variant may stand.
    const line = racy.split('\n').lastIndexOf('}');
    expect(answer.repairs[0]).toMatchObject({ line, character: 0 });
    await client.edit('counter == 2', 'counter >= 2');
    expect(await actionsAt(client, '"two additions"')).toEqual([]);
  });

  it('is nothing where nothing fails', async () => {
    const editor = await opened();
    const params = { uri, scenario: 0, variant: 0 };
    const answer = await editor.connection.sendRequest<RepairAnswer>('racewalk/repair', params);
    expect(answer).toMatchObject({ state: 'done', repairs: [] });
    expect(answer.text).toBe('nothing to repair: the variant does not fail');
  });
});
