// How long the whole fix bench takes for one scenario: `racewalk bench`, and each command of it by itself, from the
// start of the process to its exit, in wall clock and in processor time of all its threads. Each runs with one thread,
// too: `--jobs 1` has to print the same bytes. Usage: node bench/fix-bench.mjs [--once] [FILE [VARIANT]]
// --once: neither the comparison with one thread nor a second round.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const command = path.join(root, 'dist', 'racewalk.cjs');
/** For all of it in one process, on two cores. */
const budgetSeconds = 10;

if (!existsSync(command)) {
  console.error('dist/racewalk.cjs does not exist: npm run build makes it');
  process.exit(1);
}

const once = process.argv.includes('--once');
const [file = 'scenarios/seed/guest-fault-mprotect-mte.race', given] = process.argv
  .slice(2)
  .filter((arg) => !arg.startsWith('-'));
const variant = given ?? 'two-bit page lock, as in v6.2';

const commands = [
  {
    name: 'bench: all of the following',
    args: ['bench', file, '--variant', variant, '--max-edits', '1', '--format', 'json'],
    shared: true,
  },
  { name: 'compare, with idempotence', args: ['compare', file, '--format', 'json'], shared: true },
  {
    name: `mutate "${variant}"`,
    args: ['mutate', file, '--variant', variant, '--format', 'json'],
    shared: true,
  },
  { name: 'history', args: ['history', file, '--format', 'json'] },
  { name: `coverage "${variant}"`, args: ['coverage', file, '--variant', variant] },
  {
    name: 'repair --max-edits 1',
    args: ['repair', file, '--max-edits', '1', '--format', 'json'],
    shared: true,
  },
];

/** Processor time is asked of the process itself, which adds up its threads. */
const ask = path.join(root, 'bench', 'peers', 'processor-time.cjs');

function run(args) {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(process.execPath, ['--require', ask, command, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const texts = ['', '', '', ''];
    for (const channel of [1, 2, 3]) {
      child.stdio[channel].on('data', (data) => {
        texts[channel] += data;
      });
    }
    child.on('close', () => {
      const wall = (performance.now() - started) / 1000;
      resolve({ wall, processor: Number(texts[3]) / 1e6, out: texts[1] });
    });
  });
}

const rounds = once ? 1 : 2;
let whole = 0;
let apart = 0;
console.log(`${file}, ${availableParallelism()} cores, best of ${rounds}`);
for (const { name, args, shared } of commands) {
  let best;
  for (let round = 0; round < rounds; round++) {
    const found = await run(args);
    if (best === undefined || found.wall < best.wall) best = found;
  }
  if (whole === 0) whole = best.wall;
  else apart += best.wall;
  const times = ({ wall, processor }) =>
    `${wall.toFixed(1)} s, processor ${processor.toFixed(1)} s`;
  let alone = '';
  if (shared === true && !once) {
    const one = await run([...args, '--jobs', '1']);
    alone = `; with one thread ${times(one)}`;
    if (one.out !== best.out) {
      console.error(`${name}: one thread prints something else`);
      process.exitCode = 1;
    }
  }
  console.log(`${name}: ${times(best)}${alone}`);
}
console.log(`in processes of their own, together: ${apart.toFixed(1)} s`);
if (whole > budgetSeconds) {
  console.error(`bench: over the budget of ${budgetSeconds} s`);
  process.exitCode = 1;
}
