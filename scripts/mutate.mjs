// `npm run mutate`: which locks, tests of flags and notifier calls of the kernel library no bundled scenario needs.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeKernelLibrary } from './kernel-library.mjs';
import { ensureInstalled, main, requireNode, root, run } from './tool.mjs';

await main(async () => {
  requireNode();
  await ensureInstalled(root, 'what the build needs');
  writeKernelLibrary();
  const outfile = path.join(root, 'build', 'mutation', 'run.mjs');
  mkdirSync(path.dirname(outfile), { recursive: true });
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: [path.join(root, 'test', 'mutation', 'run.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  return await run(process.execPath, [outfile, ...process.argv.slice(2)], { cwd: root });
});
