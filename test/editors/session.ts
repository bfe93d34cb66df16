// A scripted session of an editor with `racewalk lsp --stdio`: what the editor is given, and what
// its script wrote down.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
export const isCi = (process.env.CI ?? '') !== '' && process.env.CI !== 'false';

const text = `int counter;

scenario "two increments" {
	thread a { counter = counter + 1; }
	thread b { counter = counter + 1; }

	finally { assert(counter == 2); }
	expect assertion;
}
`;

/** Runs an editor whose script finds server and file in its environment, as RACEWALK_*. */
export async function sessionOf(
  command: string,
  args: readonly string[],
): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(path.join(tmpdir(), `racewalk-${command}-`));
  try {
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
    const env = {
      ...process.env,
      // What an editor keeps of its own goes away with the folder.
      HOME: folder,
      XDG_STATE_HOME: folder,
      XDG_CACHE_HOME: folder,
      RACEWALK_NODE: process.execPath,
      RACEWALK_CLI: cli,
      RACEWALK_FILE: file,
      RACEWALK_OUT: out,
    };
    const { stderr } = spawnSync(command, [...args], { cwd: folder, env, timeout: 90_000 });
    try {
      return JSON.parse(readFileSync(out, 'utf8'));
    } catch {
      throw new Error(`the session wrote nothing down: ${stderr}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
