// Debug sessions through the language server: texts as the editor has them, addresses it can open.
import { kernelLibrary } from '@racewalk/kernel';
import { expect, it } from 'vitest';
import { connected, uri } from './client.ts';
import { DebugClient } from './debug-client.ts';
import { counter } from './texts.ts';

async function opened(text = counter) {
  const editor = await connected(kernelLibrary);
  await editor.open(text);
  return { editor, debug: new DebugClient(editor.connection, 'one') };
}

it('a run is walked forward and back', async () => {
  const { editor, debug } = await opened();
  expect(await debug.launch({ program: uri })).toMatchObject({ reason: 'entry' });
  expect(await debug.move('continue')).toMatchObject({ reason: 'exception' });
  expect(await debug.move('stepBack')).toMatchObject({ description: 'step 3 of 4' });
  const { body } = await debug.request('stackTrace', { threadId: 1 });
  expect(body.stackFrames[0].source).toEqual({ name: 'test.race', path: uri });
  await editor.shutdown();
});

it('the text is the one that the editor shows, saved or not', async () => {
  // Seven twice is not two, whoever comes first.
  const { editor, debug } = await opened(counter.replace('counter + 1;\n}', 'counter + 7;\n}'));
  await debug.launch({ program: uri });
  const { body } = await debug.request('exceptionInfo', { threadId: 1 });
  expect(body).not.toHaveProperty('exceptionId');
  await debug.move('continue');
  const values = (await debug.request('evaluate', { expression: 'counter' })).body;
  expect(values.result).toBe('14');
  await editor.shutdown();
});

it('a path of the disk means the file of that name', async () => {
  const { editor, debug } = await opened();
  await debug.launch({ program: '/project/test.race' });
  const { body } = await debug.request('setBreakpoints', {
    source: { path: '/project/test.race' },
    breakpoints: [{ line: 6 }],
  });
  expect(body.breakpoints).toMatchObject([{ verified: true }]);
  await editor.shutdown();
});

it('files that are not open are read through the editor', async () => {
  const { editor, debug } = await opened();
  editor.files.set('memfs:/other.race', counter);
  expect(await debug.launch({ program: 'memfs:/other.race' })).toMatchObject({ reason: 'entry' });
  await editor.shutdown();
});

it('sessions do not disturb one another, and end alone', async () => {
  const { editor, debug } = await opened();
  const other = new DebugClient(editor.connection, 'two');
  await debug.launch({ program: uri });
  await other.launch({ program: uri, variant: 1 });
  expect(await other.move('continue')).toMatchObject({ reason: 'step' });
  await other.send(null);
  expect(await debug.move('continue')).toMatchObject({ reason: 'exception' });
  await editor.shutdown();
});

it('what is no message, or comes behind the end, is passed over', async () => {
  const { editor, debug } = await opened();
  await editor.connection.sendNotification('racewalk/dap', { session: 3 });
  await debug.send({ no: 'message' });
  await debug.send({ type: 'request', seq: 1, command: 'threads', arguments: {} });
  expect(await debug.launch({ program: uri })).toMatchObject({ reason: 'entry' });
  expect(debug.received.some((one) => 'command' in one && one.command === 'threads')).toBe(false);
  await editor.shutdown();
});

it('inline values are the variables above the line that is next', async () => {
  const { editor } = await opened();
  const values = await editor.connection.sendRequest<
    { expression: string; range: { start: { line: number } } }[]
  >('textDocument/inlineValue', {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: 30, character: 0 } },
    context: {
      frameId: 1,
      stoppedLocation: { start: { line: 5, character: 2 }, end: { line: 5, character: 24 } },
    },
  });
  expect(values.map(({ expression, range }) => [range.start.line, expression])).toEqual([
    [5, 'counter'],
    [5, 'counter'],
  ]);
  await editor.shutdown();
});
