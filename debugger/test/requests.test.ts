// A golden log for each request of the protocol.
import { expect, test } from 'vitest';
import { fixture, Journal } from './journal.ts';

const program = '/accounts.race';
const texts = { [program]: fixture('accounts.race') };
const source = { path: program };

async function launched(config: object = {}, configure?: (journal: Journal) => Promise<void>) {
  const journal = new Journal(texts);
  await journal.launch({ program, ...config }, () => configure?.(journal) ?? Promise.resolve());
  return journal;
}

function session(name: string, body: (journal: Journal) => Promise<void>): void {
  test(name, async () => {
    const journal = await launched();
    await body(journal);
    journal.matches(name);
  });
}

test('initialize', async () => {
  const journal = new Journal(texts);
  await journal.ask('initialize', { adapterID: 'race', pathFormat: 'path' });
  journal.matches('initialize');
});

session('launch, configurationDone', (journal) => journal.where());

session('threads, stackTrace', async (journal) => {
  await journal.ask('threads');
  await journal.ask('stackTrace', { threadId: 1 });
  await journal.ask('stackTrace', { threadId: 2, startFrame: 1, levels: 1 });
  await journal.ask('stackTrace', { threadId: 9 });
});

session('scopes, variables', async (journal) => {
  for (let step = 0; step < 3; step++) await journal.move('stepIn');
  const frameId = await journal.frame(journal.thread);
  await journal.ask('scopes', { frameId });
  await journal.variables(frameId, 3);
  await journal.ask('variables', { variablesReference: 1 });
  await journal.ask('scopes', { frameId: 77_777 });
});

session('stepIn, stepBack', async (journal) => {
  for (let step = 0; step < 4; step++) {
    await journal.move('stepIn');
    await journal.where();
  }
  for (let step = 0; step < 5; step++) await journal.move('stepBack');
});

session('next', async (journal) => {
  for (let step = 0; step < 3; step++) {
    await journal.move('next', { threadId: 1 });
    await journal.where();
  }
  await journal.move('next', { threadId: 9 });
});

session('stepOut', async (journal) => {
  await journal.where();
  await journal.move('stepOut', { threadId: 1 });
  await journal.where();
  await journal.move('stepOut', { threadId: 1 });
  await journal.where();
});

session('continue, exceptionInfo, reverseContinue', async (journal) => {
  await journal.move('continue');
  await journal.where();
  await journal.ask('exceptionInfo', { threadId: journal.thread });
  await journal.move('continue');
  await journal.move('reverseContinue');
  await journal.ask('exceptionInfo', { threadId: journal.thread });
});

session('restart', async (journal) => {
  await journal.move('stepIn');
  await journal.move('stepIn');
  await journal.move('restart');
});

session('restartFrame', async (journal) => {
  await journal.move('stepIn');
  await journal.move('stepIn');
  await journal.where();
  await journal.move('restartFrame', { frameId: await journal.frame(1, 1) });
  await journal.where();
  await journal.move('restartFrame', { frameId: 77_777 });
});

session('gotoTargets, goto', async (journal) => {
  await journal.ask('gotoTargets', { source, line: 16 });
  await journal.move('goto', { threadId: 1, targetId: 4 });
  await journal.where();
  await journal.ask('gotoTargets', { source, line: 1 });
  await journal.move('goto', { threadId: 1, targetId: 400 });
});

session('stepInTargets', async (journal) => {
  await journal.ask('stepInTargets', { frameId: await journal.frame(2) });
  await journal.move('stepIn', { threadId: 2, targetId: 1 });
  await journal.where();
});

session('pause', async (journal) => {
  await journal.move('pause', { threadId: 1 });
});

session('evaluate', async (journal) => {
  await journal.move('stepIn');
  await journal.move('stepIn');
  const frameId = await journal.frame(1);
  for (const expression of [
    'accounts[0].money',
    'to->money + 1',
    'amount',
    'to',
    'accounts[0]',
    'forall (a in accounts) a->money < 5',
    'exists (a in accounts) a->money == to->money + 1',
    'deposits = 3',
    'nowhere',
    '',
  ]) {
    await journal.ask('evaluate', { expression, frameId, context: 'watch' });
  }
  for (const expression of ['.help', '.where', '.run', '.choices', '.nothing']) {
    await journal.ask('evaluate', { expression, frameId, context: 'repl' });
  }
});

session('completions', async (journal) => {
  const frameId = await journal.frame(1);
  await journal.ask('completions', { text: 'am', column: 3, frameId });
  await journal.ask('completions', { text: 'dep', column: 4, frameId });
  await journal.ask('completions', { text: 'accounts[0].', column: 13, frameId });
  await journal.ask('completions', { text: '1 + to->mo', column: 11, frameId });
});

session('setVariable, setExpression', async (journal) => {
  await journal.ask('setVariable', { variablesReference: 1, name: 'deposits', value: '3' });
  await journal.ask('setExpression', { expression: 'deposits', value: '3' });
});

session('loadedSources, source', async (journal) => {
  const { body } = await journal.ask('loadedSources');
  const library = body.sources.find((one: { sourceReference?: number }) => one.sourceReference);
  const answer = await journal.client.request('source', {
    sourceReference: library.sourceReference,
  });
  journal.note(answer.body.content.split('\n')[0]);
  await journal.ask('source', { sourceReference: 999 });
});

session('breakpointLocations', async (journal) => {
  await journal.ask('breakpointLocations', { source, line: 12, endLine: 26 });
});

session('racewalk requests', async (journal) => {
  const { body } = await journal.client.request('racewalk/walk');
  journal.note(`${body.trace.schema}, ${body.trace.rows.length} rows, step ${body.step}`);
  await journal.move('racewalk/goto', { step: 3 });
  await journal.move('racewalk/goto', { step: 99 });
  await journal.move('racewalk/step', { thread: 1, choice: 0 });
  await journal.ask('racewalk/step', { thread: 'robot' });
  await journal.ask('racewalk/nothing');
});

session('terminate, disconnect', async (journal) => {
  await journal.ask('terminate');
  await journal.ask('disconnect');
  expect(journal.client.isEnded).toBe(true);
});

test('what comes before launch is refused', async () => {
  const journal = new Journal(texts);
  await journal.ask('initialize', { adapterID: 'race', pathFormat: 'path' });
  await journal.ask('threads');
  await journal.ask('next', { threadId: 1 });
  await journal.ask('attach');
  journal.matches('before launch');
});

test('a run is printed without debugging', async () => {
  const journal = new Journal(texts);
  const over = journal.client.event('terminated');
  await journal.client.initialize();
  await journal.client.request('launch', { program, noDebug: true });
  await journal.client.request('configurationDone');
  await over;
  journal.matches('without debugging');
});
