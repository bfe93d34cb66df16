import { kernelLibrary } from '@racewalk/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { type CancellationToken, LSPErrorCodes } from 'vscode-languageserver';
import { guarded, safely } from '../src/lsp/guarded.ts';
import type { StatusMessage } from '../src/protocol.ts';
import { type Client, connected, uri } from './client.ts';
import { counter } from './texts.ts';

const going = { isCancellationRequested: false } as CancellationToken;
const stale = { isCancellationRequested: true } as CancellationToken;

function log() {
  const errors: string[] = [];
  return { errors, error: (message: string) => void errors.push(message) };
}

describe('a handler', () => {
  it('with a bug answers nothing, and the log has it', async () => {
    const to = log();
    const answer = guarded(to, 'hover', () => {
      throw new Error('a bug');
    });
    expect(await answer({}, going)).toBeNull();
    expect(to.errors[0]).toMatch(/^hover: Error: a bug/u);
  });

  it('of a stale request is not called', async () => {
    let calls = 0;
    const answer = guarded(log(), 'hover', () => (calls += 1));
    await expect(answer({}, stale)).rejects.toMatchObject({
      code: LSPErrorCodes.RequestCancelled,
    });
    expect(calls).toBe(0);
  });

  it('of an event with a bug does not throw', async () => {
    const to = log();
    safely(to, 'close', () => {
      throw new Error('one');
    });
    safely(to, 'close', () => Promise.reject(new Error('two')));
    await Promise.resolve();
    expect(to.errors).toHaveLength(2);
  });
});

describe('bad input', () => {
  let client: Client | undefined;

  afterEach(async () => {
    await client?.shutdown();
    client = undefined;
  });

  it.each([
    ['an empty text', ''],
    ['a binary text', `\u0000\u0001\ufffd${counter.slice(0, 40)}\u0000`],
    ['an unterminated string', counter.replace('increments"', 'increments')],
    ['an unterminated comment', `${counter}/* never ends`],
    ['deep nesting', `int x = ${'('.repeat(20_000)}1;`],
    ['recursion', 'void f(void) { f(); }\nscenario "s" { thread a { f(); } forbid deadlock; }'],
    ['a loop without end', 'scenario "s" { thread a { while (1) { } } forbid deadlock; }'],
    ['a text of 3 MB', `// ${'x'.repeat(3_000_000)}\n${counter}`],
    ['many errors', 'int int int;\n'.repeat(3000)],
  ])('%s leaves the server alive', async (_, text) => {
    client = await connected(kernelLibrary);
    await client.open(text);
    await client.settled();
    expect(client.diagnostics().length).toBeLessThanOrEqual(501);
    await client.lenses();
    expect(client.logged).toEqual([]);
    const whole = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: whole, text: counter }],
    });
    const isVerdict = ({ version, state }: StatusMessage): boolean =>
      version === 2 && state === 'done';
    await client.until('the verdict', () => client?.statuses.some(isVerdict) ?? false);
    expect(client.statuses.at(-1)?.text).toBe('2 as expected');
    expect(client.diagnostics()).toEqual([]);
  });

  it('in a request of our own is answered', async () => {
    client = await connected(kernelLibrary);
    for (const params of [{}, { uri }, { uri: 7 }, { uri, scenario: -1, variant: 0.5 }]) {
      expect(await client.connection.sendRequest('racewalk/run', params)).toMatchObject({
        state: 'failed',
      });
      expect(await client.connection.sendRequest('racewalk/columns', params)).toMatchObject({
        title: 'no run',
      });
      expect(await client.connection.sendRequest('racewalk/cancel', params)).toBeNull();
    }
  });
});
