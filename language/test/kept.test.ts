// What an analysis leaves behind. Every keystroke makes one; what outlives it is copied while
// somebody waits for an answer, and stays until all memory is collected.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'racewalk-kept-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an analysis that nobody needs is gone without a collection of all memory', async () => {
  const outfile = path.join(folder, 'run.cjs');
  const entry = path.join(import.meta.dirname, 'kept-run.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs' });
  // With so much room, no collection comes in the middle of an analysis and keeps its parts.
  const room = ['--min-semi-space-size=64', '--max-semi-space-size=64'];
  const output = execFileSync(process.execPath, ['--expose-gc', ...room, outfile], {
    encoding: 'utf8',
  });
  // Twelve were made, of 1.6 MB each. All of them were left when they were kept in a WeakMap.
  expect(Number(output)).toBeGreaterThan(0);
  expect(Number(output)).toBeLessThan(12_000_000);
}, 60_000);
