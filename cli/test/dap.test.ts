// `racewalk dap` as an editor starts it: a process, spoken to by a client that is not ours.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const scenario = path.join(root, 'debugger/test/fixtures/accounts.race');
let folder = '';
let client: DebugClient;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'racewalk-dap-'));
  await build({
    entryPoints: [path.join(root, 'cli/src/main.ts')],
    outfile: path.join(folder, 'racewalk.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  // The client starts a script without arguments.
  const script = "process.argv.push('dap');\nrequire('./racewalk.cjs');\n";
  writeFileSync(path.join(folder, 'dap.cjs'), script);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  client = new DebugClient(process.execPath, path.join(folder, 'dap.cjs'), 'race');
  await client.start();
});

afterEach(() => client.stop());

/** Launches, sets what is to be set, and waits for the first stop. */
async function launched(configure: () => Promise<unknown> = () => Promise.resolve()) {
  const ready = client.waitForEvent('initialized', 20_000);
  const stopped = client.waitForEvent('stopped', 20_000);
  await client.initializeRequest();
  const launching = client.launchRequest({ program: scenario } as object);
  await ready;
  await configure();
  await client.configurationDoneRequest();
  await launching;
  return stopped;
}

async function stoppedBy(request: Promise<unknown>) {
  const [stopped] = await Promise.all([client.waitForEvent('stopped'), request]);
  return stopped.body;
}

describe('over standard input and output', () => {
  it('says what it can', async () => {
    const { body } = await client.initializeRequest();
    expect(body).toMatchObject({ supportsStepBack: true, supportsDataBreakpoints: true });
  });

  it('stops at the entry, steps, steps back and reaches what is broken', async () => {
    expect((await launched()).body).toMatchObject({ reason: 'entry', threadId: 1 });
    expect(await stoppedBy(client.stepInRequest({ threadId: 1 }))).toMatchObject({
      description: 'step 1 of 11',
    });
    expect(await stoppedBy(client.stepBackRequest({ threadId: 1 }))).toMatchObject({
      description: 'the beginning, step 0 of 11',
    });
    expect(await stoppedBy(client.continueRequest({ threadId: 1 }))).toMatchObject({
      reason: 'exception',
    });
    const { body } = await client.customRequest('exceptionInfo', { threadId: 1 });
    expect(body).toMatchObject({ exceptionId: 'assertion' });
  });

  it('stops at a breakpoint, with paths that the client can open', async () => {
    await launched(() =>
      client.setBreakpointsRequest({ source: { path: scenario }, breakpoints: [{ line: 16 }] }),
    );
    const { threadId } = await stoppedBy(client.continueRequest({ threadId: 1 }));
    const { body } = await client.stackTraceRequest({ threadId });
    expect(body.stackFrames[0]).toMatchObject({ line: 16, source: { path: scenario } });
  });

  it('refuses a file that is not there', async () => {
    await client.initializeRequest();
    const program = path.join(folder, 'absent.race');
    await expect(client.launchRequest({ program } as object)).rejects.toThrow(`can't read`);
  });
});
