// `racewalk lsp --stdio` with Emacs' eglot, in a scripted session.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isCi, sessionOf } from './session.ts';

const probe = "(progn (require 'package) (package-initialize) (require 'eglot))";
const hasEglot = spawnSync('emacs', ['--batch', '--eval', probe]).status === 0;

let results: Record<string, unknown> = {};

// Where CI is set it has to be there.
if (!hasEglot && !isCi) {
  console.log('skipped: no Emacs with eglot here: sudo apt-get install emacs-nox elpa-eglot');
}
describe.skipIf(!hasEglot && !isCi)('Emacs with eglot', () => {
  beforeAll(async () => {
    const script = path.join(import.meta.dirname, 'session.el');
    results = await sessionOf('emacs', ['--batch', '-l', script]);
  }, 120_000);

  it('starts the server and ends it', () => {
    expect(results.problem).toBeUndefined();
    expect(results).toMatchObject({ mode: 'race-mode', managed: true, stopped: true });
  });

  it('hovers with the values of all reachable states', () => {
    expect(results.hover).toContain('reachable states');
  });

  it('finds the definition', () => {
    expect(results.definition).toEqual([1]);
  });

  it('completes the words of a scenario', () => {
    expect(results.completion).toEqual(expect.arrayContaining(['thread']));
  });

  it('lists what is in the text', () => {
    expect(results.symbols).toEqual(expect.arrayContaining(['counter', 'two increments', 'a']));
  });

  it('shows a mistake until it is mended', () => {
    expect(results.diagnostics).toEqual([expect.stringContaining(';')]);
    expect(results.mended).toBe(true);
  });

  it('formats', () => {
    expect(results.formatted).toBe('int counter;');
  });

  it('renames', () => {
    expect(results.renamed).toBe(6);
  });
});
