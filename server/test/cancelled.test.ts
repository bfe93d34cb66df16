// What a client gets for a request that it has cancelled, or whose text changed meanwhile: over a
// real connection, as the LSP has it.
import { kernelLibrary } from '@racewalk/kernel';
import { afterEach, expect, it } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver';
import { type Clock, systemClock } from '../src/run/clock.ts';
import { type Client, connected, uri } from './client.ts';

const counter = `int counter;
void add(void) { counter++; }
scenario "two" {
	thread a { add(); }
	thread b { add(); }
	forbid deadlock;
}
`;

const large = `scenario "too many states" {
	int w : 8; int x : 8; int y : 8;
	thread a { while (1) w = any(0, 120); }
	thread b { while (1) x = any(0, 120); }
	thread c { while (1) y = any(0, 120); }
	forbid deadlock;
}
`;

/** Every look at it is the end of a slice, so that there is a pause between any two texts. */
function slowClock(): Clock {
  let now = 0;
  return {
    now: () => {
      now += 25;
      return now;
    },
    after: (ms, act) => systemClock.after(ms, act),
  };
}

let client: Client | undefined;
afterEach(() => client?.shutdown());

/** Many texts are open, so a search through them takes many slices. */
async function manyTexts(): Promise<Client> {
  client = await connected(kernelLibrary, {
    clock: slowClock(),
    settings: { automatic: { states: 0 } },
  });
  await client.open(counter);
  for (let index = 0; index < 40; index++) {
    await client.open(`int other${index};\n`, `file:///project/other${index}.race`);
  }
  return client;
}

const referencesOf = (editor: Client) => ({
  textDocument: { uri },
  position: editor.positionOf('add(void)'),
  context: { includeDeclaration: true },
});

it('a search through texts that is cancelled is answered as cancelled, not with nothing', async () => {
  const editor = await manyTexts();
  for (const [method, params] of [
    ['textDocument/references', referencesOf(editor)],
    ['workspace/symbol', { query: 'other' }],
    ['workspace/diagnostic', { previousResultIds: [] }],
  ] as const) {
    const source = new CancellationTokenSource();
    const answer = editor.connection.sendRequest(method, params, source.token);
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  }
  const whole = await editor.connection.sendRequest(
    'textDocument/references',
    referencesOf(editor),
  );
  expect(whole).toHaveLength(3);
});

it('positions of a text that was edited meanwhile are not given out', async () => {
  const editor = await manyTexts();
  const found = editor.connection.sendRequest('textDocument/references', referencesOf(editor));
  const symbols = editor.connection.sendRequest('workspace/symbol', { query: 'other' });
  await editor.edit('int counter;', 'int first;\nint counter;');
  await expect(found).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
  await expect(symbols).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
});

it('a run whose request is cancelled ends, and is answered as cancelled', async () => {
  client = await connected(kernelLibrary, { settings: { automatic: { states: 0 } } });
  await client.open(large);
  // Settings that come later begin every run anew.
  await client.settled();
  const source = new CancellationTokenSource();
  const params = { uri, scenario: 0, variant: 0 };
  const run = client.connection.sendRequest('racewalk/run', params, source.token);
  const { statuses } = client;
  await client.until('the run', () => statuses.at(-1)?.state === 'running');
  source.cancel();
  await expect(run).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  await client.until('its end', () => statuses.at(-1)?.state === 'cancelled');
  expect(await client.lenses()).toContainEqual(expect.stringContaining('cancelled: no verdict'));
});
