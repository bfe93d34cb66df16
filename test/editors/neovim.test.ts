// `racewalk lsp --stdio` with a client that is not ours: Neovim's own, in a scripted session.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const hasNeovim = spawnSync('nvim', ['--version']).status === 0;
const isCi = (process.env.CI ?? '') !== '' && process.env.CI !== 'false';
const text = `int counter;

scenario "two increments" {
	thread a { counter = counter + 1; }
	thread b { counter = counter + 1; }

	finally { assert(counter == 2); }
	expect assertion;
}
`;

let folder = '';
let results: Record<string, unknown> = {};

async function session(): Promise<Record<string, unknown>> {
  folder = mkdtempSync(path.join(tmpdir(), 'racewalk-neovim-'));
  const cli = path.join(folder, 'racewalk.cjs');
  await build({
    entryPoints: [path.join(root, 'cli/src/main.ts')],
    outfile: cli,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  const file = path.join(folder, 'counter.race');
  const out = path.join(folder, 'out.json');
  writeFileSync(file, text);
  const script = path.join(import.meta.dirname, 'session.lua');
  const args = ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', `luafile ${script}`];
  const env = {
    ...process.env,
    XDG_STATE_HOME: folder,
    XDG_CACHE_HOME: folder,
    RACEWALK_NODE: process.execPath,
    RACEWALK_CLI: cli,
    RACEWALK_FILE: file,
    RACEWALK_OUT: out,
  };
  spawnSync('nvim', args, { cwd: folder, env, timeout: 90_000 });
  return JSON.parse(readFileSync(out, 'utf8'));
}

// On a machine without Neovim: `sudo apt-get install neovim`. Where CI is set it has to be there.
describe.skipIf(!hasNeovim && !isCi)('Neovim', () => {
  beforeAll(async () => {
    results = await session();
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('starts the server and ends it', () => {
    expect(results).toMatchObject({ initialized: true, stopped: true });
    expect(results.problem).toBeUndefined();
  });

  it('has the verdict in a lens', () => {
    expect(results.lenses).toContain(
      'fails: assertion, 4 steps, 2 switches · 12 states · as expected',
    );
  });

  it('hovers with the values of all reachable states', () => {
    expect(results.hover).toContain('reachable states');
  });

  it('completes the words of a scenario', () => {
    expect(results.completion).toEqual(expect.arrayContaining(['thread', 'forbid']));
  });

  it('shows a mistake until it is mended', () => {
    expect(results.diagnostics).toEqual([expect.stringContaining(';')]);
    expect(results.mended).toBe(true);
  });

  it('formats', () => {
    expect(results.formatted).toBe('int counter;');
  });
});
