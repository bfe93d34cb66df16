import { kernelLibrary } from '@racewalk/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { type Client, connected, uri } from './client.ts';
import { counter, endless } from './texts.ts';

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

describe('verdicts', () => {
  it('stand in a lens over the scenario and each variant', async () => {
    const editor = await opened(counter);
    await editor.settled();
    expect(await editor.lenses()).toMatchInlineSnapshot(`
      [
        "9: fails: assertion, 4 steps, 2 switches · 12 states · as expected",
        "9: Run",
        "9: Show run",
        "9: Timeline",
        "9: Debug",
        "9: Compare variants",
        "16: passes · 4 states · 2 interleavings",
        "16: Run",
        "16: Debug",
      ]
    `);
    expect(editor.diagnostics()).toEqual([]);
    expect(editor.statuses.at(-1)).toMatchInlineSnapshot(`
      {
        "detail": "two increments: fails: assertion, 4 steps, 2 switches · 12 states · as expected
      two increments / in one step: passes · 4 states · 2 interleavings",
        "state": "done",
        "text": "2 as expected",
        "uri": "file:///project/test.race",
        "version": 1,
      }
    `);
  });

  it('that differ from expect are errors at the expect clause', async () => {
    const editor = await opened(counter.replace('expect pass', 'expect deadlock'));
    await editor.settled();
    expect(editor.diagnostics()).toMatchInlineSnapshot(`
      [
        "21: RW0801 expected deadlock, but no interleaving violates it",
      ]
    `);
  });

  it('of an older text are never shown as current', async () => {
    const editor = await opened(counter.replace('expect assertion', 'expect pass'));
    await editor.settled();
    expect(editor.diagnostics()).toHaveLength(1);
    await editor.edit('counter + 1;\n}', 'counter + 2;\n}');
    const lenses = await editor.lenses();
    expect(lenses.filter((lens) => /fails|passes/u.test(lens))).toMatchInlineSnapshot(`
      [
        "9: of an older text: fails: assertion, 4 steps, 2 switches · 12 states · expected pass",
        "16: of an older text: passes · 4 states · 2 interleavings",
      ]
    `);
    expect(lenses.some((lens) => lens.includes('Show run'))).toBe(false);
    await editor.until('diagnostics of the new text', () =>
      editor.published.some(({ version }) => version === 2),
    );
    const first = editor.published.find(({ version }) => version === 2);
    expect(first?.diagnostics).toEqual([]);
    await editor.settled();
    expect((await editor.lenses())[0]).toMatchInlineSnapshot(
      `"9: fails: assertion, 4 steps, 1 switch · 12 states · expected pass"`,
    );
  });

  it('go away with a text that no longer compiles, and come back with it', async () => {
    const editor = await opened(counter);
    await editor.settled();
    await editor.edit('cpu1 { increment', 'cpu1 { incremen');
    await editor.settled();
    expect((await editor.lenses())[0]).toMatchInlineSnapshot(`"9: does not compile"`);
    expect(editor.diagnostics()[0]).toMatchInlineSnapshot(
      `"11: RW0203 unknown function 'incremen'; did you mean 'increment'?"`,
    );
    await editor.edit('cpu1 { incremen', 'cpu1 { increment');
    await editor.settled();
    expect((await editor.lenses())[0]).toContain('fails: assertion');
    expect(editor.diagnostics()).toEqual([]);
  });

  it('move with a text that changes only around them', async () => {
    const editor = await opened(counter.replace('expect assertion', 'expect pass'));
    await editor.settled();
    await editor.edit('int counter;\n', '// A counter.\nint counter;\n');
    await editor.settled();
    expect(await editor.lenses()).toMatchInlineSnapshot(`
      [
        "10: fails: assertion, 4 steps, 2 switches · 12 states · expected pass",
        "10: Run",
        "10: Show run",
        "10: Timeline",
        "10: Debug",
        "10: Compare variants",
        "17: passes · 4 states · 2 interleavings",
        "17: Run",
        "17: Debug",
      ]
    `);
    expect(editor.diagnostics()).toMatchInlineSnapshot(`
      [
        "15: RW0801 expected pass, found assertion in 4 steps (2 switches)",
      ]
    `);
  });
});

describe('runs', () => {
  it('that start by themselves stop at their budget, and say so', async () => {
    const editor = await opened(counter, { automatic: { states: 5 } });
    await editor.settled();
    expect((await editor.lenses()).slice(0, 5)).toMatchInlineSnapshot(`
      [
        "9: bounded: 5 states, nothing broken so far · too large for automatic runs",
        "9: Run",
        "9: Debug",
        "9: Compare variants",
        "16: passes · 4 states · 2 interleavings",
      ]
    `);
  });

  it('on request have the full budget', async () => {
    const editor = await opened(counter, { automatic: { states: 5 } });
    await editor.settled();
    const answer = await editor.connection.sendRequest('racewalk/run', {
      uri,
      scenario: 0,
      variant: 0,
    });
    expect(answer).toMatchInlineSnapshot(`
      {
        "state": "done",
        "text": "fails: assertion, 4 steps, 2 switches · 12 states · as expected",
      }
    `);
    expect((await editor.lenses())[0]).toContain('fails: assertion');
  });

  it('do not start by themselves when they are switched off', async () => {
    const editor = await opened(counter, { automatic: { states: 0 } });
    await editor.until('the status', () => editor.statuses.at(-1)?.state === 'idle');
    expect((await editor.lenses()).slice(0, 2)).toMatchInlineSnapshot(`
      [
        "9: not run: automatic runs are off",
        "9: Run",
      ]
    `);
    await editor.connection.sendRequest('racewalk/run', { uri, scenario: 0, variant: 1 });
    expect(await editor.lenses()).toContain('16: passes · 4 states · 2 interleavings');
  });

  it('are cancelled by the next edit', async () => {
    const editor = await opened(endless, { automatic: { states: 0 } });
    await editor.until('the settings', () => editor.statuses.at(-1)?.state === 'idle');
    const run = editor.connection.sendRequest('racewalk/run', { uri, scenario: 0, variant: 0 });
    await editor.until('the run', () => editor.statuses.at(-1)?.detail.includes('states') ?? false);
    await editor.edit('a = 0', 'a = 1');
    expect(await run).toEqual({ state: 'cancelled', text: 'cancelled: no verdict' });
    expect((await editor.lenses())[0]).toBe('2: not run: automatic runs are off');
  });

  it('are cancelled on request, and the lens says so', async () => {
    const editor = await opened(endless, { automatic: { states: 0 } });
    await editor.until('the settings', () => editor.statuses.at(-1)?.state === 'idle');
    const run = editor.connection.sendRequest('racewalk/run', { uri, scenario: 0, variant: 0 });
    await editor.until('the run', () => editor.statuses.at(-1)?.state === 'running');
    await editor.connection.sendRequest('racewalk/cancel', { uri });
    expect(await run).toEqual({ state: 'cancelled', text: 'cancelled: no verdict' });
    expect((await editor.lenses())[0]).toBe('2: cancelled: no verdict');
  });

  it('answer for a variant that does not exist', async () => {
    const editor = await opened(counter);
    const answer = await editor.connection.sendRequest('racewalk/run', {
      uri,
      scenario: 7,
      variant: 0,
    });
    expect(answer).toMatchObject({ state: 'failed' });
  });
});

describe('the failing run', () => {
  it('is drawn in columns', async () => {
    const editor = await opened(counter);
    await editor.settled();
    const columns = await editor.connection.sendRequest('racewalk/columns', {
      uri,
      scenario: 0,
      variant: 0,
    });
    expect(columns).toMatchInlineSnapshot(`
      {
        "state": "current",
        "text": "two increments, as written, v6.17: assertion in 4 steps, 2 context switches

      Initial: counter=0

      CPU0                                                     CPU1
      ----                                                     ----
      increment()
        read counter: 0
                                                               increment()
                                                                 read counter: 0
                                                                 counter = 1
        counter = 1 /* !!! assertion: assert(counter == 2) */

      Violates assertion: no assert() or BUG_ON() fails

      Final: counter=1 (was 0)
      ",
        "title": "assertion in 4 steps, 2 context switches",
      }
    `);
  });

  it('is drawn as it is asked for, with its word', async () => {
    const editor = await opened(counter);
    await editor.settled();
    const look = { frame: 'quote', values: false, header: 'colons', width: 60 };
    const columns = await editor.connection.sendRequest('racewalk/columns', {
      uri,
      scenario: 0,
      variant: 0,
      look,
      replay: true,
    });
    expect(columns).toMatchObject({
      state: 'current',
      text: expect.stringMatching(
        /\n> {3}read counter\n[\s\S]*\n> Replay: rw1\.[0-9a-f]{12}\.0\.0\.ab2a\n$/u,
      ),
    });
  });

  it.each([
    { width: 10 },
    { width: '75' },
    { perTable: 9 },
    { frame: 'html' },
    { tabs: 1 },
    { other: true },
  ])('is not drawn as %j', async (look) => {
    const editor = await opened(counter);
    await editor.settled();
    const run = { uri, scenario: 0, variant: 0, look };
    const columns = await editor.connection.sendRequest('racewalk/columns', run);
    expect(columns).toEqual({ title: 'no run', text: 'This names no run.\n', state: 'none' });
  });

  it('of a variant that passes does not exist, and the text says so', async () => {
    const editor = await opened(counter);
    await editor.settled();
    const columns = await editor.connection.sendRequest('racewalk/columns', {
      uri,
      scenario: 0,
      variant: 1,
    });
    expect(columns).toMatchInlineSnapshot(`
      {
        "state": "none",
        "text": "There is no failing run to show.
      two increments, in one step: passes · 4 states · 2 interleavings
      ",
        "title": "two increments, in one step",
      }
    `);
  });

  it('stays, labelled, while the text does not compile', async () => {
    const editor = await opened(counter);
    await editor.settled();
    await editor.edit('counter + 1;\n}', 'counter + nothing;\n}');
    await editor.settled();
    const run = { uri, scenario: 0, variant: 0 };
    const columns = await editor.connection.sendRequest('racewalk/columns', run);
    expect(columns).toMatchObject({
      state: 'older',
      text: expect.stringMatching(/^Of an older text\.\n/u),
    });
  });

  it('of an older text is labelled so', async () => {
    const editor = await opened(counter);
    await editor.settled();
    await editor.edit('counter + 1;\n}', 'counter + 2;\n}');
    const columns = await editor.connection.sendRequest('racewalk/columns', {
      uri,
      scenario: 0,
      variant: 0,
    });
    expect(columns).toMatchObject({ text: expect.stringMatching(/^Of an older text\.\n/u) });
  });
});

describe('texts', () => {
  it('that are closed show nothing any more', async () => {
    const editor = await opened(counter.replace('int counter', 'int counte'));
    await editor.until('errors', () => editor.diagnostics().length > 0);
    await editor.close();
    await editor.until('none', () => editor.diagnostics().length === 0);
    expect(await editor.lenses()).toEqual([]);
  });

  it('that are included are read through the client, and their changes count', async () => {
    client = await connected(kernelLibrary);
    const included = 'file:///project/common.race';
    client.files.set(included, 'int shared;\n');
    await client.open(
      '#include "common.race"\nscenario "s" { thread a { shared = 1; } forbid deadlock; }\n',
    );
    await client.settled();
    expect(client.diagnostics()).toEqual([]);
    client.files.set(included, 'int other;\n');
    const changes = [{ uri: included, type: 2 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    await client.until('the error', () => client?.diagnostics()[0]?.includes('shared') ?? false);
    await client.open('int shared;\n', included);
    await client.until('the open text wins', () => client?.diagnostics().length === 0);
  });

  it('with an error in an included file show it at the include', async () => {
    client = await connected(kernelLibrary);
    client.files.set('file:///project/common.race', 'int shared\n');
    await client.open('#include "common.race"\n');
    await client.until('the error', () => (client?.diagnostics().length ?? 0) > 0);
    expect(client.diagnostics()).toMatchInlineSnapshot(`
      [
        "1: RW0102 in the included file: expected ';' after the declaration, found the end of the file",
      ]
    `);
  });

  it('of the library are served by name', async () => {
    const editor = await opened(counter);
    const first = kernelLibrary[0];
    const asked = { uri: first?.name.replace('kernel:', 'racewalk-kernel:') };
    const answer = await editor.connection.sendRequest('workspace/textDocumentContent', asked);
    expect(answer).toEqual({ text: first?.text });
    const page = { uri: 'racewalk-kernel:/diagnostics/RW0801.md' };
    const shown = await editor.connection.sendRequest('workspace/textDocumentContent', page);
    expect(shown).toMatchObject({ text: expect.stringMatching(/^# RW0801: verdict differs/u) });
    const absent = { uri: 'racewalk-kernel:/mm/absent.race' };
    expect(await editor.connection.sendRequest('workspace/textDocumentContent', absent)).toBeNull();
  });
});
