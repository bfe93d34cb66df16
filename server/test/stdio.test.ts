// The bundled server as an editor starts it: a process, stdio, and a worker thread of its own.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { serverBundle } from '../../scripts/server-bundle.mjs';
import { Client, uri } from './client.ts';
import { counter, endless } from './texts.ts';

let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'racewalk-server-'));
  await build({ ...serverBundle, outfile: path.join(folder, 'server.js'), logLevel: 'error' });
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Started {
  readonly client: Client;
  readonly child: ChildProcessWithoutNullStreams;
  readonly exited: Promise<number | null>;
}

async function started(options: unknown = {}): Promise<Started> {
  const child = spawn(process.execPath, [path.join(folder, 'server.js'), '--stdio']);
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const client = new Client(
    createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    ),
  );
  const answer = await client.initialize(options);
  expect(answer).toMatchObject({
    capabilities: { workspace: { textDocumentContent: { schemes: ['racewalk-kernel'] } } },
  });
  return { client, child, exited };
}

describe('the bundled server', () => {
  it('goes through the life of a text', async () => {
    const { client, exited } = await started();
    await client.open(counter);
    await client.settled();
    expect(client.diagnostics()).toEqual([]);
    expect((await client.lenses())[0]).toContain(
      'fails: assertion, 4 steps, 2 switches · 12 states',
    );

    await client.edit('counter + 1;\n}', 'counter + 2;\n}');
    const between = await client.lenses();
    expect(between.every((lens) => !/^\d+: (fails|passes)/u.test(lens))).toBe(true);
    await client.settled();
    expect((await client.lenses())[0]).toContain('expect');

    expect(await client.hover('increment(); }')).toContain('Steps in');
    await client.until('values', () => client.refreshes > 0);
    expect((await client.definition('increment(); }'))[0]).toMatchObject({
      uri,
      range: { start: { line: 3 } },
    });
    const content = await client.connection.sendRequest('workspace/textDocumentContent', {
      uri: 'racewalk-kernel:/diagnostics/RW0801.md',
    });
    expect(content).toMatchObject({ text: expect.stringContaining('RW0801') });
    await client.exit();
    expect(await exited).toBe(0);
  }, 60_000);

  it('cancels a long run in its worker, and answers meanwhile', async () => {
    const { client, exited } = await started();
    await client.open(endless.replace('int a = 0', 'int a = 5'));
    const run = client.connection.sendRequest('racewalk/run', { uri, scenario: 0, variant: 0 });
    await client.until(
      'the run',
      () => client.statuses.at(-1)?.detail.includes(' states') ?? false,
    );
    expect(await client.hover('a = any')).toContain('int a');
    await client.connection.sendRequest('racewalk/cancel', { uri });
    expect(await run).toMatchObject({ state: 'cancelled' });
    await client.exit();
    expect(await exited).toBe(0);
  }, 60_000);

  it('reads included files from the disk', async () => {
    const { client, exited } = await started();
    const at = `file://${folder}/main.race`;
    writeFileSync(path.join(folder, 'part.race'), 'int shared;\n');
    await client.open(
      '#include "part.race"\nscenario "s" { thread a { shared = 1; } forbid deadlock; }\n',
      at,
    );
    await client.settled(at);
    expect(client.diagnostics(at)).toEqual([]);
    await client.exit();
    expect(await exited).toBe(0);
  }, 60_000);

  it('survives a worker that can not be started, and says so', async () => {
    const { client, exited } = await started({ runWorker: path.join(folder, 'absent.js') });
    await client.open(counter);
    await client.settled();
    expect((await client.lenses())[0]).toMatch(/^9: no verdict: the exploration failed/u);
    expect(await client.hover('cpu0')).toContain('thread cpu0');
    await client.exit();
    expect(await exited).toBe(0);
  }, 60_000);

  it('survives a worker that runs out of memory, and says so', async () => {
    const greedy = path.join(folder, 'greedy.js');
    const eat = 'const all = []; for (;;) all.push(new Array(1e6).fill(all.length));';
    writeFileSync(
      greedy,
      `require('node:worker_threads').parentPort.once('message', () => { ${eat} });`,
    );
    const { client, exited } = await started({ runWorker: greedy });
    await client.open(counter);
    await client.settled();
    expect((await client.lenses())[0]).toBe('9: no verdict: out of memory');
    await client.exit();
    expect(await exited).toBe(0);
  }, 60_000);
});
