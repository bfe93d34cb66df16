// Makes racewalk.vsix from a fresh build. What goes in is listed in .vscodeignore.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { capture, main, root, Stop } from './tool.mjs';

export const vsix = path.join(root, 'racewalk.vsix');

/** Packages what dist/ holds; gives the path of the package. */
export async function makePackage(target = vsix) {
  const tool = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const { code, output } = await capture(process.execPath, [
    tool,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    target,
  ]);
  if (code !== 0) throw new Stop(`packaging failed:\n${output}`);
  return target;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await build();
    console.log(`packaged ${path.relative(root, await makePackage())}`);
  });
}
