// `npm run bench`: runs every script of bench/, or those whose name contains an argument.
// What follows from the first option on is given to each of them. TypeScript is bundled first, so a bench imports the packages as the product does.
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { writeKernelLibrary } from './kernel-library.mjs';
import { ensureInstalled, main, requireNode, root, run } from './tool.mjs';

await main(async () => {
  requireNode();
  const given = process.argv.slice(2);
  const firstOption = given.findIndex((arg) => arg.startsWith('-'));
  const wanted = firstOption < 0 ? given : given.slice(0, firstOption);
  const options = firstOption < 0 ? [] : given.slice(firstOption);
  await ensureInstalled(root, 'what the build needs');
  writeKernelLibrary();
  const out = path.join(root, 'build', 'bench');
  mkdirSync(out, { recursive: true });
  const names = readdirSync(path.join(root, 'bench'))
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
    .sort();
  if (names.length === 0) console.log('no bench has such a name');
  let failed = 0;
  for (const name of names) {
    console.log(`\n== ${name}`);
    const code = await run(process.execPath, [
      '--expose-gc',
      await runnable(name, out),
      ...options,
    ]);
    if (code !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
});

async function runnable(name, out) {
  const source = path.join(root, 'bench', name);
  if (name.endsWith('.mjs')) return source;
  const esbuild = await import('esbuild');
  const outfile = path.join(out, name.replace(/\.ts$/, '.mjs'));
  await esbuild.build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // For libraries that require what Node has.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return outfile;
}
