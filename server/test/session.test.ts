import { kernelLibrary } from '@racewalk/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { Client, connected, uri } from './client.ts';
import { counter } from './texts.ts';

let client: Client | undefined;

async function opened(text: string, settings: unknown = null): Promise<Client> {
  client = await connected(kernelLibrary, { settings });
  await client.open(text);
  return client;
}

afterEach(async () => {
  await client?.shutdown();
  client = undefined;
});

describe('a session', () => {
  it('shows the verdict of every variant in a lens', async () => {
    const editor = await opened(counter);
    await editor.settled();
    expect(await editor.lenses()).toMatchInlineSnapshot(`
      [
        "9: fails: assertion, 4 steps, 2 switches · as expected · 12 states",
        "9: Run",
        "9: Show run",
        "16: passes · 4 states · 2 interleavings",
        "16: Run",
      ]
    `);
    expect(editor.diagnostics()).toEqual([]);
  });
});
