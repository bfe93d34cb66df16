// Exploring: who can step, what is said about those who can't, and how a recorded run is left.
import { describe, expect, test } from 'vitest';
import { TestClient } from './client.ts';
import { hostOf } from './host.ts';
import { fixture, Journal } from './journal.ts';

const program = '/accounts.race';
const texts = { [program]: fixture('accounts.race') };

test('each step is picked by the thread that is stepped', async () => {
  const journal = new Journal(texts);
  await journal.launch({ program, mode: 'explore' });
  await journal.where();
  for (const threadId of [1, 2, 2, 2, 1]) await journal.move('stepIn', { threadId });
  await journal.where();
  journal.note('a choice is a target of its own');
  await journal.move('racewalk/goto', { step: 3 });
  await journal.ask('stepInTargets', { frameId: await journal.frame(2) });
  await journal.move('stepIn', { threadId: 2, targetId: 2 });
  await journal.where();
  journal.note('what is over can not be stepped');
  await journal.move('stepOut', { threadId: 2 });
  await journal.move('stepIn', { threadId: 2 });
  journal.matches('explore');
});

test('a thread that can not move says what it waits for', async () => {
  const journal = new Journal(texts);
  await journal.launch({ program, mode: 'explore', variant: 'the robot locks, too' });
  await journal.move('stepIn', { threadId: 1 });
  await journal.where();
  await journal.move('stepIn', { threadId: 2 });
  await journal.variables(await journal.frame(1), 2, /Locks/u);
  journal.matches('explore waiting');
});

test('going on by itself keeps to one thread as long as it can, to the end', async () => {
  const journal = new Journal(texts);
  await journal.launch({ program, mode: 'explore', variant: 1 });
  await journal.move('continue', { threadId: 2 });
  await journal.where();
  journal.matches('explore to the end');
});

test('another thread picked during a replay leaves the run, and restart shows it again', async () => {
  const journal = new Journal(texts);
  await journal.launch({ program });
  await journal.move('stepIn', { threadId: 1 });
  await journal.move('stepIn', { threadId: 2 });
  await journal.move('stepIn', { threadId: 2 });
  await journal.move('stepOut', { threadId: 2 });
  await journal.move('continue', { threadId: 1 });
  await journal.move('restart');
  journal.matches('fork');
});

test('a step of the thread that the stop named is one of the run, whoever moves', async () => {
  const journal = new Journal(texts);
  await journal.launch({ program });
  await journal.move('stepIn', { threadId: 1 });
  // The clerk has stepped over its own step; the robot moves next.
  await journal.move('next', { threadId: 1 });
  await journal.move('stepIn', { threadId: 1 });
  const shown = journal.client.events.findLast(({ event }) => event === 'racewalk/shown');
  expect(shown?.body).toMatchObject({ mode: 'replay', step: 3, of: 11 });
});

describe('pause', () => {
  test('stops an exploration that would never end', async () => {
    const text = `scenario "endless" {
	int turn;

	thread a {
		while (true)
			turn = 1 - turn;
	}

	forbid deadlock;
	expect pass;
}
`;
    const client = new TestClient(hostOf({ '/endless.race': text }));
    await client.launch({ program: '/endless.race', mode: 'explore' });
    const stopped = client.event('stopped');
    await client.request('continue', { threadId: 1 });
    expect(await client.request('next', { threadId: 1 })).toMatchObject({
      success: false,
      message: 'it runs: pause it first',
    });
    await client.request('pause', { threadId: 1 });
    expect((await stopped).body).toMatchObject({ reason: 'pause' });
  });
});
