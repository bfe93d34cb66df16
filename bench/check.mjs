// How long `racewalk check scenarios` takes from the start of the process to its exit, cold: median
// of five runs of the bundled command. Usage: node bench/check.mjs [PATH...]
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const command = path.join(root, 'dist', 'racewalk.cjs');
const runs = 5;
/** What a user waits for at most, from the project's goals. */
const budgetMilliseconds = 2000;

if (!existsSync(command)) {
  console.error('dist/racewalk.cjs does not exist: npm run build makes it');
  process.exit(1);
}

const given = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const paths = given.length > 0 ? given : ['scenarios'];

function once(args) {
  const started = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [command, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { milliseconds: performance.now() - started, status, stdout };
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function measure(name, args) {
  const results = Array.from({ length: runs }, () => once(args));
  const times = results.map(({ milliseconds }) => milliseconds);
  const range = `${Math.round(Math.min(...times))} .. ${Math.round(Math.max(...times))} ms`;
  console.log(`${name}: median ${Math.round(median(times))} ms of ${runs} (${range})`);
  return { ...results[results.length - 1], median: median(times) };
}

measure('node, and the bundle loaded (--version)', ['--version']);
const {
  stdout,
  status,
  median: milliseconds,
} = measure(`racewalk check ${paths.join(' ')}`, ['check', ...paths]);
console.log(stdout.trimEnd().split('\n').at(-1), `exit ${status}`);
if (milliseconds > budgetMilliseconds) {
  console.error(`over the budget of ${budgetMilliseconds} ms`);
  process.exitCode = 1;
}
