// What a client sees of a step, calls and variables, does not depend on the way to it.
import { expect, test } from 'vitest';
import { TestClient } from './client.ts';
import { hostOf } from './host.ts';
import { fixture } from './journal.ts';

/** Everything a client shows of the step, without numbers that stand for something. */
async function seen(client: TestClient): Promise<string> {
  const shown: unknown[] = [(await client.request('threads')).body];
  for (const { id } of (await client.request('threads')).body.threads) {
    const { stackFrames } = (await client.request('stackTrace', { threadId: id })).body;
    shown.push(stackFrames);
    const { scopes } = (await client.request('scopes', { frameId: stackFrames[0].id })).body;
    for (const { name, variablesReference } of scopes) {
      shown.push(name, await opened(client, variablesReference, 3));
    }
  }
  return JSON.stringify(shown);
}

async function opened(client: TestClient, variablesReference: number, depth: number) {
  const { variables } = (await client.request('variables', { variablesReference })).body;
  const found: unknown[] = [];
  for (const { name, value, type, variablesReference: inner } of variables) {
    found.push([name, value, type]);
    if (inner > 0 && depth > 1) found.push(await opened(client, inner, depth - 1));
  }
  return found;
}

test.each(['accounts.race', 'pages.race'])('of %s', async (name) => {
  const client = new TestClient(hostOf({ [`/${name}`]: fixture(name) }));
  await client.launch({ program: `/${name}` });
  const { rows } = (await client.request('racewalk/walk')).body.trace;
  const forward = [await seen(client)];
  for (let step = 1; step <= rows.length; step++) {
    const stop = await client.move('stepIn', { threadId: threadOf(client) });
    expect(stop).not.toHaveProperty('success', false);
    forward.push(await seen(client));
  }
  expect(new Set(forward).size).toBe(forward.length);
  for (let step = rows.length - 1; step >= 0; step--) {
    await client.move('stepBack', { threadId: 1 });
    expect(await seen(client)).toBe(forward[step]);
  }
  for (const step of [rows.length, 0, 1, rows.length - 1]) {
    await client.move('racewalk/goto', { step });
    expect(await seen(client)).toBe(forward[step]);
  }
});

function threadOf(client: TestClient): number {
  return client.events.findLast(({ event }) => event === 'stopped')?.body.threadId ?? 1;
}
