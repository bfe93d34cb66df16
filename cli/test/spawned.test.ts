// The bundled command as a process: exit codes, streams and signals as a shell sees them.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOf } from '../../checker/test/schema-validator.ts';
import { reportFormats } from '../src/arguments.ts';
import { asExpected, endless, invalid, notAsExpected } from './scenarios.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const thread = fileURLToPath(new URL('../src/search-thread.ts', import.meta.url));
const jobThread = fileURLToPath(new URL('../src/jobs/job-thread.ts', import.meta.url));
const schemaFile = new URL('../../schemas/racewalk.check-1.schema.json', import.meta.url);
let folder = '';
let command = '';

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'racewalk-'));
  command = path.join(folder, 'racewalk.cjs');
  for (const [entry, outfile] of [
    [main, command],
    [thread, path.join(folder, 'search-thread.cjs')],
    [jobThread, path.join(folder, 'job-thread.cjs')],
  ] as const) {
    await build({
      entryPoints: [entry],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      outfile,
      logLevel: 'warning',
    });
  }
  const files = { 'good/a.race': asExpected, 'bad.race': notAsExpected, 'invalid.race': invalid };
  mkdirSync(path.join(folder, 'good'));
  mkdirSync(path.join(folder, 'nothing'));
  for (const [name, text] of Object.entries({ ...files, 'endless.race': endless })) {
    writeFileSync(path.join(folder, name), text);
  }
  // Makes the command fail where it reads the clock: as a bug of ours would.
  writeFileSync(
    path.join(folder, 'break.cjs'),
    "performance.now = () => { throw new Error('made to fail'); };",
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Some 300 000 states, and one in which all is done that is forbidden to be. */
const large = `int x : 6; int y : 6; int z : 6;
scenario "large" {
	kernel v5.13;
	thread a { while (x < 60) x++; }
	thread b { while (y < 60) y++; }
	thread c { while (z < 12) z++; }
	finally { assert(x + y + z != 132); }
	expect pass;
}
`;

/** Times are padded in columns. */
function withoutTimes(text: string): string {
  return text.replace(/ *[\d.]+ m?s\b/gu, '(time)').replace(/ time="[\d.]+"/gu, '');
}

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
}

function checkExit(args: readonly string[], exit: number, given: Given = {}) {
  const { env = {}, input = '' } = given;
  const options = {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: { ...process.env, ...env },
  } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], options);
  expect({ status, stdout, stderr }).toMatchObject({ status: exit });
  return { stdout, stderr };
}

/** Interrupts the command once its output contains the word. */
async function interruptedAfter(word: string, args: readonly string[]) {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let interrupted = false;
  const code = await new Promise((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
      // Only once: a signal that meets a process on its way out, after its handlers are gone, kills it.
      if (interrupted || !out.includes(word)) return;
      interrupted = child.kill('SIGINT');
    });
    child.on('close', resolve);
  });
  return { code, out };
}

describe('several threads', () => {
  it('print what one prints, and let the process end', () => {
    writeFileSync(path.join(folder, 'large.race'), large);
    const one = checkExit(['check', 'large.race', '--reduce', 'off'], 1);
    const more = checkExit(['check', 'large.race', '--reduce', 'off', '--threads', '3'], 1);
    expect(withoutTimes(one.stdout)).toContain('RW0801');
    expect(withoutTimes(more.stdout)).toBe(withoutTimes(one.stdout));
    expect(more.stderr).toBe('');
  });

  it('are told from what has none', () => {
    const { stderr } = checkExit(['check', 'good', '--threads', '2', '--simulate'], 4);
    expect(stderr).toContain('--threads is not for random runs');
    checkExit(['check', 'good', '--threads', '0'], 4);
    checkExit(['check', 'good', '--threads', '2', '--engine', 'spin'], 4);
  });
});

describe('several jobs', () => {
  it('print what one prints, in every format', () => {
    const paths = ['good', 'bad.race', 'invalid.race'];
    for (const format of reportFormats) {
      const args = ['check', ...paths, '--format', format, '--jobs'];
      const [one, two] = ['1', '2'].map((jobs) => checkExit([...args, jobs], 2));
      expect(withoutTimes(two?.stdout ?? '')).toBe(withoutTimes(one?.stdout ?? ''));
      expect(two?.stdout).not.toBe('');
      expect(two?.stderr).toBe(one?.stderr);
    }
  });

  it('end when they are interrupted, with what is known so far', async () => {
    const args = ['check', 'good', 'endless.race', '--jobs', '2'];
    const { code, out } = await interruptedAfter('atomic', args);
    expect(code).toBe(130);
    // The thread of the endless one has begun with it, or has not come so far; there is no verdict.
    expect(out).toMatch(/cancelled|2 variants in 2 files/u);
    expect(out).not.toMatch(/(?:pass|fail) .*endless/u);
  });

  it('are told from what has none', () => {
    const { stderr } = checkExit(['check', 'good', '--jobs', '2', '--threads', '2'], 4);
    expect(stderr).toContain('--jobs and --threads exclude each other');
    checkExit(['check', 'good', '--jobs', '0'], 4);
    checkExit(['check', 'good', '--jobs', '2', '--engine', 'spin'], 4);
  });
});

describe('exit code', () => {
  it('0: every variant is as expected', () => {
    const { stdout, stderr } = checkExit(['check', 'good'], 0);
    expect(stdout).toContain('2 variants in 1 file: 2 ok');
    expect(stderr).toBe('');
  });

  it('0: help and version', () => {
    checkExit(['--help'], 0);
    checkExit(['--version'], 0);
  });

  it('1: some variant is not as expected', () => {
    checkExit(['check', 'good', 'bad.race'], 1);
  });

  it('2: a text is invalid, a file is not there, a directory holds none', () => {
    checkExit(['check', 'invalid.race', 'bad.race'], 2);
    checkExit(['check', 'gone.race'], 2);
    checkExit(['check', 'nothing'], 2);
  });

  it('2: a file may not be read', () => {
    const file = path.join(folder, 'locked.race');
    writeFileSync(file, asExpected);
    chmodSync(file, 0);
    // The superuser reads it all the same.
    checkExit(['check', 'locked.race'], process.getuid?.() === 0 ? 0 : 2);
  });

  it('3: a limit was reached before an answer', () => {
    checkExit(['check', 'endless.race', '--max-states', '100'], 3);
    checkExit(['check', 'endless.race', 'bad.race', '--max-states', '100'], 1);
  });

  it('4: bad usage', () => {
    checkExit(['chek'], 4);
    checkExit(['check', 'good', '--variant', 'nobody'], 4);
  });

  it('70: a bug of ours, with the stack only for who asks', () => {
    const env = { NODE_OPTIONS: `--require ${path.join(folder, 'break.cjs')}` };
    const { stderr } = checkExit(['check', 'good'], 70, { env });
    expect(stderr).toContain('made to fail');
    expect(stderr).not.toContain('    at ');
    const debug = { ...env, RACEWALK_DEBUG: '1' };
    expect(checkExit(['check', 'good'], 70, { env: debug }).stderr).toContain('    at ');
  });

  it('130: interrupted, with what is known so far', async () => {
    // The first file's line is there, so the second one is at work.
    const { code, out } = await interruptedAfter('atomic', ['check', 'good', 'endless.race']);
    expect(code).toBe(130);
    expect(out).toContain('cancelled');
  });

  it('141, silently: nobody reads what is printed', async () => {
    const child = spawn(process.execPath, [command, 'check', 'good', 'bad.race'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, err]).toEqual([141, '']);
  });
});

describe('streams', () => {
  it('carry a scenario in and a valid document out', () => {
    const { stdout } = checkExit(['check', '-', '--json'], 1, { input: notAsExpected });
    const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
    expect(violationsOf(schema, JSON.parse(stdout))).toEqual([]);
    expect(stdout).toContain('"path": "<stdin>"');
  });

  it('take a binary for what it is', () => {
    const input = readFileSync(process.execPath).subarray(0, 9000);
    const { stdout } = checkExit(['check', '-'], 2, { input });
    expect(stdout).toContain('<stdin>: error RW0808: this is not UTF-8 text\n');
  });

  it('give the same bytes for the same text', () => {
    const first = checkExit(['check', 'good', 'bad.race', '--json'], 1).stdout;
    expect(checkExit(['check', 'good', 'bad.race', '--json'], 1).stdout).toBe(first);
  });

  it('carry a large document through a pipe to its end', () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      asExpected.replace('two increments', `number ${index}`).replace(/^int x;\nvoid add.*\n/u, ''),
    );
    const input = `int x;\nvoid add(void) { int old = x; x = old + 1; }\n${many.join('\n')}`;
    const { stdout } = checkExit(['check', '-', '--json'], 0, { input });
    expect(JSON.parse(stdout).files[0].scenarios).toHaveLength(60);
    expect(stdout.length).toBeGreaterThan(1 << 17);
  });
});
