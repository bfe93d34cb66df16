import { kernelLibrary } from '@racewalk/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import type { CompareAnswer } from '../src/bench-protocol.ts';
import { type Client, connected, uri } from './client.ts';

const text = `int counter;
static void add(void)
{
	int old = READ_ONCE(counter);
	WRITE_ONCE(counter, old + 1);
}
scenario "two additions" {
	thread a { add(); }
	thread b { add(); }
	finally { assert(counter == 2); }
	expect assertion;
	variant "in one step" {
		void add(void) { atomic { counter++; } }
		expect pass;
	}
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

function asked(editor: Client, scenario = 0): Promise<CompareAnswer> {
  return editor.connection.sendRequest<CompareAnswer>('racewalk/compare', {
    uri,
    scenario,
    variant: 0,
  });
}

describe('the variants side by side', () => {
  it('are a table, the one that passes first, and follow the text', async () => {
    const editor = await opened();
    const { state, text: table } = await asked(editor);
    expect(state).toBe('done');
    expect(table).toMatch(/\n1 +in one step +holds [^\n]*\n2 +as written +fails in 4 steps/);
    await editor.edit('counter++', 'counter += 2');
    expect((await asked(editor)).text).toMatch(/in one step +fails/);
  });

  it('are cancelled by a new text, and on request', async () => {
    const editor = await opened();
    const first = asked(editor);
    await editor.edit('old + 1', 'old + 2');
    expect(await first).toEqual({ state: 'cancelled', text: 'cancelled' });
    const second = asked(editor);
    await editor.connection.sendRequest('racewalk/cancel', { uri });
    expect((await second).state).toBe('cancelled');
  });

  it('of a scenario that is not there are a failure in words', async () => {
    expect(await asked(await opened(), 7)).toEqual({
      state: 'failed',
      text: 'there is no such scenario or variant',
    });
  });
});
