// `racewalk lsp --stdio` with a client that is not ours: Neovim's own, in a scripted session.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isCi, sessionOf } from './session.ts';

const hasNeovim = spawnSync('nvim', ['--version']).status === 0;

let results: Record<string, unknown> = {};

// On a machine without Neovim: `sudo apt-get install neovim`. Where CI is set it has to be there.
describe.skipIf(!hasNeovim && !isCi)('Neovim', () => {
  beforeAll(async () => {
    const script = path.join(import.meta.dirname, 'session.lua');
    const args = ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', `luafile ${script}`];
    results = await sessionOf('nvim', args);
  }, 120_000);

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
