// `npm test`: installs what is missing, builds, and runs every suite. Its last line sums them up:
// `N passed, N failed` or `N passed, N failed, N skipped`. A suite that does not run has failed.
//   -- --only NAME    one suite: typecheck, lint, unit, end-to-end
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, main, requireNode, root, run, Stop, which } from './tool.mjs';

const CI = process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false';
const work = path.join(root, 'build', 'test');

const suites = [
  { name: 'typecheck', body: () => command(['node_modules/typescript/bin/tsc', '-b']) },
  {
    name: 'typecheck-tests',
    body: () => command(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.tests.json']),
  },
  { name: 'lint', body: () => command(['node_modules/@biomejs/biome/bin/biome', 'check']) },
  {
    name: 'unit',
    body: () =>
      counted('unit', [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--reporter=default',
        '--reporter=./scripts/vitest-reporter.mjs',
      ]),
  },
  { name: 'end-to-end', body: endToEnd },
];

await main(async () => {
  requireNode();
  const only = readOnly(process.argv.slice(2));
  await ensureInstalled(root, 'what the build and the tests need');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const { build } = await import('./build.mjs');
  const sum = { passed: 0, failed: 0, skipped: 0 };
  try {
    await build();
    sum.passed += 1;
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    sum.failed += 1;
  }
  for (const suite of suites) {
    if (only !== undefined && suite.name !== only) continue;
    console.log(`\n== ${suite.name}`);
    const started = Date.now();
    const counts = await suite.body();
    for (const key of Object.keys(sum)) sum[key] += counts[key];
    console.log(
      `== ${suite.name}: ${wording(counts)}, ${Math.round((Date.now() - started) / 1000)} s`,
    );
  }
  console.log(`\n${wording(sum)}`);
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
});

function readOnly(args) {
  if (args.length === 0) return undefined;
  const names = suites.map(({ name }) => name);
  if (args[0] === '--only' && names.includes(args[1])) return args[1];
  throw new Stop(`unknown arguments '${args.join(' ')}': --only with ${names.join(', ')} exists`);
}

function wording({ passed, failed, skipped }) {
  const words = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? words : `${words}, ${skipped} skipped`;
}

/** A tool that passes or fails as a whole. */
async function command(args) {
  const code = await run(process.execPath, args);
  return code === 0 ? counts(1, 0, 0) : counts(0, 1, 0);
}

/** A tool that writes what it counted; without that, or with a code of its own, it has failed. */
async function counted(name, args) {
  const file = path.join(work, `${name}.json`);
  const code = await run(process.execPath, args, {
    env: { ...process.env, RACEWALK_COUNTS: file },
  });
  if (!existsSync(file)) return counts(0, 1, 0);
  const found = JSON.parse(readFileSync(file, 'utf8'));
  return code !== 0 && found.failed === 0 ? { ...found, failed: 1 } : found;
}

function counts(passed, failed, skipped) {
  return { passed, failed, skipped };
}

async function endToEnd() {
  await ensureInstalled(path.join(root, 'test', 'e2e'), 'what drives VS Code in tests');
  const { findChromium } = await import('../test/e2e/browser.mjs');
  if (findChromium() === undefined && !(await installChromium(findChromium))) {
    const reason =
      'Chromium was not found: `sudo apt-get install chromium`, or name one in the variable CHROMIUM';
    console.log(CI ? `FAIL  ${reason}` : `skipped: ${reason}`);
    return CI ? counts(0, 1, 0) : counts(0, 0, 1);
  }
  const { makePackage } = await import('./package.mjs');
  await makePackage(path.join(root, 'build', 'racewalk.vsix'));
  return counted('end-to-end', ['test/e2e/run.mjs']);
}

/** Only where nobody is asked for a password: as root, on a machine made for this. */
async function installChromium(find) {
  if (!CI || process.getuid?.() !== 0 || which('apt-get') === undefined) return false;
  console.log('installing Chromium (apt-get)');
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
  await run('apt-get', ['update'], quiet);
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], quiet);
  return find() !== undefined;
}
